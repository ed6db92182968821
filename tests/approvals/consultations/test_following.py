"""Who asked comes to hold the office that answers, or leaves it: the duty goes to who may answer (第10)."""

from datetime import timedelta

import pytest

from approvals.consultations.following import pass_on_questions
from approvals.consultations.states import ConsultationState
from approvals.models import Consultation
from approvals.tasks import follow_units
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.periods.clock import now
from core.staff.offices import Office
from tests.factories import AT, ON, a_person, an_appointment, everything, the_actor
from tests.factories.approvals import OfficeWorld, a_deputy, an_office_world, appointment_of
from tests.factories.consultations import a_consultation, answered, consulted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def owing(asked: Consultation) -> tuple[str, str]:
    duty = Obligation.objects.get(about=asked.stream, rule="approvals.consultation_answer")
    return duty.debtor_office, duty.state


def promoted(world: OfficeWorld) -> Actor:
    """Put who asks into the office that answers, in the place of its holder."""
    edit(appointment_of(consulted(world)), by=SYSTEM, at=AT, ends_on=ON - DAY)
    assert world.staff.person is not None
    return the_actor(an_appointment(world.staff.person, Office.PR_SECTION_HEAD, world.department, ON))


def test_a_question_of_the_new_head_goes_to_the_office_above(world: OfficeWorld) -> None:
    asked = a_consultation(world=world)
    head = promoted(world)
    assert pass_on_questions(AT) == 1
    assert owing(asked) == ("policy_director", "open")
    told = Message.objects.filter(person=world.policy_director.person, link_pk=asked.pk)
    assert [one.title for one in told] == [f"協議に回答する:{asked.topic}"]
    with pytest.raises(Denied, match="総合政策部長"):
        answered(asked, head)
    answered(asked, world.policy_director)
    assert owing(asked) == ("policy_director", "fulfilled")


def test_the_office_above_may_answer_before_the_duty_went_there(world: OfficeWorld) -> None:
    asked = a_consultation(world=world)
    promoted(world)
    answered(asked, world.policy_director)
    assert owing(asked) == ("pr_section_head", "fulfilled")


def test_beside_a_deputy_of_the_new_head_the_question_stays(world: OfficeWorld) -> None:
    asked = a_consultation(world=world)
    deputy = a_deputy(promoted(world))
    assert pass_on_questions(AT) == 0
    assert answered(asked, deputy).state == "answered"


def test_the_question_comes_back_when_somebody_else_holds_the_office(world: OfficeWorld) -> None:
    asked = a_consultation(world=world)
    head = promoted(world)
    pass_on_questions(AT)
    edit(appointment_of(head), by=SYSTEM, at=AT, ends_on=ON)
    an_appointment(a_person("次の 課長"), Office.PR_SECTION_HEAD, world.department, ON + DAY)
    assert pass_on_questions(AT + DAY) == 1
    assert owing(asked) == ("pr_section_head", "open")


def test_questions_of_others_and_what_is_answered_stay_where_they_are(world: OfficeWorld) -> None:
    others = a_consultation(world=world, by=world.second_staff)
    done = a_consultation(ConsultationState.ANSWERED, world=world)
    promoted(world)
    before = everything()
    assert pass_on_questions(AT) == 0
    assert (owing(others), owing(done), everything()) == (
        ("pr_section_head", "open"), ("pr_section_head", "fulfilled"), before,
    )  # fmt: skip


def test_a_second_run_changes_nothing(world: OfficeWorld) -> None:
    a_consultation(world=world)
    promoted(world)
    pass_on_questions(AT)
    before = everything()
    assert pass_on_questions(AT) == 0
    assert everything() == before


def test_the_worker_passes_questions_on(world: OfficeWorld) -> None:
    asked = a_consultation(world=world, when=now())
    promoted(world)
    follow_units()
    assert owing(asked) == ("policy_director", "open")
