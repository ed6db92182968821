"""The moves of a media policy: the first version's are effects of its request's decisions, the others are made here."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.deadlines.duties import Debtor, fulfil_duties, fulfil_duty, open_duty, void_duties
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from core.lifecycle.needing import needs_text
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office
from policies import duties
from policies.followers import tell_followers
from policies.models import MediaPolicy
from policies.moves.later import ASKING
from policies.permissions import (
    CLAUSE,
    REVIEW,
    check_decide,
    check_keep,
    check_propose,
    check_publish,
    check_pull_back,
    check_withdraw,
)
from policies.states import PolicyState

PAGE = "policies:policy_detail"


def examine_complete(policy: MediaPolicy, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a policy that lacks an item or the reply choice.

    Raises:
        Denied: naming the first missing item (4-2-(1), 4-2-(2)).
    """
    for item in policy.missing_items():
        raise Denied(f"メディアポリシーの「{item.label}」を入力してください。", item.clause, field=item.field)


def examine_proposal(policy: MediaPolicy, facts: Mapping[str, Any], on: date) -> None:
    """Refuse an incomplete version, and a change whose reason is not said.

    Raises:
        Denied: naming what is missing.
    """
    examine_complete(policy, facts, on)
    if not policy.reason.strip() and policy.changes_another():
        raise Denied("改定の理由を入力してください。", REVIEW, field="reason")


