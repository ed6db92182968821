"""The moves of what an account shows (4-4)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from accounts.models import Account
from core.deadlines.duties import fulfil_duties, void_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.notifications.telling import Tell
from core.periods.era import era_date
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office
from policies.actions import publish_in
from policies.models import MediaPolicy
from policies.queries import approved_policy
from policies.states import SETTLED, PolicyState
from publications.checking.reach import usual_reach
from publications.checking.targets import TargetRefused, target_of
from publications.posting.duties import (
    RESTORE,
    SHOWING,
    owe,
    owe_profile_of,
    owe_restoring,
    shows_settled,
    standing,
    version_for,
)
from publications.posting.leading import link_of
from publications.posting.models import Publication
from publications.posting.permissions import CLAUSES, check_clock, check_record, check_remove, check_remove_early
from publications.posting.places import missed_site
from publications.posting.states import UP, Kind

FACTS = ("url", "page_url", "policy", "posted_on", "posted_by", "recorded_at", "place_reason")

FRONT_PAGES = frozenset({"/", "/index.html", "/index.htm", "/index.php"})
"""Paths of a site's front page, which is no place within a section's own site (4-4-(1))."""


def examine_standing(publication: Publication, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a page that is none of the city's, a day that can not be, and a place without what belongs there.

    Raises:
        Denied: at the field to mend (4-4-(1), 4-4-(3), 4-4-(4)).
    """
    kind = Kind(publication.kind)
    if publication.is_notice:
        _examine_notice(publication, facts, on)
        return
    require_ready(publication.account, kind)
    _examine_version(publication.account, kind, facts["policy"])
    if kind == Kind.HOMEPAGE:
        _examine_url(str(facts["url"]))
        _examine_place(publication.account, facts, on)
    _examine_day(facts, on, CLAUSES[kind])


