"""Who writes, decides, publishes and reviews versions of a policy; who reads which; who calls for reviews.

Every refusal is a sentence with its clause and the way on.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet

from accounts.models import Account, Operator
from accounts.permissions import sections_of
from accounts.permissions import visible_to as accounts_visible_to
from accounts.states import HELD, OVER, AccountState
from core.audit.history import authors
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.authority import Capacity, capacities, current_unit
from core.staff.models import Person
from core.staff.offices import Office
from core.statements import Among, Given
from policies.models import MediaPolicy, MediaPolicyQuerySet, PolicyReview, ReviewCall
from policies.queries import version_being_made
from policies.states import OPEN, CallState, PolicyState

CLAUSE = "第4-2-(1)"
REVIEW = "第4-2-(3)"
LIVING = frozenset(HELD)
"""States of an account that has an address of its own, of which a policy can be changed and published."""
READERS = frozenset({Office.POLICY_DIRECTOR, Office.AUDITOR})
"""Offices of the whole city that read what is not decided yet: the one on the route, and who looks back."""
DECIDED = (PolicyState.APPROVED.value, PolicyState.SUPERSEDED.value)
"""States of versions that whoever sees the account may read, whether they were out or not."""
CALLERS = (Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD)


def check_living(account: Account) -> None:
    """Refuse a version of an account that is not acquired yet or has ended.

    Raises:
        Denied: naming the state, and how the first version comes about.
    """
    if account.state in OVER:
        raise Denied("廃止したアカウントのメディアポリシーは、変えられません。", CLAUSE)
    if account.state == AccountState.ABANDONED:
        raise Denied("取得をやめたアカウントのメディアポリシーは、変えられません。", CLAUSE)
    if account.state not in LIVING:
        raise Denied(
            f"{account.get_state_display()}のアカウントのメディアポリシーは、まだ変えられません。",
            CLAUSE,
            "最初の版は、起案の中で作り、決裁で決まります。改定は、取得を記録した後に行ってください。",
        )


def operates(account: Account, by: Actor) -> bool:
    """Tell whether somebody acts as a member of staff who operates the account, of whatever section."""
    if by.person is None or by.on_behalf_of is not None or by.office not in {Office.STAFF, Office.SECTION_HEAD}:
        return False
    return Operator.objects.filter(account=account, person=by.person, ends_on=None).exists()


def check_writer(account: Account, by: Actor, on: date, what: str) -> None:
    """Let the section, its head included, and the operating staff act; the account must live.

    Raises:
        Denied: for everybody else, and for an account that does not live.
    """
    check_living(account)
    unit = current_unit(account.section, on)
    if not by.belongs_to(unit) and not operates(account, by):
        raise Denied(
            f"{what}のは、{unit.name}の職員とアカウントの運用担当です。", CLAUSE, f"{unit.name}に依頼してください。"
        )


def check_manager(account: Account, by: Actor, on: date, what: str, clause: str = CLAUSE) -> None:
    """Let the account manager act, or who deputises for the day: that is reviewed later (ADR 0032).

    Raises:
        Denied: for everybody else, and for an account that does not live.
    """
    check_living(account)
    unit = current_unit(account.section, on)
    if not by.holds(Office.SECTION_HEAD, unit):
        raise Denied(f"{what}のはアカウント管理者です。", clause, f"{unit.name}長に依頼してください。")


def check_draft(account: Account, by: Actor, on: date) -> None:
    """Let a new version be begun while no other is being made.

    Raises:
        Denied: for people outside, for an account that does not live, beside an open version.
    """
    check_writer(account, by, on, "新しい版を作る")
    known = version_being_made(account)
    if known is not None:
        raise Denied(
            f"第{known.number}版が「{known.get_state_display()}」です。同時に作れる版は一つです。",
            CLAUSE,
            f"第{known.number}版を直すか、取り下げてから作ってください。",
        )


def check_edit(policy: MediaPolicy, by: Actor, on: date) -> None:
    """Let a version be written while it is with those who write.

    Raises:
        Denied: for people outside, and once it is submitted.
    """
    check_writer(policy.account, by, on, "案を直す")
    if policy.state == PolicyState.SUBMITTED:
        raise Denied("提出した版は、このままでは直せません。", CLAUSE, "引き戻してから直してください。")
    if policy.state not in OPEN:
        raise Denied("決まった版は直せません。", CLAUSE, "内容を変えるときは、新しい版を作ってください。")


def check_propose(policy: MediaPolicy, by: Actor, on: date) -> None:
    """Let those who write submit."""
    check_writer(policy.account, by, on, "案を提出する")


def check_pull_back(policy: MediaPolicy, by: Actor, on: date) -> None:
    """Let those who write take a version back."""
    check_writer(policy.account, by, on, "案を引き戻す")


def check_withdraw(policy: MediaPolicy, by: Actor, on: date) -> None:
    """Let those who write give a version up."""
    check_writer(policy.account, by, on, "案を取り下げる")


def check_decide(policy: MediaPolicy, by: Actor, on: date) -> None:
    """Let the account manager decide or return, also what he or she wrote: that is marked (自己決定)."""
    check_manager(policy.account, by, on, "メディアポリシーを決める")


def is_own(policy: MediaPolicy, by: Actor) -> bool:
    """Tell from the trail itself whether somebody wrote any of a version (ADR 0009)."""
    return by.person is not None and by.person.pk in authors(policy)


def check_own_words(policy: MediaPolicy, by: Actor, *, knows_own: bool) -> None:
    """Let somebody decide on his or her own words only knowingly: it is marked (自己決定).

    Raises:
        Denied: at the field where that is said.
    """
    if is_own(policy, by) and not knows_own:
        raise Denied(
            "自分が作った、または直した版です。自己決定として記録することを確かめてください。",
            CLAUSE,
            field="knows_own",
        )


def check_publish(policy: MediaPolicy, by: Actor, on: date) -> None:
    """Let the section and the operating staff record that a version is out."""
    check_writer(policy.account, by, on, "掲載を記録する")


def check_out(policy: MediaPolicy) -> None:
    """Refuse to leave a version as it is that is not out yet: what follows first is its publication.

    Raises:
        Denied: with that way on.
    """
    if policy.state == PolicyState.APPROVED:
        raise Denied(
            "まだ掲載していない版は、「変更なし」とは記録できません。", REVIEW, "先に、掲載して記録してください。"
        )


def check_keep(policy: MediaPolicy, by: Actor, on: date) -> None:
    """Let the account manager leave the policy as it is, unless another version is on the way.

    Raises:
        Denied: for everybody else, and beside a later version.
    """
    check_manager(policy.account, by, on, "見直しの結果を記録する", REVIEW)
    newer = policy.later_on_the_way()
    if newer is not None:
        raise Denied(
            f"第{newer.number}版が「{newer.get_state_display()}」のため、「変更なし」とは記録できません。",
            REVIEW,
            f"第{newer.number}版を進めるか、取り下げてから記録してください。",
        )


def reviewed_by(person: Person) -> Q:
    """Return the condition on versions that somebody decided as a deputy, or that were decided in his or her name."""
    return Q(pk__in=PolicyReview.objects.of(person).values("policy"))


def may_call(by: Actor) -> bool:
    """Tell whether somebody acts in an office that calls for the review of many policies."""
    return any(by.holds(office) for office in CALLERS) and by.on_behalf_of is None


def check_call(by: Actor) -> None:
    """Let 総合政策部長 and ふるさと発信課長 call for reviews, in person.

    Raises:
        Denied: for every other office, and for deputies.
    """
    if not may_call(by):
        raise Denied(
            "見直しを求め、その求めを直し、終えるのは、総合政策部長とふるさと発信課長です。",
            REVIEW,
            "どちらかの課に相談してください。",
        )


def check_correct_call(call: ReviewCall, by: Actor, on: date) -> None:
    """Let the offices that call correct a call that stands, while nobody has answered it.

    Raises:
        Denied: for every other office, once it has ended, and once a review was answered.
    """
    check_call(by)
    if call.state == CallState.ENDED:
        raise Denied("終えた求めは直せません。", REVIEW, "要るときは、新しく求めてください。")
    if call.answered():
        raise Denied(
            "すでに見直しを終えた課があるので、この求めは直せません。",
            REVIEW,
            "この求めを終えて、新しく求めてください。",
        )


def check_end_call(call: ReviewCall, by: Actor, on: date) -> None:
    """Let the offices that call end a call."""
    check_call(by)


def visible_to(person: Person, on: date, kept: Sequence[Capacity] | None = None) -> MediaPolicyQuerySet:
    """Return the versions a person may see on a day: what was out everybody with an office, drafts few.

    Args:
        kept: the person's capacities on the day, where the caller has read them already.
    """
    kept = capacities(person, on) if kept is None else kept
    if not kept:
        return MediaPolicy.objects.none()
    decided = Q(state__in=DECIDED)
    seen = Q(published_on__isnull=False) | written_for(person, on, kept)
    return MediaPolicy.objects.filter(
        seen | decided & Q(account__in=accounts_visible_to(person, on, kept).values("pk"))
    )


def written_for(person: Person, on: date, kept: Sequence[Capacity] | None = None) -> Q:
    """Return the condition on versions whose every state a person may see: section, department, operators, readers."""
    kept = capacities(person, on) if kept is None else kept
    if READERS & {capacity.office for capacity in kept}:
        return Q(pk__isnull=False)
    sections = sorted({pk for capacity in kept for pk in sections_of(capacity, on)})
    operated = Operator.objects.filter(person=person, ends_on=None).values("account")
    return Q(account__section__in=sections) | Q(account__in=operated)


def seen_given() -> Q:
    """Return the condition on versions of an account that the reader sees already, for compiled statements.

    Given are `viewer` and what `seen_values` returns.
    """
    operated = Operator.objects.filter(person=Given("viewer", BigIntegerField()), ends_on=None).values("account")
    written = Q(Among("account__section_id", "policy_sections")) | Q(account__in=operated)
    return Q(published_on__isnull=False) | Q(Among("state", "policy_states", "text")) | written


def seen_values(on: date, kept: Sequence[Capacity]) -> dict[str, Any]:
    """Return the states every reader of an account sees in some capacities, and the sections they write for."""
    every = bool(READERS & {capacity.office for capacity in kept})
    sections = sorted({pk for capacity in kept for pk in sections_of(capacity, on)})
    states = [state.value for state in PolicyState] if every else list(DECIDED)
    return {"policy_states": states, "policy_sections": sections}


def calls_visible_to(by: Actor, on: date) -> QuerySet[ReviewCall]:
    """Return the calls for review: everybody with an office may read what was asked of whom and why."""
    return ReviewCall.objects.all() if by.person is not None else ReviewCall.objects.none()
