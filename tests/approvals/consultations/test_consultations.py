"""Asking, answering, taking up, asking on, taking back: each by the right office, with what follows (第10)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.states import AccountState
from approvals.consultations.actions import ask_on, close_consultation, consult, withdraw_consultation
from approvals.consultations.permissions import visible_to
from approvals.consultations.queries import answered_about
from approvals.consultations.states import ConsultationState
from approvals.models import Consultation
from approvals.states import RequestState
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.retention.states import DisposalState
from core.staff.models import Person
from core.staff.offices import Office
from tests.factories import AT, ON, a_person, a_version, an_appointment, everything, the_actor
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_request,
    again,
    an_account,
    an_office_world,
    appointment_of,
)
from tests.factories.consultations import QUESTION, REPLY, a_consultation, answered, consulted
from tests.factories.retention import a_disposal, an_old_request, an_old_world

pytestmark = pytest.mark.django_db
S = ConsultationState
DAY = timedelta(days=1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def person_of(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def owed(consultation: Consultation) -> list[tuple[str, str, str]]:
    found = Obligation.objects.about(consultation.stream).order_by("pk")
    return [(one.rule.removeprefix("approvals.consultation_"), one.state, one.debtor_office) for one in found]


def told(consultation: Consultation, person: Person) -> list[str]:
    found = Message.objects.filter(person=person, link_name="approvals:consultation_detail", link_pk=consultation.pk)
    return [one.title for one in found.order_by("pk")]


def test_a_question_waits_for_the_head_of_the_pr_section(world: OfficeWorld) -> None:
    asked = a_consultation(world=world)
    duty = Obligation.objects.get(about=asked.stream)
    assert owed(asked) == [("answer", "open", "pr_section_head")]
    assert (duty.due_on, duty.clause, duty.internal_target) == (add_opening_days(ON, 5), "第10", True)
    assert told(asked, person_of(consulted(world))) == ["協議に回答する:急な廃止の周知"]
    assert [one.move for one in Event.objects.filter(stream=asked.stream)] == ["approvals.consultation.create"]


def test_the_target_is_the_rulebooks(world: OfficeWorld) -> None:
    a_version(settings={"consultation_target_days": 2})
    duty = Obligation.objects.get(about=a_consultation(world=world).stream)
    assert duty.due_on == add_opening_days(ON, 2)


def test_an_answer_ends_the_duty_and_is_told_to_the_asker_and_the_head_of_the_section(world: OfficeWorld) -> None:
    done = a_consultation(S.ANSWERED, world=world)
    assert (done.state, done.reply, done.answered_on, done.later_review) == ("answered", REPLY, ON, "")
    assert done.answered_as == consulted(world).label
    assert owed(done) == [("answer", "fulfilled", "pr_section_head"), ("read", "open", "")]
    title = "協議に回答がありました:急な廃止の周知"
    assert [title in told(done, person_of(one)) for one in (world.staff, world.section_head)] == [True, True]


def test_the_answer_is_taken_up_by_the_asker(world: OfficeWorld) -> None:
    done = close_consultation(
        a_consultation(S.ANSWERED, world=world), by=world.staff, at=AT, outcome="直ちに周知する。"
    )
    assert (done.state, done.outcome, done.ended_on) == ("closed", "直ちに周知する。", ON)
    assert owed(done)[-1] == ("read", "fulfilled", "")
    assert told(done, person_of(consulted(world)))[-1] == "協議が終わりました:急な廃止の周知"


def test_the_answer_is_taken_up_by_the_head_of_the_section_but_not_by_a_colleague(world: OfficeWorld) -> None:
    done = a_consultation(S.ANSWERED, world=world)
    with pytest.raises(Denied, match="尋ねた人とその課長"):
        close_consultation(done, by=world.second_staff, at=AT)
    assert close_consultation(done, by=world.section_head, at=AT).state == "closed"


def test_once_the_asker_has_gone_any_colleague_takes_the_answer_up(world: OfficeWorld) -> None:
    gone = an_appointment(a_person("異動 する人"), Office.STAFF, world.section, ends_on=ON)
    done = a_consultation(S.ANSWERED, world=world, by=the_actor(gone))
    assert close_consultation(done, by=world.second_staff, at=AT + DAY).state == "closed"


def test_an_answer_to_one_who_has_gone_waits_for_the_head_of_the_section(world: OfficeWorld) -> None:
    gone = an_appointment(a_person("異動 した人"), Office.STAFF, world.section, ends_on=ON)
    asked = a_consultation(world=world, by=the_actor(gone))
    done = answered(asked, consulted(world), when=AT + DAY)
    assert owed(done)[-1] == ("read", "open", "section_head")


def test_asking_on_ends_the_consultation_and_asks_one_that_follows_it(world: OfficeWorld) -> None:
    account = an_account(world=world)
    first = a_consultation(S.ANSWERED, world=world, account=account)
    further = ask_on(first, by=world.staff, at=AT, question="理由はどこに書きますか。")
    assert (again(first).state, further.state, further.follows, further.account) == ("closed", "asked", first, account)
    assert (further.topic, further.clause) == (first.topic, first.clause)
    assert owed(further) == [("answer", "open", "pr_section_head")]
    assert len(set(Event.objects.filter(stream__in=[first.stream, further.stream]).values_list("act_id"))) == 3


def test_asking_on_without_words_changes_nothing(world: OfficeWorld) -> None:
    first = a_consultation(S.ANSWERED, world=world)
    before = everything()
    with pytest.raises(Denied, match="尋ねることを入力"):
        ask_on(first, by=world.staff, at=AT, question=" ")
    assert everything() == before


def test_a_question_is_taken_back_by_its_section_before_the_answer_only(world: OfficeWorld) -> None:
    asked = a_consultation(world=world)
    with pytest.raises(Denied, match="理由を入力"):
        withdraw_consultation(asked, by=world.second_staff, at=AT, withdrawn_for=" ")
    with pytest.raises(Denied, match="協議を取り下げるのは"):
        withdraw_consultation(asked, by=world.foreign[Office.STAFF], at=AT, withdrawn_for="不要")
    done = withdraw_consultation(asked, by=world.second_staff, at=AT, withdrawn_for="分かったため")
    assert (done.state, owed(done)) == ("withdrawn", [("answer", "void", "pr_section_head")])
    assert told(done, person_of(consulted(world)))[-1] == "協議が取り下げられました:急な廃止の周知"
    with pytest.raises(Conflict):
        withdraw_consultation(a_consultation(S.ANSWERED, world=world), by=world.staff, at=AT, withdrawn_for="不要")


@pytest.mark.parametrize("office", [one for one in Office if one not in {Office.STAFF, Office.SECTION_HEAD}])
def test_who_acts_for_no_section_does_not_ask(world: OfficeWorld, office: Office) -> None:
    with pytest.raises(Denied, match="協議するのは、課の職員です"):
        consult(by=world.people[office], at=AT, **QUESTION)


@pytest.mark.parametrize(
    ("values", "field"), [({"topic": " "}, "topic"), ({"question": " "}, "question"), ({"clause": "第99"}, "clause")]
)
def test_a_question_needs_topic_clause_and_words(world: OfficeWorld, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Denied) as refusal:
        a_consultation(world=world, **values)
    assert (refusal.value.field, refusal.value.clause) == (field, "第10")


@pytest.mark.parametrize("office", [one for one in Office if one != Office.PR_SECTION_HEAD])
def test_no_other_office_answers(world: OfficeWorld, office: Office) -> None:
    asked = a_consultation(world=world)
    with pytest.raises(Denied, match="協議に回答するのは、ふるさと発信課長です"):
        answered(asked, world.people[office])


def test_an_answer_has_words(world: OfficeWorld) -> None:
    with pytest.raises(Denied, match="回答を入力"):
        answered(a_consultation(world=world), consulted(world), reply=" ")


def test_a_consultation_is_answered_once(world: OfficeWorld) -> None:
    done = a_consultation(S.ANSWERED, world=world)
    with pytest.raises(Conflict):
        answered(done, consulted(world), reply="別の回答")


def also_the_asker(world: OfficeWorld) -> Actor:
    """Let the head of the PR section be staff of the section too, acting in that office."""
    return the_actor(an_appointment(person_of(consulted(world)), Office.STAFF, world.section))


def test_nobody_answers_himself_the_office_above_does(world: OfficeWorld) -> None:
    asked = a_consultation(world=world, by=also_the_asker(world))
    assert owed(asked) == [("answer", "open", "policy_director")]
    with pytest.raises(Denied, match="総合政策部長"):
        answered(asked, consulted(world))
    assert answered(asked, world.policy_director).state == "answered"


def test_where_the_asker_holds_the_office_above_too_the_next_one_answers(world: OfficeWorld) -> None:
    own = also_the_asker(world)
    an_appointment(person_of(own), Office.POLICY_DIRECTOR, world.department)
    edit(appointment_of(world.policy_director), by=SYSTEM, at=AT, ends_on=ON - DAY)
    asked = a_consultation(world=world, by=own)
    assert owed(asked) == [("answer", "open", "deputy_mayor")]
    assert answered(asked, world.people[Office.DEPUTY_MAYOR]).state == "answered"


def test_while_nobody_holds_the_office_the_question_waits_for_it(world: OfficeWorld) -> None:
    edit(appointment_of(consulted(world)), by=SYSTEM, at=AT, ends_on=ON - DAY)
    assert owed(a_consultation(world=world)) == [("answer", "open", "pr_section_head")]


def test_beside_a_deputy_the_asker_is_refused_and_the_deputy_answers(world: OfficeWorld) -> None:
    deputy = a_deputy(consulted(world))
    asked = a_consultation(world=world, by=also_the_asker(world))
    with pytest.raises(Denied, match="自分が尋ねた協議"):
        answered(asked, consulted(world))
    assert answered(asked, deputy).state == "answered"


def test_the_database_holds_that_another_answers(world: OfficeWorld) -> None:
    done = a_consultation(S.ANSWERED, world=world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=done.pk).update(answered_by=done.asked_by)


def test_what_the_asker_may_not_see_is_not_asked_about(world: OfficeWorld) -> None:
    clerk = world.foreign[Office.STAFF]
    for about in ({"account": an_account(AccountState.AUTHORISED, world=world)}, {"request": a_request(world=world)}):
        before = everything()
        with pytest.raises(Denied, match="見られるアカウントと起案についてです") as refusal:
            a_consultation(world=world, by=clerk, **about)
        assert (refusal.value.clause, everything()) == ("第10", before)
        assert a_consultation(world=world, by=world.second_staff, **about).state == "asked"


def test_nobody_asks_about_what_is_disposed_of() -> None:
    world = an_old_world()
    ended = an_old_request(world=world)
    a_disposal(DisposalState.CARRIED_OUT, ended, world=world)
    with pytest.raises(Denied, match="見られるアカウントと起案についてです"):
        a_consultation(world=world, request=again(ended))


def test_a_question_about_a_request_is_one_about_its_account(world: OfficeWorld) -> None:
    request = a_request(RequestState.SUBMITTED, world=world)
    asked = a_consultation(world=world, request=request)
    assert (asked.request, asked.account) == (request, request.account)


def test_what_may_be_cited_is_what_is_answered_newest_first(world: OfficeWorld) -> None:
    account = an_account(world=world)
    closed = a_consultation(S.CLOSED, world=world, account=account)
    a_consultation(world=world, account=account)
    a_consultation(S.WITHDRAWN, world=world, account=account)
    newest = a_consultation(S.ANSWERED, world=world, account=account)
    a_consultation(S.ANSWERED, world=world)
    assert list(answered_about(account)) == [newest, closed]


def test_who_sees_a_consultation(world: OfficeWorld) -> None:
    asked = a_consultation(world=world)
    everybody = {**{one.value: world.people[one] for one in Office}, "second": world.second_staff}
    everybody |= {f"foreign {one.value}": actor for one, actor in world.foreign.items()}
    seeing = {name for name, actor in everybody.items() if asked in visible_to(person_of(actor), ON)}
    assert seeing == {
        *("staff", "second", "section_head", "department_head", "policy_director", "deputy_mayor"),
        *("pr_section_head", "auditor"),
    }


def test_who_holds_no_office_sees_none(world: OfficeWorld) -> None:
    a_consultation(world=world)
    assert list(visible_to(a_person(), ON)) == []


def test_the_staff_of_the_pr_section_sees_what_its_head_is_asked(world: OfficeWorld) -> None:
    held = appointment_of(world.foreign[Office.STAFF])
    an_appointment(a_person("発信 課長"), Office.PR_SECTION_HEAD, held.unit)
    assert a_consultation(world=world) in visible_to(held.person, ON)


def test_a_section_sees_what_is_asked_about_its_account_by_another(world: OfficeWorld) -> None:
    asked = a_consultation(world=world, by=world.foreign[Office.STAFF], account=an_account(world=world))
    assert asked in visible_to(person_of(world.staff), ON)
    assert asked not in visible_to(person_of(world.people[Office.PERSONNEL_OFFICER]), ON)


def test_an_end_without_words_is_told_to_nobody(world: OfficeWorld) -> None:
    done = close_consultation(a_consultation(S.ANSWERED, world=world), by=world.staff, at=AT)
    assert not Message.objects.filter(title__startswith="協議が終わりました", link_pk=done.pk).exists()
