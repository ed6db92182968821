"""Nothing is destroyed that does not match its trail: rows and events changed by plain SQL before each act."""

from typing import Any

import pytest
from django.utils.html import strip_tags

from approvals.models import Request, Step
from core.audit.models import Event
from core.lifecycle.wholeness import unlike_trail
from core.retention.matters import matters_of
from core.retention.models import Disposal
from core.retention.states import DisposalState
from tests.approvals.pages import today
from tests.core.audit.tampering import own_the_database, sql
from tests.core.retention.pages import a_disposal_today, chosen, send, send_seen
from tests.factories import everything
from tests.factories.approvals import OfficeWorld
from tests.factories.retention import BASIS, an_old_request, an_old_world, the_officer

pytestmark = pytest.mark.django_db

REASON = "監査証跡に合わないところがあるため、廃棄できません。"
WAY = "監査担当に知らせてください。"


@pytest.fixture
def world() -> OfficeWorld:
    return an_old_world()


def forge_the_request(request: Request) -> str:
    """Write another reason into the row."""
    sql("UPDATE approvals_request SET reason = %s WHERE id = %s", "別の理由", request.pk)
    return f"起案 {request.pk}"


def forge_a_step(request: Request) -> str:
    """Turn the denial round in the row of its step."""
    step = Step.objects.get(request=request, state="denied")
    sql("UPDATE approvals_step SET opinion = %s WHERE id = %s", "よい", step.pk)
    return f"{Step._meta.verbose_name} {step.pk}"


def forge_an_event(request: Request) -> str:
    """Say in the trail that another office denied."""
    own_the_database()
    event = Event.objects.filter(stream=request.stream, to_state="denied").get()
    sql("UPDATE audit_event SET capacity = %s WHERE id = %s", "別の職", event.pk)
    return f"起案 {request.pk}"


def forge_the_facts(request: Request) -> str:
    """Say in the trail that something else was drafted."""
    own_the_database()
    event = Event.objects.get(stream=request.stream, number=1)
    sql("UPDATE audit_facts SET body = %s WHERE event_id = %s", "{}", event.pk)
    return f"起案 {request.pk}"


FORGERIES = [forge_the_request, forge_a_step, forge_an_event, forge_the_facts]


def refused(answer: Any, broken: str) -> None:
    """Require the refusal with its way on."""
    said = " ".join(strip_tags(answer.content.decode()).split())
    assert (answer.status_code, REASON in said, WAY in said) == (403, True, True)
    assert f"合わない記録:{broken}。" in said


@pytest.mark.parametrize("forgery", FORGERIES)
def test_asking_for_a_forged_matter_is_refused(world: OfficeWorld, forgery: Any) -> None:
    broken = forgery(an_old_request(world=world))
    before = everything()
    refused(send(the_officer(world), "due_list", chosen=chosen(), basis=BASIS), broken)
    assert everything() == before


@pytest.mark.parametrize("forgery", FORGERIES)
def test_permitting_a_forged_matter_is_refused(world: OfficeWorld, forgery: Any) -> None:
    request = an_old_request(world=world)
    disposal = a_disposal_today(DisposalState.REQUESTED, world, request)
    broken = forgery(request)
    refused(send_seen(world.general_affairs_director, "disposal_permit", disposal.pk), broken)
    assert Disposal.objects.get().state == DisposalState.REQUESTED


@pytest.mark.parametrize("forgery", FORGERIES)
def test_carrying_out_on_a_forged_matter_is_refused_and_keeps_it(world: OfficeWorld, forgery: Any) -> None:
    request = an_old_request(world=world)
    disposal = a_disposal_today(DisposalState.PERMITTED, world, request)
    broken = forgery(request)
    kept = Request.objects.values().get(pk=request.pk)
    refused(send_seen(the_officer(world), "disposal_carry_out", disposal.pk, how="消去", sure="on"), broken)
    assert (Disposal.objects.get().state, Request.objects.values().get(pk=request.pk)) == ("permitted", kept)


def test_whole_matters_are_read_with_one_query(world: OfficeWorld, django_assert_num_queries: Any) -> None:
    requests = [an_old_request(world=world) for _ in range(3)]
    for count in (1, 3):
        found = matters_of([one.stream for one in requests[:count]], today())
        members = [one for matter in found.values() for one in matter.members]
        with django_assert_num_queries(1):
            assert list(unlike_trail(members)) == []


def test_row_without_a_trail_is_named(world: OfficeWorld) -> None:
    request = an_old_request(world=world)
    copied = Step.objects.filter(request=request).values().order_by("pk").first()
    assert copied is not None
    last = Step.objects.order_by("-pk").values_list("pk", flat=True)[0]
    Step.objects.bulk_create([Step(**{**copied, "id": last + 1, "round": 9})])
    (matter,) = matters_of([request.stream], today()).values()
    assert list(unlike_trail(matter.members)) == [f"approvals.step:{last + 1}"]
