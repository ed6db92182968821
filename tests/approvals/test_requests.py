"""A request between drafting and its end: submission, rounds, pulling back, withdrawal."""

import pytest

from accounts.queries import standing_account
from accounts.states import AccountState
from approvals.actions import (
    add_attachment,
    decide_step,
    draft_request,
    edit_request,
    pull_back_request,
    remove_attachment,
    submit_request,
    withdraw_request,
)
from approvals.models import Request, Step
from approvals.moves.decision import CONSENT, DENY, RETURN
from approvals.states import RequestState, StepState
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.moves import Move
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.staff.offices import Office
from policies.queries import latest_policy
from policies.states import PolicyState
from tests.factories import AT, ON, everything
from tests.factories.approvals import (
    OfficeWorld,
    a_draft,
    a_request,
    account_of,
    again,
    an_account,
    an_office_world,
    decide,
    pending_step,
    pulled_back,
    returned,
    step_at,
)
from tests.factories.drafts import complete_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def states(request: Request, in_round: int | None = None) -> list[str]:
    """Return the states of a round's steps in order."""
    return [step.state for step in request.steps.of_round(in_round or again(request).round)]


def open_duties(*records: Request | Step) -> list[tuple[str, str]]:
    """Return rule and debtor's office of what waits because of some records."""
    found = Obligation.objects.open().about(*(record.stream for record in records)).order_by("id")
    return list(found.values_list("rule", "debtor_office"))


def test_a_draft_may_be_empty(world: OfficeWorld) -> None:
    request = draft_request(world.section, by=world.staff, at=AT)
    assert (request.state, request.round, request.document_number, request.account) == ("draft", 0, "", None)
    assert request.drafter == world.staff.person


def test_a_draft_opens_no_duty_and_tells_nobody(world: OfficeWorld) -> None:
    request = a_draft(world)
    assert (open_duties(request), Message.objects.count()) == ([], 0)


def test_an_edit_of_what_was_seen_goes_through(world: OfficeWorld) -> None:
    request = a_draft(world)
    edited = edit_request(request, by=world.second_staff, at=AT, seen=request.fingerprint(), reason="新しい理由")
    assert (edited.reason, edited.version) == ("新しい理由", 2)


def test_an_edit_of_another_version_is_a_conflict(world: OfficeWorld) -> None:
    request = a_draft(world)
    seen = request.fingerprint()
    edit_request(request, by=world.second_staff, at=AT, reason="一")
    with pytest.raises(Conflict):
        edit_request(request, by=world.staff, at=AT, seen=seen, reason="二")
    assert again(request).reason == "一"


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (RequestState.SUBMITTED, "提出した起案は、このままでは直せません。"),
        (RequestState.APPROVED, "終わった起案は直せません。"),
        (RequestState.DENIED, "終わった起案は直せません。"),
        (RequestState.WITHDRAWN, "終わった起案は直せません。"),
    ],
)
def test_nothing_of_a_request_changes_while_it_is_not_with_its_section(
    world: OfficeWorld, at: RequestState, reason: str
) -> None:
    draft = a_draft(world)
    file = add_attachment(draft, by=world.staff, at=AT, name="案.txt", content_type="text/plain", content=b"plan")
    request = a_request(at, world=world)
    before = everything()
    with pytest.raises(Denied, match=reason):
        edit_request(request, by=world.staff, at=AT, reason="別の理由")
    with pytest.raises(Denied):
        add_attachment(request, by=world.staff, at=AT, name="a", content_type="text/plain", content=b"x")
    assert everything() == before
    submit_request(draft, by=world.staff, at=AT)
    with pytest.raises(Denied):
        remove_attachment(file, by=world.staff, at=AT)


def test_a_file_of_the_same_name_takes_the_old_ones_place(world: OfficeWorld) -> None:
    request = a_draft(world)
    for content in (b"one", b"two"):
        add_attachment(request, by=world.staff, at=AT, name="案.txt", content_type="text/plain", content=content)
    kept = request.attachments.get(removed_at=None)
    assert (kept.size, request.attachments.count(), len(again(request).attachment_hashes())) == (3, 2, 1)


def test_submission_gives_number_account_policy_revision_and_first_question(world: OfficeWorld) -> None:
    request = again(a_request(world=world))
    account = account_of(request)
    policy = latest_policy(account)
    assert request.document_number == f"8{world.department.symbol}第1号"
    assert (request.state, request.round, request.submitted_at) == ("submitted", 1, AT)
    assert (account.state, account.name, account.handle, account.section) == (
        AccountState.PLANNED,
        request.account_name,
        request.handle,
        world.section,
    )
    assert policy is not None
    assert (policy.state, policy.items()) == (PolicyState.SUBMITTED, request.items())
    assert states(request) == [StepState.PENDING, StepState.WAITING, StepState.WAITING]
    assert open_duties(request, *request.steps.all()) == [("approvals.consent", "section_head")]
    due = Obligation.objects.get(about=step_at(request, 1).stream).due_on
    assert due == add_opening_days(ON, 5)


