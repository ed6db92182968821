"""Each forgery that real cities were caught with is found, and nothing else beside it."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Account
from approvals.models import Filing, Request, Step
from approvals.moves.decision import CONSENT, PERMIT
from approvals.states import StepKind
from core.audit.models import Event
from core.lifecycle.actor import Actor
from core.staff.offices import Office
from dashboard.evidence.check import check_evidence
from tests.core.audit.tampering import forge_disposal
from tests.dashboard.evidence.forging import found, insert, overwrite, tell
from tests.factories import AT, ON, a_person, an_actor, at_nine
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_filing,
    a_request,
    again,
    an_office_world,
    decide,
    pending_step,
    step_at,
)
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
YESTERDAY = AT - timedelta(days=1)


def sentences() -> list[str]:
    """Return the sentences of what the check finds."""
    return [finding.sentence for finding in check_evidence().findings]


def approved(world: OfficeWorld) -> Request:
    """Return the request that was permitted."""
    return Request.objects.get(section=world.section)


def test_account_without_any_request_is_found(world: OfficeWorld) -> None:
    forged = insert(Account, platform=a_platform(), name="偽", handle="n", section=world.section, state="authorised")

    assert found() == [("no_permission", forged.stream), ("state", forged.stream)]


def test_account_set_into_operation_before_its_permission_is_found(world: OfficeWorld) -> None:
    request = a_request(world=world)
    account = request.account
    assert account is not None
    overwrite(
        account, state="active", url="https://x.com/n", acquired_on=ON, acquired_by=world.staff.person, started_on=ON
    )

    assert found() == [
        ("no_filing", account.stream),
        ("no_permission", account.stream),
        ("state", account.stream),
    ]


def test_request_approved_by_hand_is_found(world: OfficeWorld) -> None:
    request = a_request(world=world, decided=1)
    overwrite(request, state="approved", decided_at=AT)

    assert found() == [("state", request.stream), ("steps", request.stream)]


def test_step_that_is_missing_is_named_by_its_office(world: OfficeWorld) -> None:
    request = a_request(world=world, decided=1)
    overwrite(request, state="approved", decided_at=AT)
    name = f"{world.department.name}長"
    assert step_at(request, 2).office_name == name

    (finding,) = (one for one in check_evidence().findings if one.kind == "steps")

    missing = f"部長の許可、総合政策部長の許可、{name}の回答、総合政策部長の回答"
    assert finding.sentence == f"{request.document_number} {request.title}:{missing}が、順番どおりにありません。"


def test_step_answered_by_hand_is_found(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    decided = {"decided_by": world.section_head.person, "decided_at": AT, "seen_digest": step.request.digest}
    overwrite(step, state="consented", **decided)

    assert found() == [("no_event", step.stream)]


def test_step_under_a_colleagues_name_is_found(world: OfficeWorld) -> None:
    step = step_at(approved(world), 2)
    overwrite(step, decided_by=world.policy_director.person)

    assert found() == [("other_name", step.stream)]
    assert sentences()[0].endswith(
        f":決めた人が違います(台帳:{world.policy_director.person.name}({step.decided_as})"  # type: ignore[union-attr]
        f" / 証跡:{world.department_head.person.name}({step.decided_as}))。"  # type: ignore[union-attr]
    )


def test_step_with_another_day_is_found(world: OfficeWorld) -> None:
    step = step_at(approved(world), 3)
    overwrite(step, decided_at=YESTERDAY)

    assert found() == [("other_name", step.stream)]
    told = "台帳:令和8年11月23日(月) 09:00:00.000 / 証跡:令和8年11月24日(火) 09:00:00.000"
    assert sentences()[0].endswith(f":決めた日時が違います({told})。")


def test_decision_of_a_deputy_shown_as_the_principals_is_found(world: OfficeWorld) -> None:
    request = a_request(world=world)
    step = decide(request, CONSENT, a_deputy(world.section_head))
    assert found() == []
    overwrite(step, decided_by=world.section_head.person, on_behalf_of=None)

    assert found() == [("other_name", step.stream)]


def test_permission_in_the_wrong_order_is_found(world: OfficeWorld) -> None:
    request = approved(world)
    first, second = step_at(request, 2), step_at(request, 3)
    overwrite(first, position=9)
    overwrite(second, position=2)

    assert ("steps", request.stream) in found()


def test_round_without_its_department_head_is_found(world: OfficeWorld) -> None:
    request = approved(world)
    overwrite(step_at(request, 2), kind=StepKind.CIRCULATE)

    assert found() == [("steps", request.stream)]


def chained(step: Step, by: Actor, **told: Any) -> None:
    """Forge a whole decision: the row and an event that is chained like a true one."""
    digest = told.pop("digest", step.request.digest)
    at = told.pop("at", AT)
    changes = {"before": "pending", "after": "consented", "seen_digest": ["", digest]}
    tell(step, "consent", "回議した", by, at, **changes)
    decided = {"decided_by": by.person, "decided_as": by.label, "decided_at": at, "seen_digest": digest}
    overwrite(step, state="consented", on_behalf_of=by.on_behalf_of, **decided)


def test_forged_decision_of_somebody_without_the_office_is_found(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    nobody = Actor(a_person(), Office.SECTION_HEAD.value, world.section, "観光振興課長")
    chained(step, nobody)

    assert found() == [("no_authority", step.stream)]


def test_forged_decision_of_another_office_is_found(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    chained(step, world.foreign[Office.SECTION_HEAD])

    assert found() == [("wrong_office", step.stream)]


def test_forged_decision_of_the_next_higher_office_out_of_turn_is_found(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    chained(step, world.department_head)

    assert found() == [("wrong_office", step.stream)]


def test_forged_decision_by_an_editor_is_found(world: OfficeWorld) -> None:
    request = a_request(world=world)
    step = pending_step(request)
    tell(again(request), "edit", "起案を直した", world.section_head, AT)
    chained(step, world.section_head)

    assert found() == [("own_work", step.stream)]


def test_decision_on_other_content_is_found(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    chained(step, world.section_head, digest="f" * 64)

    assert found() == [("digest", step.stream)]


def test_content_changed_after_the_permission_is_found(world: OfficeWorld) -> None:
    request = approved(world)
    overwrite(request, reason="別の理由")

    assert found() == [("digest", request.stream)]


def test_kept_revision_changed_with_the_request_is_found(world: OfficeWorld) -> None:
    request = approved(world)
    revision = request.revisions.get()
    overwrite(revision, body={**revision.body, "reason": "別の理由"})

    assert found() == [("digest", request.stream)]


def test_revision_request_and_steps_changed_together_are_found_by_the_trail(world: OfficeWorld) -> None:
    request = approved(world)
    overwrite(request, reason="別の理由")
    digest = again(request).digest
    revision = request.revisions.get()
    overwrite(revision, body={**revision.body, "reason": "別の理由"}, digest=digest)
    request.steps.update(seen_digest=digest)

    assert found() == sorted(("digest", step.stream) for step in request.steps.all())


def test_backdated_decision_is_found(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    chained(step, world.section_head, at=YESTERDAY)

    assert ("backdated", step.stream) in found()


def test_decision_before_the_appointment_was_entered_is_found(world: OfficeWorld) -> None:
    """The appointment begins long ago on paper, but nobody had entered it when the decision was written."""
    step = pending_step(a_request(world=world))
    late = a_person("後任 花子")
    chained(step, Actor(late, Office.SECTION_HEAD.value, world.section, "観光振興課長"))
    an_actor(Office.SECTION_HEAD, world.section, late)

    assert found() == [("no_authority", step.stream)]


def test_acquisition_before_the_last_permission_is_found(world: OfficeWorld) -> None:
    account = Account.objects.get(section=world.section)
    overwrite(account, acquired_on=ON - timedelta(days=3))

    assert found() == [("after_the_fact", account.stream)]


def test_missing_filing_is_found(world: OfficeWorld) -> None:
    filing = Filing.objects.get(account__section=world.section)
    Filing._base_manager.filter(pk=filing.pk)._raw_delete("default")

    assert found() == [("no_filing", filing.account.stream)]


def test_receipt_under_a_colleagues_name_is_found() -> None:
    filing = a_filing(world=(world := an_office_world()))
    overwrite(filing, state="received", received_at=AT, received_by=world.general_affairs_director.person)

    assert found() == [("no_event", filing.stream), ("state", filing.stream)]


def test_decisions_made_on_different_days_fit(world: OfficeWorld) -> None:
    request = a_request(world=world, when=AT + timedelta(days=1))
    decide(request, CONSENT, world.section_head, when=at_nine(ON + timedelta(days=2)))
    decide(request, PERMIT, world.department_head, when=at_nine(ON + timedelta(days=3)))

    assert found() == []


def test_event_that_does_not_give_its_hash_is_found(world: OfficeWorld) -> None:
    step = pending_step(a_request(world=world))
    chained(step, world.section_head)
    stray = {"stream": step.stream, "number": 9, "move": "approvals.step.consent", "label": "回議した"}
    by = {"person": world.section_head.person, "office": "section_head", "unit": world.section, "capacity": "課長"}

    chain = {"previous": "0" * 64, "hash": "0" * 64, "facts_hash": "0" * 64, "to_state": "consented"}
    Event.objects.create(act_id="0" * 32, at=AT, **stray, **by, **chain)

    assert found() == [("hash", step.stream)]


def test_request_emptied_by_a_forged_disposal_is_found(world: OfficeWorld) -> None:
    request = approved(world)
    forge_disposal(request.stream, "retention.disposal:77", AT)
    told = {"disposed_on": ON, "reason": "別の理由"}
    tell(request, "dispose", "起案の内容を廃棄した", world.staff, AT, reason=[None, "別の理由"])
    overwrite(request, **told)

    assert found() == [("digest", request.stream)]