def examine_publication(policy: MediaPolicy, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a day of publication that has not come, or that lies before the decision or the account.

    Raises:
        Denied: at the field to mend.
    """
    if facts["published_on"] > on:
        raise Denied("掲載日は、きょう以前の日を入力してください。", REVIEW, field="published_on")
    earliest = policy.decided_on or policy.account.acquired_on
    if earliest is not None and facts["published_on"] < earliest:
        what = "決定" if policy.decided_on is not None else "アカウントの取得"
        raise Denied(f"{what}の日より前には掲載できません。", CLAUSE, field="published_on")


def ask_manager(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> None:
    """End the obligation to mend and open the one to decide, owed by the account manager's office."""
    fulfil_duty(act, duties.REVISE, policy.account)
    open_duty(
        act,
        duties.DECIDE,
        policy.account,
        Debtor(Office.SECTION_HEAD, policy.account.section),
        title=f"メディアポリシーを決める:{policy.account.title}",
        note=f"第{policy.number}版 {policy.reason}"[:300],
        link=(PAGE, policy.pk),
        occurrence=_submission(policy),
    )


def _submission(policy: MediaPolicy) -> str:
    """Return what tells one submission of a version from the next; the version is counted on with every act."""
    return f"{policy.number}.{policy.version}"


def tell_manager(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the account manager and the deputies that a version waits."""
    title = f"メディアポリシーの決定をお願いします:{policy.account.title}"
    yield _tell(act, policy, _managers(act, policy), title, f"第{policy.number}版 {policy.reason}")


def no_longer_asked(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> None:
    """Void the obligation to decide: the version is with its section again."""
    void_duties(act, policy.account, duties.DECIDE)


def no_longer_made(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> None:
    """Void the obligation to mend: the version is given up."""
    void_duties(act, policy.account, duties.REVISE)


def ask_section(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> None:
    """End the obligation to decide and open the one to mend, owed by the section's staff."""
    ASKING.ask(act, RETURN.label, policy=policy)
    fulfil_duty(act, duties.DECIDE, policy.account)
    open_duty(
        act,
        duties.REVISE,
        policy.account,
        Debtor(Office.STAFF, policy.account.section),
        title=f"差し戻されたメディアポリシーを直す:{policy.account.title}",
        note=policy.opinion,
        link=(PAGE, policy.pk),
        occurrence=_submission(policy),
    )


def tell_drafter_returned(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the drafter why the version came back."""
    title = f"メディアポリシーが差し戻されました:{policy.account.title}"
    yield _tell(act, policy, _drafter(policy), title, f"理由:{policy.opinion}")


def ask_publication(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> None:
    """End what was owed, let an older decided version that never came out go, and ask for the publication.

    A version settled is the answer to a review that was due or called for, and to what a new section responsible owes.
    """
    ASKING.ask(act, SETTLE.label, policy=policy)
    fulfil_duties(act, policy.account, duties.DECIDE, duties.RENEW, duties.REVIEW, duties.REVIEW_CALLED)
    void_duties(act, policy.account, duties.PUBLISH)
    for older in others(act, policy):
        if older.state == PolicyState.APPROVED:
            act.perform(older, SUPERSEDE, superseded_on=act.on)
    open_duty(
        act,
        duties.PUBLISH,
        policy.account,
        Debtor(Office.STAFF, policy.account.section),
        title=f"メディアポリシーを掲載し、記録する:{policy.account.title}",
        note=f"第{policy.number}版",
        link=(PAGE, policy.pk),
        occurrence=str(policy.number),
    )


def others(act: Act, policy: MediaPolicy) -> list[MediaPolicy]:
    """Return the other versions of the account, as the act holds them."""
    held = [one for one in act.held(MediaPolicy) if one.account_id == policy.account_id and one.pk != policy.pk]
    return sorted(held, key=lambda one: one.number)


def tell_drafter_settled(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the drafter that the version is decided and is to be published."""
    title = f"メディアポリシーが決まりました:{policy.account.title}"
    yield _tell(act, policy, _drafter(policy), title, f"第{policy.number}版を掲載して、記録してください。第4-2-(3)")


def end_publication(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> None:
    """End the obligations to publish and to have a policy at all, and let other chapters follow."""
    fulfil_duties(act, policy.account, duties.PUBLISH, duties.FIRST)
    tell_followers(act, policy)


def tell_published(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> Iterator[Tell]:
    """Tell the account manager that the version is out."""
    title = f"メディアポリシーを掲載しました:{policy.account.title}"
    yield _tell(act, policy, _managers(act, policy), title, f"第{policy.number}版")


def end_review(act: Act, policy: MediaPolicy, facts: Mapping[str, Any]) -> None:
    """End the obligations to review, the regular one and those called for."""
    ASKING.ask(act, KEEP.label, policy=policy)
    fulfil_duties(act, policy.account, duties.REVIEW, duties.REVIEW_CALLED)


def _managers(act: Act, policy: MediaPolicy) -> list[Person]:
    return people_answering(Office.SECTION_HEAD, policy.account.section, act.on)


def _drafter(policy: MediaPolicy) -> list[Person]:
    return [policy.drafted_by] if policy.drafted_by is not None else []


def _tell(act: Act, policy: MediaPolicy, people: list[Person], title: str, body: str) -> Tell:
    return Tell([one for one in people if one != act.by.person], title, body, PAGE, policy.pk)


SUBMIT = Move(MediaPolicy.submit, "提出する", "メディアポリシーを提出した", examine=examine_complete)
SEND_BACK = Move(MediaPolicy.send_back, "戻す", "メディアポリシーが戻された", tone="warn")
APPROVE = Move(MediaPolicy.approve, "決定する", "メディアポリシーが決まった", examine=examine_complete, tone="ok")

PROPOSE = Move(
    MediaPolicy.propose,
    "提出する",
    "メディアポリシーの案を提出した",
    check=check_propose,
    examine=examine_proposal,
    effects=ask_manager,
    tells=tell_manager,
)
PULL_BACK = Move(
    MediaPolicy.pull_back,
    "引き戻す",
    "メディアポリシーの案を引き戻した",
    check=check_pull_back,
    effects=no_longer_asked,
    tone="end",
)
WITHDRAW = Move(
    MediaPolicy.withdraw,
    "取り下げる",
    "メディアポリシーの案を取り下げた",
    check=check_withdraw,
    effects=no_longer_made,
    tone="end",
)
RETURN = Move(
    MediaPolicy.give_back,
    "差し戻す",
    "メディアポリシーの案を差し戻した",
    check=check_decide,
    examine=needs_text("opinion", "差し戻す理由を入力してください。", CLAUSE),
    effects=ask_section,
    tells=tell_drafter_returned,
    decides=True,
    takes=("opinion",),
    tone="warn",
)
SETTLE = Move(
    MediaPolicy.settle,
    "決定する",
    "メディアポリシーを決定した",
    check=check_decide,
    examine=examine_proposal,
    effects=ask_publication,
    tells=tell_drafter_settled,
    decides=True,
    takes=("decided_by", "decided_as", "decided_on", "decided_for", "self_decided", "review_on", "opinion"),
    tone="ok",
)
PUBLISH = Move(
    MediaPolicy.publish,
    "掲載を記録する",
    "メディアポリシーを掲載した",
    check=check_publish,
    examine=examine_publication,
    effects=end_publication,
    tells=tell_published,
    takes=("published_on", "review_on"),
    tone="ok",
)
SUPERSEDE = Move(MediaPolicy.supersede, "旧版にする", "次の版に替わった", takes=("superseded_on",), tone="end")
KEEP = Move(
    MediaPolicy.keep,
    "変更なしとして記録する",
    "見直して、変えないことにした",
    check=check_keep,
    examine=needs_text("review_note", "見直して変えない理由を入力してください。", REVIEW),
    effects=end_review,
    decides=True,
    takes=("reviewed_on", "review_on", "review_note"),
    tone="ok",
)