def test_the_revision_keeps_what_was_submitted(world: OfficeWorld) -> None:
    draft = a_draft(world)
    add_attachment(draft, by=world.staff, at=AT, name="案.txt", content_type="text/plain", content=b"plan")
    request = again(submit_request(draft, by=world.staff, at=AT))
    revision = request.revisions.get()
    content = request.content()
    assert (revision.number, revision.digest, revision.fingerprint_seen) == (1, request.digest, request.fingerprint())
    assert revision.body == {**content, "planned_start": content["planned_start"].isoformat()}
    assert (revision.submitted_by, revision.submitted_at) == (world.staff.person, AT)
    assert [name for name, _ in revision.body["attachments"]] == ["案.txt"]


def test_submission_tells_the_section_head(world: OfficeWorld) -> None:
    request = a_request(world=world)
    told = [(message.person, message.title) for message in Message.objects.order_by("id")]
    assert told == [(world.section_head.person, f"回議をお願いします:{request.title}")]


def test_an_incomplete_request_is_refused_at_its_field(world: OfficeWorld) -> None:
    draft = a_draft(world, replies="")
    before = everything()
    with pytest.raises(Denied) as refused:
        submit_request(draft, by=world.staff, at=AT)
    assert (refused.value.field, refused.value.clause) == ("replies", "第4-2-(2)")
    assert everything() == before


def test_submission_of_another_version_than_seen_is_a_conflict(world: OfficeWorld) -> None:
    draft = a_draft(world)
    seen = draft.fingerprint()
    edit_request(draft, by=world.second_staff, at=AT, reason="別の理由")
    before = everything()
    with pytest.raises(Conflict):
        submit_request(draft, by=world.staff, at=AT, seen=seen)
    assert everything() == before


def test_submitting_twice_is_a_conflict(world: OfficeWorld) -> None:
    request = a_request(world=world)
    before = everything()
    with pytest.raises(Conflict):
        submit_request(request, by=world.staff, at=AT)
    assert everything() == before


@pytest.mark.parametrize("written", ["iwaki_x", "@iwaki_x", "＠ＩＷＡＫＩ＿Ｘ", "IWAKI_X"])
def test_an_account_in_the_registry_is_refused_by_its_handle(world: OfficeWorld, written: str) -> None:
    known = an_account(world=world, handle="iwaki_x")
    draft = a_draft(world, handle=written)
    with pytest.raises(Denied) as refused:
        submit_request(draft, by=world.staff, at=AT)
    assert (refused.value.field, refused.value.clause) == ("handle", "第4-1-(1)")
    assert refused.value.reason == f"このアカウントIDは、すでに台帳にあります({known.name}、{world.section.name})。"


def test_a_return_asks_the_section_to_mend_and_lapses_the_rest(world: OfficeWorld) -> None:
    request = returned(a_request(world=world, decided=1), by=world.department_head, opinion="時間帯を直してください。")
    assert states(request) == [StepState.CONSENTED, StepState.RETURNED, StepState.LAPSED]
    assert open_duties(request, *request.steps.all()) == [("approvals.revise", "staff")]
    policy = latest_policy(account_of(request))
    assert policy is not None
    assert (request.state, policy.state) == ("returned", PolicyState.RETURNED)
    told = Message.objects.filter(title__startswith="差し戻されました").order_by("person__staff_number")
    assert [(m.person, m.body) for m in told] == [
        (world.staff.person, "理由:時間帯を直してください。"),
        (world.section_head.person, "理由:時間帯を直してください。"),
    ]


def test_a_resubmission_opens_a_new_round_from_the_first_step_under_its_number(world: OfficeWorld) -> None:
    request = returned(a_request(world=world, decided=1), by=world.department_head)
    number, account = request.document_number, account_of(request)
    edit_request(request, by=world.staff, at=AT, timing="平日の朝", account_name="いわき観光案内")
    request = again(submit_request(request, by=world.staff, at=AT))
    assert (request.round, request.document_number, account_of(request).pk) == (2, number, account.pk)
    assert states(request) == [StepState.PENDING, StepState.WAITING, StepState.WAITING]
    assert states(request, 1) == [StepState.CONSENTED, StepState.RETURNED, StepState.LAPSED]
    assert [r.body["timing"] for r in request.revisions.order_by("number")] == ["開庁時間", "平日の朝"]
    policy = latest_policy(account)
    assert policy is not None
    assert (policy.timing, policy.state, account_of(request).name) == ("平日の朝", "submitted", "いわき観光案内")
    assert open_duties(request) == []


