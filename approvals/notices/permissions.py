"""Who drafts, decides, announces and ends notices of changes and closures; who sees which (4-5).

Every refusal is a sentence with its clause and the way on.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Account, Operator
from accounts.permissions import sections_of
from accounts.permissions import visible_to as accounts_visible_to
from accounts.states import LASTING, OVER
from approvals.notices.models import ChangeNotice, is_writable
from approvals.notices.reviews import NoticeReview
from approvals.notices.states import Channel, NoticeState
from core.audit.history import authors
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.periods.era import era_date
from core.staff.authority import Capacity, capacities, current_unit
from core.staff.models import Person
from core.staff.offices import Office
from publications.posting.permissions import check_section

ORDER, PERIOD, CONSULTED = "第4-5-(1)", "第4-5-(2)", "第10"
READERS = frozenset(
    {
        Office.POLICY_DIRECTOR,
        Office.GENERAL_AFFAIRS_DIRECTOR,
        Office.DEPUTY_MAYOR,
        Office.PR_SECTION_HEAD,
        Office.AUDITOR,
    }
)
"""Offices that read notices before the public knows of them: those told beforehand and those who look back."""


def check_manager(account: Account, by: Actor, on: date, what: str) -> None:
    """Let the account manager act, or who deputises for the day: that is reviewed later.

    Raises:
        Denied: for everybody else.
    """
    unit = current_unit(account.section, on)
    if not by.holds(Office.SECTION_HEAD, unit):
        raise Denied(f"{what}のはアカウント管理者です。", ORDER, f"{unit.name}長に依頼してください。")


def check_lives(account: Account) -> None:
    """Refuse a notice about an account that is not acquired, or that ends already.

    Raises:
        Denied: naming the state, and what comes first.
    """
    if account.state not in LASTING:
        raise Denied(
            f"{account.get_state_display()}のアカウントの変更・廃止は、周知できません。",
            ORDER,
            "取得を記録した後のアカウントについて行います。廃止の周知中に期間を待てなくなったときは、"
            "進行中の廃止を「逸脱として記録する」で進めます。続けることにしたときは、先にそれを中止してください。",
        )


def check_begin(account: Account, by: Actor, on: date) -> None:
    """Let the page of a new notice be opened; what else is open about the account is told when it is sent.

    Raises:
        Denied: for people outside, and for an account that is not acquired or ends already.
    """
    check_section(account, by, on, "変更・廃止の案を作る", ORDER)
    check_lives(account)


def check_draft(account: Account, kind: str, by: Actor, on: date) -> None:
    """Let a notice of a kind be begun about an account that the city has, while no other of the kind is open.

    Raises:
        Denied: for people outside, for an account that is not acquired or ends already, beside an open notice.
    """
    check_begin(account, by, on)
    known = account.notices.open().filter(kind=kind).first()
    if known is not None:
        raise Denied(
            f"同じ種類の案が「{known.get_state_display()}」です。同時に進められるのは一つです。",
            ORDER,
            "その案を進めるか、中止してから作ってください。急ぐときは、その案を「逸脱として記録する」で進めます。",
            field="planned_on",
        )


def check_edit(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the words be written until they are settled.

    Raises:
        Denied: for people outside, and once it is settled.
    """
    check_section(notice.account, by, on, "案を直す", ORDER)
    if not is_writable(notice):
        raise Denied("決定した変更・廃止の内容は直せません。", ORDER, "期日だけなら「期日を変える」で変えられます。")


