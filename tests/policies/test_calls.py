"""A call for review is corrected while nobody has answered, and ended with a reason; the worker carries both out."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied, ProofNeeded
from core.lifecycle.proof import proved
from core.notifications.models import Message
from core.staff.offices import Office
from policies.calling import call_reviews, correct_call, end_call
from policies.calls import carry_all, carry_batch
from policies.models import ReviewCall
from tests.approvals.attempts import everybody, outcome
from tests.approvals.pages import a_world, ago, text_of, today
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.drafts import a_platform
from tests.factories.policies import first_version, kept, published
from tests.policies.pages import send, to

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = AT + timedelta(hours=1)
CALLERS = {"policy_director", "pr_section_head"}


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def a_call(world: OfficeWorld, **values: Any) -> ReviewCall:
    given = {"cause": "guideline", "reason": "改正に合わせるため", "due_on": ON + 30 * DAY, **values}
    return call_reviews(by=world.policy_director, at=AT, **given)


def correct(call: ReviewCall, by: Actor, **values: Any) -> ReviewCall:
    """Correct a call as it stands."""
    held = again(call)
    said: dict[str, Any] = {
        "cause": held.cause,
        "reason": held.reason,
        "due_on": held.due_on,
        "platform": held.platform,
    }
    return correct_call(held, by=by, at=LATER, seen=held.fingerprint(), **(said | values))


def end(call: ReviewCall, by: Actor, reason: str = "改正が見送られたため") -> ReviewCall:
    return end_call(again(call), by=by, at=LATER, end_reason=reason)


def opened(account: Account) -> list[tuple[str, str, str]]:
    found = Obligation.objects.filter(about=account.stream, rule="policies.review_called").order_by("pk")
    return list(found.values_list("state", "occurrence", "note"))


def told(call: ReviewCall, by: Actor) -> list[str]:
    found = Message.objects.filter(person=by.person, link_name="policies:call_detail", link_pk=call.pk)
    return list(found.order_by("pk").values_list("title", flat=True))


def test_corrected_reason_reaches_every_account_once_more_and_the_old_one_gives_way(world: OfficeWorld) -> None:
    accounts = [an_account(world=world) for _ in range(3)]
    call = a_call(world)
    carry_all(AT, batch=2)
    corrected = correct(call, world.policy_director, reason="新しい改正に合わせるため")
    assert (corrected.revision, corrected.is_carried_out) == (1, False)
    carry_all(LATER, batch=2)
    old, new = f"call{call.pk}", f"call{call.pk}.1"
    assert [opened(one) for one in accounts] == [
        [("void", old, "改正に合わせるため"), ("open", new, "新しい改正に合わせるため")]
    ] * 3
    assert (again(call).opened, again(call).is_carried_out) == (3, True)
    titles = told(call, world.section_head)
    assert [title.partition("(")[0] for title in titles] == [
        "メディアポリシーの見直しをお願いします",
        "メディアポリシーの見直しの求めが直されました",
    ]
    stood = everything()
    assert (carry_all(LATER), everything()) == (0, stood)


def test_corrected_service_takes_back_where_it_is_asked_no_more(world: OfficeWorld) -> None:
    on_x, on_youtube = an_account(world=world), an_account(world=world, platform=a_platform("youtube"))
    call = a_call(world)
    carry_all(AT)
    correct(call, world.policy_director, platform=a_platform("youtube"))
    carry_all(LATER)
    assert [state for state, _, _ in opened(on_x)] == ["void"]
    assert [state for state, _, _ in opened(on_youtube)] == ["void", "open"]


def test_correction_back_to_what_it_was_asks_anew(world: OfficeWorld) -> None:
    account = an_account(world=world)
    call = a_call(world)
    carry_all(AT)
    for platform in (a_platform("youtube"), None):
        correct(call, world.policy_director, platform=platform)
        carry_all(LATER)
    assert [(state, occurrence) for state, occurrence, _ in opened(account)] == [
        ("void", f"call{call.pk}"),
        ("open", f"call{call.pk}.2"),
    ]


def test_correction_that_changes_nothing_records_nothing(world: OfficeWorld) -> None:
    an_account(world=world)
    call = a_call(world)
    carry_all(AT)
    before = everything()
    correct(call, world.policy_director)
    assert everything() == before


def test_correction_in_the_middle_of_carrying_leaves_nothing_of_the_old(world: OfficeWorld) -> None:
    accounts = [an_account(world=world) for _ in range(3)]
    call = a_call(world)
    assert carry_batch(call.pk, AT, batch=2) == 2
    correct(call, world.policy_director, reason="新しい改正に合わせるため")
    carry_all(LATER, batch=1)
    states = [[state for state, _, _ in opened(one)] for one in accounts]
    assert states == [["void", "open"], ["void", "open"], ["open"]]


def test_call_is_not_corrected_once_somebody_answered(world: OfficeWorld) -> None:
    policy = published(first_version(an_account(world=world)), world)
    call = a_call(world)
    carry_all(AT)
    kept(again(policy), world)
    before = everything()
    with pytest.raises(Denied, match="すでに見直しを終えた課がある") as refused:
        correct(call, world.policy_director, reason="新しい改正に合わせるため")
    assert (refused.value.clause, everything()) == ("第4-2-(3)", before)


def test_end_takes_back_what_is_open_keeps_what_was_answered_and_tells_the_others(world: OfficeWorld) -> None:
    policy = published(first_version(an_account(world=world)), world)
    waiting = [an_account(world=world) for _ in range(3)]
    call = a_call(world)
    carry_all(AT)
    kept(again(policy), world)
    ended = end(call, world.policy_director)
    assert (ended.state, ended.end_reason, ended.ended_on) == ("ended", "改正が見送られたため", ON)
    carry_all(LATER, batch=2)
    assert [state for state, _, _ in opened(policy.account)] == ["fulfilled"]
    assert [[state for state, _, _ in opened(one)] for one in waiting] == [["void"]] * 3
    assert told(call, world.section_head)[1:] == ["メディアポリシーの見直しの求めが終わりました"]
    assert again(call).is_carried_out
    stood = everything()
    assert (carry_all(LATER), everything()) == (0, stood)


def test_call_that_ended_reaches_no_further_account(world: OfficeWorld) -> None:
    accounts = [an_account(world=world) for _ in range(3)]
    call = a_call(world)
    carry_batch(call.pk, AT, batch=2)
    end(call, world.policy_director)
    carry_all(LATER, batch=2)
    assert [[state for state, _, _ in opened(one)] for one in accounts] == [["void"], ["void"], []]


def test_call_that_ended_ends_once_and_is_not_corrected(world: OfficeWorld) -> None:
    call = a_call(world)
    end(call, world.policy_director)
    before = everything()
    with pytest.raises(Conflict):
        end(call, world.policy_director)
    with pytest.raises(Denied, match="終えた求めは直せません"):
        correct(call, world.policy_director, reason="別の理由")
    assert everything() == before


def test_who_called_is_told_when_the_other_office_ends_it(world: OfficeWorld) -> None:
    call = a_call(world)
    end(call, world.people[Office.PR_SECTION_HEAD])
    assert told(call, world.policy_director) == ["見直しの求めが終わりました:すべてのアカウント"]


@pytest.mark.parametrize("what", ["correct", "end"])
def test_both_are_acts_of_two_offices_in_person(world: OfficeWorld, what: str) -> None:
    people = everybody(world) | {"deputy": a_deputy(world.policy_director)}
    calls = {who: a_call(world) for who in people}
    acts: dict[str, Any] = {"correct": partial(correct, reason="別の理由"), "end": end}
    answers = {who: outcome(partial(acts[what], calls[who], by)) for who, by in people.items()}
    assert {who for who, answer in answers.items() if answer == "done"} == CALLERS
    assert set(answers.values()) == {"done", "denied"}


@pytest.mark.parametrize(
    ("values", "field"), [({"reason": " "}, "reason"), ({"due_on": ON}, "due_on"), ({"end_reason": " "}, "end_reason")]
)
def test_neither_goes_without_its_reason_or_time(world: OfficeWorld, values: dict[str, Any], field: str) -> None:
    call = a_call(world)
    before = everything()
    by = world.policy_director
    act = partial(end, reason=" ") if field == "end_reason" else partial(correct, **values)
    with pytest.raises(Denied) as refused:
        act(call, by)
    assert (refused.value.field, everything()) == (field, before)


def test_correction_of_what_somebody_else_corrected_is_a_conflict(world: OfficeWorld) -> None:
    call = a_call(world)
    correct(call, world.people[Office.PR_SECTION_HEAD], reason="別の理由")
    said: dict[str, Any] = {"cause": call.cause, "reason": "三つ目の理由", "due_on": call.due_on}
    with pytest.raises(Conflict):
        correct_call(call, by=world.policy_director, at=LATER, seen=call.fingerprint(), **said)


def test_both_ask_who_is_at_the_screen(world: OfficeWorld) -> None:
    call = a_call(world)
    with proved(AT - timedelta(hours=2)):
        for act in (partial(correct, reason="別の理由"), end):
            with pytest.raises(ProofNeeded):
                act(call, world.policy_director)


def test_trail_tells_what_was_said_before(world: OfficeWorld) -> None:
    call = a_call(world)
    correct(call, world.policy_director, reason="別の理由")
    end(call, world.policy_director)
    moves = list(Event.objects.filter(stream=call.stream).order_by("number").values_list("move", flat=True))
    assert moves == ["policies.reviewcall.create", "policies.reviewcall.edit", "policies.reviewcall.end"]


def test_database_holds_end_and_reason_together(world: OfficeWorld) -> None:
    call = a_call(world)
    for values in ({"end_reason": "理由"}, {"ended_on": ON}, {"state": "ended", "ended_on": ON}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewCall.objects.filter(pk=call.pk).update(**values)


def test_pages_lead_callers_to_both_and_others_to_neither() -> None:
    world = a_world()
    due = today() + 60 * DAY
    call = call_reviews(by=world.policy_director, at=ago(hours=1), cause="society", reason="理由", due_on=due)
    page = text_of(to(world.policy_director, "call_detail", call.pk))
    assert "求めを直す" in page
    assert "求めを終える" in page
    assert "求めを直す" not in text_of(to(world.staff, "call_detail", call.pk))
    assert to(world.staff, "call_edit", call.pk).status_code == 403
    assert to(world.staff, "call_end", call.pk).status_code == 403
    form = to(world.policy_director, "call_edit", call.pk)
    assert form.context["form"].initial["reason"] == "理由"
    typed = {"cause": "society", "reason": "別の理由", "due_on": str(due), "seen": call.fingerprint()}
    assert send(world.policy_director, "call_edit", call.pk, **typed).status_code == 302
    assert "別の理由" in text_of(to(world.staff, "call_detail", call.pk))
    seen = again(call).fingerprint()
    assert send(world.policy_director, "call_end", call.pk, end_reason="見送りのため", seen=seen).status_code == 302
    page = text_of(to(world.staff, "call_detail", call.pk))
    assert "この求めは終わりました" in page
    assert "見送りのため" in page


def test_history_on_the_page_tells_what_people_did_and_not_how_far_the_worker_is() -> None:
    world = a_world()
    an_account(world=world, when=ago(hours=2))
    due = today() + 60 * DAY
    call = call_reviews(by=world.policy_director, at=ago(hours=1), cause="society", reason="理由", due_on=due)
    carry_all(ago(minutes=50))
    facts: dict[str, Any] = {"cause": "society", "reason": "別の理由", "due_on": due, "platform": None}
    seen = again(call).fingerprint()
    correct_call(again(call), by=world.policy_director, at=ago(minutes=30), seen=seen, **facts)
    carry_all(ago(minutes=20))
    assert again(call).opened == 1
    history = to(world.staff, "call_detail", call.pk).context["timeline"]
    assert [entry["what"] for entry in history] == ["見直しの求めを直した", "メディアポリシーの見直しを求めた"]
    assert history[0]["note"].endswith("見直しを求める理由:理由 → 別の理由")