def test_a_pull_back_gives_the_draft_back_and_the_waiting_decision_conflicts(world: OfficeWorld) -> None:
    request = a_request(world=world, decided=1)
    step = pending_step(request)
    seen = step.fingerprint()
    pulled = pull_back_request(request, by=world.second_staff, at=AT)
    assert (pulled.state, states(request)) == ("draft", ["consented", "lapsed", "lapsed"])
    assert open_duties(request, *request.steps.all()) == []
    before = everything()
    for move in (CONSENT, DENY, RETURN):
        with pytest.raises(Conflict):
            decide_again(step, move, world, seen)
    assert everything() == before


def decide_again(step: Step, move: Move, world: OfficeWorld, seen: str) -> None:
    """Decide as from a page opened before."""
    decide_step(step, move, by=world.department_head, at=AT, seen=seen, opinion="理由")


def test_a_pulled_back_request_is_submitted_again_under_its_number(world: OfficeWorld) -> None:
    request = pulled_back(world)
    number = again(request).document_number
    request = again(submit_request(request, by=world.staff, at=AT))
    assert (request.document_number, request.round, states(request)[0]) == (number, 2, "pending")


def test_a_decided_request_is_not_pulled_back(world: OfficeWorld) -> None:
    request = a_request(RequestState.APPROVED, world=world)
    before = everything()
    with pytest.raises(Conflict):
        pull_back_request(request, by=world.staff, at=AT)
    assert everything() == before


@pytest.mark.parametrize("at", [RequestState.SUBMITTED, RequestState.RETURNED])
def test_a_withdrawal_ends_steps_and_duties_and_frees_the_handle(world: OfficeWorld, at: RequestState) -> None:
    request = a_request(at, world=world, handle="iwaki_free")
    withdraw_request(request, by=world.staff, at=AT, reason="計画が変わったため")
    account = account_of(request)
    assert (again(request).state, account.state) == ("withdrawn", AccountState.ABANDONED)
    assert open_duties(request, *request.steps.all()) == []
    assert set(states(request)) <= {"lapsed", "returned"}
    assert standing_account(account.platform, handle="iwaki_free") is None
    assert a_request(world=world, handle="iwaki_free").state == "submitted"


def test_a_draft_never_submitted_is_withdrawn(world: OfficeWorld) -> None:
    request = withdraw_request(draft_request(world.section, by=world.staff, at=AT), by=world.staff, at=AT)
    assert (request.state, request.document_number) == ("withdrawn", "")


def test_a_withdrawal_after_a_pull_back_abandons_the_account(world: OfficeWorld) -> None:
    request = withdraw_request(pulled_back(world), by=world.staff, at=AT)
    assert account_of(request).state == AccountState.ABANDONED


def test_a_denial_abandons_the_account_and_frees_the_handle(world: OfficeWorld) -> None:
    request = a_request(RequestState.DENIED, world=world, handle="iwaki_free")
    account = account_of(request)
    assert (account.state, request.decided_at) == (AccountState.ABANDONED, AT)
    assert states(request) == ["consented", "denied", "lapsed"]
    assert open_duties(request, *request.steps.all()) == []
    assert a_request(world=world, handle="iwaki_free").state == "submitted"


def test_an_approval_settles_the_policy_and_asks_to_acquire(world: OfficeWorld) -> None:
    request = a_request(RequestState.APPROVED, world=world)
    account = account_of(request)
    policy = latest_policy(account)
    assert policy is not None
    assert (account.state, policy.state, request.decided_at) == ("authorised", "approved", AT)
    duty = Obligation.objects.open().get()
    assert (duty.rule, duty.about, duty.debtor_office, duty.debtor_unit) == (
        "approvals.acquire",
        account.stream,
        "staff",
        world.section,
    )


def test_every_act_is_one_act_in_the_trail(world: OfficeWorld) -> None:
    request = a_request(world=world)
    decide(request, CONSENT, world.section_head)
    step = step_at(request, 1)
    act = Event.objects.get(stream=step.stream, to_state="consented").act_id
    assert list(Event.objects.filter(act_id=act).order_by("id").values_list("move", "office")) == [
        ("approvals.step.consent", "section_head"),
        ("deadlines.obligation.fulfil", "section_head"),
        ("approvals.step.activate", "section_head"),
        ("deadlines.obligation.create", "section_head"),
    ]


@pytest.mark.parametrize("office", ["foreign", "outside"])
def test_only_the_section_drafts(world: OfficeWorld, office: str) -> None:
    by = world.foreign[Office.STAFF] if office == "foreign" else world.department_head
    with pytest.raises(Denied) as refused:
        draft_request(world.section, by=by, at=AT, **complete_values(world.staff))
    assert refused.value.reason == f"起案するのは{world.section.name}の職員です。"