def check_submit(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let those who write submit."""
    check_section(notice.account, by, on, "案を提出する", ORDER)


def check_pull_back(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let those who write take it back."""
    check_section(notice.account, by, on, "案を引き戻す", ORDER)


def check_decide(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the account manager decide or return, also what he or she wrote: that is marked (自己決定)."""
    check_manager(notice.account, by, on, "変更・廃止を決める")


def is_own(notice: ChangeNotice, by: Actor) -> bool:
    """Tell from the trail itself whether somebody wrote any of a notice (ADR 0009)."""
    return by.person is not None and by.person.pk in authors(notice)


def check_own_words(notice: ChangeNotice, by: Actor, *, knows_own: bool) -> None:
    """Let somebody decide on his or her own words only knowingly.

    Raises:
        Denied: at the field where that is said.
    """
    if is_own(notice, by) and not knows_own:
        raise Denied(
            "自分が作った、または直した案です。自己決定として記録することを確かめてください。", ORDER, field="knows_own"
        )


def check_announce(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the section record an announcement once 総合政策部長 was told; after the effect what is still owed.

    Raises:
        Denied: for people outside, and before the filing (4-5-(1)).
    """
    check_section(notice.account, by, on, "周知を記録する", PERIOD)
    if is_writable(notice) or notice.state == NoticeState.SETTLED:
        raise Denied(
            "総合政策部長への届出より前に、周知はできません。",
            ORDER,
            "先に、この変更・廃止を総合政策部長へ届け出てください。受理を待つ必要はありません。",
        )
    if notice.state in {NoticeState.COMPLETED, NoticeState.CANCELLED}:
        raise Denied(f"「{notice.get_state_display()}」の変更・廃止の周知は、記録できません。", PERIOD)


def check_effect(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the section record the effect after the period, or as a deviation whenever it happened (4-5-(2)).

    Raises:
        Denied: for people outside, before the announcement or the day, with the way on.
    """
    check_section(notice.account, by, on, "実施を記録する", PERIOD)
    if notice.account.state in OVER:
        raise Denied(f"アカウントは「{notice.account.get_state_display()}」です。変更は実施できません。", PERIOD)
    if notice.deviates:
        return
    if notice.state != NoticeState.ANNOUNCED:
        raise Denied(
            "アカウントと市ホームページの両方で周知するまで、実施できません。", PERIOD, "先に、周知を記録してください。"
        )
    check_day(notice, on, field="")


def check_day(notice: ChangeNotice, effected_on: date, field: str = "effected_on") -> None:
    """Refuse a day before the period has passed, or before the day that the public was told.

    Raises:
        Denied: at the field, naming the first possible day and the way on.
    """
    if notice.deviates:
        return
    if notice.earliest_on is not None and effected_on < notice.earliest_on:
        raise Denied(
            f"周知から{notice.notice_months}か月が過ぎていません。{era_date(notice.earliest_on)}から実施できます。",
            PERIOD,
            "すでに止まっているなど待てないときは、アカウント管理者が「逸脱として記録する」で理由を残してください。",
            field=field,
        )
    if notice.planned_on is not None and effected_on < notice.planned_on:
        raise Denied(
            f"市民に知らせた日({era_date(notice.planned_on)})より前には実施できません。",
            PERIOD,
            "早めるときは、「期日を変える」で、改めて周知してください。",
            field=field,
        )


def check_move(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the account manager move the day."""
    check_manager(notice.account, by, on, "期日を変える")


def check_redate(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the account manager put right the day of an announcement, once there is one.

    Raises:
        Denied: for everybody else, and while nothing is announced.
    """
    check_manager(notice.account, by, on, "周知の日を直す")
    if all(notice.told_on(channel) is None for channel in Channel):
        raise Denied("まだ周知を記録していません。", PERIOD, "先に、周知を記録してください。")


def check_deviate(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the account manager say that what is decided can not wait (the guideline's cases left open).

    Raises:
        Denied: for everybody else, and of what deviates already.
    """
    check_manager(notice.account, by, on, "逸脱として記録する")
    if notice.deviates:
        raise Denied("この変更・廃止は、すでに逸脱として記録しています。", PERIOD)


def check_cancel(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the section give up what is not settled, and the account manager what is.

    Raises:
        Denied: for everybody else.
    """
    if is_writable(notice):
        check_section(notice.account, by, on, "案をやめる", ORDER)
    else:
        check_manager(notice.account, by, on, "変更・廃止を中止する")


def check_cite(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the section name the consultation that covers a deviation, once.

    Raises:
        Denied: for people outside, of a notice that keeps the period, and where one is named already.
    """
    check_section(notice.account, by, on, "協議を引く", CONSULTED)
    if not notice.deviates:
        raise Denied("期間を置けない理由のない変更・廃止には、協議を引けません。", CONSULTED)
    if notice.consultation_id is not None:
        raise Denied("協議は、すでに引いてあります。", CONSULTED)


def check_kept(notice: ChangeNotice, by: Actor, on: date) -> None:
    """Let the section record what becomes of what stands: its early end, its return, its end."""
    check_section(notice.account, by, on, "掲載の終わりを記録する", PERIOD)


def visible_to(person: Person, on: date, kept: Sequence[Capacity] | None = None) -> QuerySet[ChangeNotice]:
    """Return the notices a person may see on a day: what the public knows everybody with an office, others few.

    Args:
        kept: the person's capacities on the day, where the caller has read them already.
    """
    kept = capacities(person, on) if kept is None else kept
    if not kept:
        return ChangeNotice.objects.none()
    if READERS & {capacity.office for capacity in kept}:
        return ChangeNotice.objects.all()
    sections = _sections(on, kept)
    operated = Operator.objects.filter(person=person, ends_on=None).values("account")
    inside = Q(account__section__in=sections) | Q(account__in=operated)
    told = Q(announced_on__isnull=False, account__in=accounts_visible_to(person, on, kept).values("pk"))
    reviewed = Q(pk__in=NoticeReview.objects.of(person).values("notice"))
    return ChangeNotice.objects.filter(inside | told | reviewed)


def _sections(on: date, kept: Sequence[Capacity]) -> list[int]:
    return sorted({pk for capacity in kept for pk in sections_of(capacity, on)})


def reads_drafts(notice: ChangeNotice, person: Person, on: date, kept: Sequence[Capacity]) -> bool:
    """Tell whether somebody who sees a notice reads how it came about as well: the opinions, who drafted, the rounds.

    To all others it is what the public was told.
    """
    if READERS & {capacity.office for capacity in kept} or notice.account.section_id in _sections(on, kept):
        return True
    if any(person.pk in {review.principal_id, review.deputy_id} for review in notice.reviews.all()):
        return True
    return Operator.objects.filter(account=notice.account_id, person=person, ends_on=None).exists()