def _examine_notice(publication: Publication, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a notice on a page that is none of the city's, or at no address, or on a day to come (4-5-(2))."""
    if publication.kind == Kind.NOTICE_PAGE:
        _examine_url(str(facts["url"]))
    elif not str(facts["url"]):
        raise Denied("お知らせを載せた投稿のURLを入力してください。", CLAUSES[Kind.NOTICE_POST], field="url")
    if facts["posted_on"] > on:
        raise Denied("周知の日は、きょう以前の日を入力してください。", CLAUSES[Kind.NOTICE_POST], field="posted_on")


def require_ready(account: Account, kind: Kind) -> None:
    """Refuse a place that lacks what belongs there: the policy, and for the free-text field the page of the homepage.

    Raises:
        Denied: naming what comes first (4-2-(1), 4-4-(3)).
    """
    if approved_policy(account) is None:
        raise Denied(
            "決定したメディアポリシーがありません。",
            "第4-2-(1)",
            "メディアポリシーを作り、決定を受けてから載せてください。",
        )
    if kind == Kind.PROFILE:
        _require_page(account)


def _examine_version(account: Account, kind: Kind, policy: MediaPolicy) -> None:
    """Refuse a version that is not this account's, not decided, replaced, or in the field another than on its page."""
    if policy.account_id != account.pk or policy.state not in SETTLED:
        raise Denied("決定して、いま使っている版を選んでください。", "第4-2-(3)", field="policy")
    if kind == Kind.PROFILE and policy != version_for(account, kind):
        raise Denied("市ホームページのページと同じ版を選んでください。", "第4-4-(3)", field="policy")


def _examine_url(url: str) -> None:
    try:
        target = target_of(url, usual_reach())
    except TargetRefused as refused:
        raise Denied(refused.reason, refused.clause, field="url") from None
    if target.path.partition("?")[0].lower() in FRONT_PAGES:
        raise Denied(
            "市ホームページの表紙です。運用する部署のサイトの中にある、このアカウントのページを入力してください。",
            CLAUSES[Kind.HOMEPAGE],
            field="url",
        )


def _examine_place(account: Account, facts: Mapping[str, Any], on: date) -> None:
    """Ask for the reason where the page stands outside of the section's own site."""
    missed = missed_site(account, str(facts["url"]), on)
    if missed is not None and not facts["place_reason"]:
        raise Denied(
            f"{missed.unit}のサイト({missed.url})の外のページです。サイトの中にあるページを入力してください。",
            CLAUSES[Kind.HOMEPAGE],
            "外に載せる事情があるときは、「部署のサイトの外に載せる理由」を入力してください。",
            field="url",
        )


def _require_page(account: Account) -> None:
    page = standing(account, Kind.HOMEPAGE)
    if page is None or page.state not in UP:
        raise Denied(
            "自由記述欄には市ホームページのページのURLを載せます。",
            "第4-4-(3)",
            "先に、市ホームページへの掲載を記録してください。",
        )
    if not shows_settled(page):
        raise Denied(
            "市ホームページのページに、前の版が載っています。",
            "第4-4-(3)",
            "先に、ページに新しい版を載せて記録してください。",
        )


def examine_back(publication: Publication, facts: Mapping[str, Any], on: date) -> None:
    """Refuse that something stood again before it came down; see `examine_standing`.

    Raises:
        Denied: at the field to mend.
    """
    examine_standing(publication, facts, on)
    if publication.removed_on is not None and facts["posted_on"] < publication.removed_on:
        gone = era_date(publication.removed_on)
        raise Denied(
            f"掲載日は、掲載がなくなった日({gone})以後の日を入力してください。",
            CLAUSES[Kind(publication.kind)],
            field="posted_on",
        )


def _examine_day(facts: Mapping[str, Any], on: date, clause: str) -> None:
    if facts["posted_on"] > on:
        raise Denied("掲載日は、きょう以前の日を入力してください。", clause, field="posted_on")
    policy = facts["policy"]
    decided = policy.decided_on or policy.account.acquired_on
    if decided is not None and facts["posted_on"] < decided:
        what = "メディアポリシーの決定" if policy.decided_on else "アカウントの取得"
        raise Denied(
            f"掲載日は、{what}の日({era_date(decided)})以後の日を入力してください。", clause, field="posted_on"
        )


def end_showing(act: Act, publication: Publication, facts: Mapping[str, Any]) -> None:
    """End what was owed; a version shown on the city homepage for the first time is out by that (4-2-(3))."""
    fulfil_duties(act, publication, SHOWING[Kind(publication.kind)], RESTORE)
    if publication.kind == Kind.HOMEPAGE:
        owe_profile_of(act, publication)
        policy = facts["policy"]
        if policy.state == PolicyState.APPROVED:
            publish_in(act, policy, facts["posted_on"])


def ask_restoring(act: Act, publication: Publication, facts: Mapping[str, Any]) -> None:
    """Ask the section to look after its page."""
    owe_restoring(act, publication, str(facts.get("reason", "")))


def tell_missing(act: Act, publication: Publication, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the section that its page could not be confirmed on three days, and why; of a notice the offices too."""
    title = f"掲載を確認できませんでした:{publication.account.title}"
    body = f"市ホームページのページを、3日にわたり確認できませんでした。{facts.get('reason', '')}\n{publication.url}"
    offices = (Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD, Office.AUDITOR) if publication.is_notice else ()
    others = (person for office in offices for person in people_answering(office, None, act.on))
    yield Tell([*dict.fromkeys([*_section(act, publication), *others])], title, body, *link_of(publication))


def end_restoring(act: Act, publication: Publication, facts: Mapping[str, Any]) -> None:
    """End the obligation to look after the page: it was found."""
    fulfil_duties(act, publication, RESTORE)


def tell_found(act: Act, publication: Publication, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the section that its page is found again."""
    title = f"掲載をもう一度確認できました:{publication.account.title}"
    yield Tell(_section(act, publication), title, publication.url, *link_of(publication))


def _section(act: Act, publication: Publication) -> list[Person]:
    """Return the head of the section and its staff as far as they answer for it."""
    section = publication.account.section
    found = [
        *people_answering(Office.SECTION_HEAD, section, act.on),
        *people_answering(Office.STAFF, section, act.on),
    ]
    return [one for one in dict.fromkeys(found) if one != act.by.person]


def examine_removal(publication: Publication, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a removal in the future or before the posting; an early one also without its reason.

    Raises:
        Denied: at the field to mend.
    """
    clause = CLAUSES[Kind(publication.kind)]
    if facts["removed_on"] > on or (publication.posted_on and facts["removed_on"] < publication.posted_on):
        raise Denied("掲載日からきょうまでの日を入力してください。", clause, field="removed_on")
    if "reason" in facts and not str(facts["reason"]).strip():
        raise Denied("掲載が早く終わった理由を入力してください。", clause, field="reason")


def examine_end(publication: Publication, facts: Mapping[str, Any], on: date) -> None:
    """Refuse an end that can not be; of a notice also one within its time, unless its early end was recorded so.

    Raises:
        Denied: at the field to mend.
    """
    examine_removal(publication, facts, on)
    early = publication.keep_until is not None and facts["removed_on"] <= publication.keep_until
    if early and publication.removed_on != facts["removed_on"]:
        raise Denied(
            "載せておく期間のうちの日です。早く終わったときは、早く終わったことを記録してください。",
            CLAUSES[Kind(publication.kind)],
            field="removed_on",
        )


def ask_again(act: Act, publication: Publication, facts: Mapping[str, Any]) -> None:
    """Ask for what came down to be shown again: the obligation of 4-4 has not ended."""
    void_duties(act, publication, RESTORE)
    owe(act, publication, f"掲載が早く終わったため({publication.reason})")


def end_all(act: Act, publication: Publication, facts: Mapping[str, Any]) -> None:
    """Nothing is owed about what has come down for good."""
    void_duties(act, publication)


POST = Move(
    Publication.post,
    "掲載を記録する",
    "掲載を記録した",
    check=check_record,
    examine=examine_standing,
    effects=end_showing,
    takes=FACTS,
    tone="ok",
)
RENEW = Move(
    Publication.renew,
    "載せ直したことを記録する",
    "載せ直したことを記録した",
    check=check_record,
    examine=examine_standing,
    effects=end_showing,
    takes=FACTS,
    tone="ok",
)
PUT_BACK = Move(
    Publication.put_back,
    "また掲載したことを記録する",
    "また掲載したことを記録した",
    check=check_record,
    examine=examine_back,
    effects=end_showing,
    takes=FACTS,
    tone="ok",
)
CONFIRM_MISSING = Move(
    Publication.confirm_missing,
    "掲載確認できずとする",
    "掲載を確認できなかった",
    check=check_clock,
    effects=ask_restoring,
    tells=tell_missing,
    tone="stop",
)
FOUND_AGAIN = Move(
    Publication.found_again,
    "確認できたとする",
    "掲載をもう一度確認できた",
    check=check_clock,
    effects=end_restoring,
    tells=tell_found,
    tone="ok",
)
REMOVE_EARLY = Move(
    Publication.remove_early,
    "掲載が早く終わったことを記録する",
    "掲載が早く終わったことを記録した",
    check=check_remove_early,
    examine=examine_removal,
    effects=ask_again,
    takes=("removed_on", "reason"),
    tone="warn",
)
REMOVE = Move(
    Publication.remove,
    "掲載を終える",
    "掲載を終えた",
    check=check_remove,
    examine=examine_end,
    effects=end_all,
    takes=("removed_on",),
    tone="end",
)
TAKE_BACK = Move(
    Publication.take_back,
    "掲載を終わらせる",
    "掲載の理由がなくなり、掲載を終えた",
    effects=end_all,
    takes=("removed_on",),
    tone="end",
)
