"""Opening and ending obligations: once for each key, with the date of the version in force, nothing skipped."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.audit.history import history
from core.audit.models import Event
from core.deadlines.duties import Debtor, Duty, fulfil_duty, hold_duties, open_duty, pass_duties, void_duties
from core.deadlines.models import Obligation, Telling
from core.deadlines.moves import VOID
from core.lifecycle.act import acting, perform
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.records import Record
from core.staff.models import Unit
from core.staff.offices import Office
from tests.factories import (
    AT,
    ON,
    a_deputyship,
    a_person,
    a_unit,
    a_version,
    an_appointment,
    an_obligation,
    everything,
)

pytestmark = pytest.mark.django_db
FILING = Duty("filing", "届け出る", "第4-1-(2)", "filing_target_days")
POSTING = Duty("posting", "掲載する", "第4-4-(1)")
HEAD = Office.SECTION_HEAD.value


def opened(duty: Duty, about: Record, debtor: Debtor, **values: Any) -> Obligation:
    with acting(by=SYSTEM, at=AT) as act:
        return open_duty(act, duty, about, debtor, title="届出", link=("thing", about.pk), **values)


@pytest.fixture
def section() -> Unit:
    return an_appointment(office=HEAD).unit


def test_open_duty_stores_what_is_owed(section: Unit) -> None:
    made = opened(FILING, section, Debtor(HEAD, section), note="取得を記録した日から")
    assert made.columns() == {
        "rule": "filing",
        "about": section.stream,
        "occurrence": "",
        "title": "届出",
        "note": "取得を記録した日から",
        "clause": "第4-1-(2)",
        "act_label": "届け出る",
        "link_name": "thing",
        "link_pk": section.pk,
        "debtor_office": "section_head",
        "debtor_unit_id": section.pk,
        "debtor_person_id": None,
        "endeavour": False,
        "internal_target": True,
        "opened_on": ON,
        "due_on": date(2026, 12, 1),
        "state": "open",
        "ended_on": None,
        "waive_reason": "",
    }
    assert (made.url, history([made.stream])[0].label) == (f"/things/{section.pk}/", "義務を作成した")


def test_open_duty_of_an_endeavour_says_so(section: Unit) -> None:
    endeavour = Duty("opinions", "回答する", "第5-2", endeavour=True)
    assert opened(endeavour, section, Debtor(HEAD, section)).endeavour is True


def test_open_duty_counts_opening_days_by_the_version_in_force(section: Unit) -> None:
    a_version(date(2026, 4, 1), settings={"filing_target_days": 7})
    a_version(date(2026, 11, 24), settings={"filing_target_days": 2})
    a_version(date(2026, 11, 25), settings={"filing_target_days": 9})
    assert opened(FILING, section, Debtor(HEAD, section)).due_on == date(2026, 11, 26)


@pytest.mark.parametrize(("duty", "internal"), [(FILING, True), (POSTING, False)])
def test_open_duty_with_a_given_date_keeps_it(section: Unit, duty: Duty, internal: bool) -> None:
    made = opened(duty, section, Debtor(HEAD, section), due_on=date(2027, 1, 31))
    assert (made.due_on, made.internal_target) == (date(2027, 1, 31), internal)
    assert Telling.objects.get().next_on == date(2027, 1, 1)


def test_open_duty_without_date_is_never_told_by_the_sweep(section: Unit) -> None:
    made = opened(POSTING, section, Debtor(HEAD, section))
    assert (made.due_on, made.internal_target, Telling.objects.count()) == (None, False, 0)


def test_open_duty_plans_its_first_telling(section: Unit) -> None:
    made = opened(FILING, section, Debtor(HEAD, section))
    assert Telling.objects.get().next_on == date(2026, 11, 30)
    assert str(Telling.objects.get()) == f"{made.pk}: 2026-11-30"


def test_open_duty_twice_under_one_key_opens_once(section: Unit) -> None:
    first = opened(FILING, section, Debtor(HEAD, section))
    before = everything()
    assert opened(FILING, section, Debtor(HEAD, section)) == first
    assert everything() == before


def test_open_duty_again_after_its_end_is_an_error_and_not_silence(section: Unit) -> None:
    opened(FILING, section, Debtor(HEAD, section))
    with acting(by=SYSTEM, at=AT) as act:
        fulfil_duty(act, FILING, section)
    with pytest.raises(RuntimeError):
        opened(FILING, section, Debtor(HEAD, section))
    assert Obligation.objects.get().state == "fulfilled"


@pytest.mark.parametrize(("rule", "occurrence"), [("posting", ""), ("filing", "2")])
def test_open_duty_under_another_key_opens_another(section: Unit, rule: str, occurrence: str) -> None:
    opened(FILING, section, Debtor(HEAD, section))
    opened(Duty(rule, "する", "第1"), section, Debtor(HEAD, section), occurrence=occurrence)
    opened(FILING, a_unit(), Debtor(HEAD, section))
    assert Obligation.objects.count() == 3


def test_open_duty_of_a_person(section: Unit) -> None:
    person = a_person()
    made = opened(POSTING, section, Debtor(person=person))
    assert (made.debtor_person, made.debtor_office, Message.objects.count()) == (person, "", 0)


def test_open_duty_of_nobody_is_refused(section: Unit) -> None:
    before = everything()
    with pytest.raises(IntegrityError, match="has_debtor"):
        opened(POSTING, section, Debtor())
    assert everything() == before


def test_open_duty_with_too_long_a_title_is_refused(section: Unit) -> None:
    with pytest.raises(ValidationError), acting(by=SYSTEM, at=AT) as act:
        open_duty(act, POSTING, section, Debtor(HEAD, section), title="あ" * 201, link=("thing", 1))
    assert Obligation.objects.count() == 0


def test_open_duty_of_a_held_office_tells_nobody(section: Unit) -> None:
    an_appointment(office=Office.ADMINISTRATOR)
    opened(FILING, section, Debtor(HEAD, section))
    assert Message.objects.count() == 0


def test_open_duty_of_a_vacant_office_tells_the_administrators() -> None:
    administrators = [an_appointment(office=Office.ADMINISTRATOR) for _ in range(2)]
    deputy = a_deputyship(administrators[0]).deputy
    section = a_unit(name="観光振興課")
    made = opened(FILING, section, Debtor(HEAD, section))
    told = Message.objects.order_by("id")
    assert [message.person for message in told] == [*(a.person for a in administrators), deputy]
    assert {(m.title, m.body, m.url) for m in told} == {
        (
            "観光振興課 課長に就いている職員がいません",
            "令和8年11月24日(火)から待っている仕事があります。任用を登録してください。",
            "/people/appointments/new/",
        )
    }
    assert made.state == "open"


def test_duties_of_two_vacant_offices_in_one_act_are_both_told() -> None:
    an_appointment(office=Office.ADMINISTRATOR)
    section = a_unit(name="観光振興課")
    with acting(by=SYSTEM, at=AT) as act:
        for duty, office in ((FILING, HEAD), (POSTING, Office.GENERAL_AFFAIRS_DIRECTOR.value)):
            open_duty(act, duty, section, Debtor(office, section), title="届出", link=("thing", section.pk))
    assert set(Message.objects.values_list("title", flat=True)) == {
        "観光振興課 課長に就いている職員がいません",
        "観光振興課 総務部長に就いている職員がいません",
    }


def test_open_duty_of_a_vacant_office_of_the_city_names_no_unit() -> None:
    an_appointment(office=Office.ADMINISTRATOR)
    opened(FILING, a_unit(), Debtor(Office.GENERAL_AFFAIRS_DIRECTOR))
    assert Message.objects.get().title == "総務部長に就いている職員がいません"


def test_open_duty_of_a_vacant_office_without_administrators_opens_all_the_same() -> None:
    section = a_unit()
    assert opened(FILING, section, Debtor(HEAD, section)).state == "open"


def test_fulfil_duty_ends_it_in_the_same_act(section: Unit) -> None:
    made = opened(FILING, section, Debtor(HEAD, section))
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(section, name="改称後の課")
        assert fulfil_duty(act, FILING, section) == 1
    stored = Obligation.objects.get()
    assert (stored.state, stored.ended_on, Telling.objects.count()) == ("fulfilled", ON, 0)
    events = Event.objects.filter(act_id=act.id).order_by("id")
    assert [(e.stream, e.label) for e in events] == [(section.stream, "部署を直した"), (made.stream, "義務を果たした")]


def test_fulfil_duty_leaves_other_kinds_records_and_occurrences(section: Unit) -> None:
    other = a_unit()
    kept = [
        opened(POSTING, section, Debtor(HEAD, section)),
        opened(FILING, other, Debtor(HEAD, section)),
        opened(FILING, section, Debtor(HEAD, section), occurrence="2"),
    ]
    ended = opened(FILING, section, Debtor(HEAD, section), occurrence="1")
    with acting(by=SYSTEM, at=AT) as act:
        assert fulfil_duty(act, FILING, section, "1") == 1
    assert list(Obligation.objects.open().order_by("id")) == kept
    assert Obligation.objects.get(pk=ended.pk).state == "fulfilled"


def test_fulfil_duty_of_any_occurrence_leaves_other_kinds_and_records(section: Unit) -> None:
    kept = [opened(POSTING, section, Debtor(HEAD, section)), opened(FILING, a_unit(), Debtor(HEAD, section))]
    for occurrence in ("1", "2"):
        opened(FILING, section, Debtor(HEAD, section), occurrence=occurrence)
    with acting(by=SYSTEM, at=AT) as act:
        assert fulfil_duty(act, FILING, section) == 2
    assert list(Obligation.objects.open().order_by("id")) == kept


def test_void_duties_leaves_other_records(section: Unit) -> None:
    opened(FILING, section, Debtor(HEAD, section))
    kept = opened(FILING, a_unit(), Debtor(HEAD, section))
    with acting(by=SYSTEM, at=AT) as act:
        assert void_duties(act, section) == 1
    assert Obligation.objects.open().get() == kept


def test_fulfil_duty_with_nothing_open_does_nothing(section: Unit) -> None:
    before = everything()
    with acting(by=SYSTEM, at=AT) as act:
        assert fulfil_duty(act, FILING, section) == 0
    assert everything() == before


@pytest.mark.parametrize(("kinds", "left"), [((), 0), ((FILING,), 1), ((FILING, POSTING), 0)])
def test_void_duties_ends_all_or_some_kinds(section: Unit, kinds: tuple[Duty, ...], left: int) -> None:
    opened(FILING, section, Debtor(HEAD, section))
    opened(POSTING, section, Debtor(HEAD, section))
    with acting(by=SYSTEM, at=AT) as act:
        assert void_duties(act, section, *kinds) == 2 - left
    assert Obligation.objects.open().count() == left
    assert set(Obligation.objects.exclude(state="open").values_list("state", "ended_on")) == {("void", ON)}


ILLEGAL: list[tuple[str, dict[str, Any]]] = [
    ("state_known", {"state": "forgotten", "ended_on": ON}),
    ("ended_when_ended", {"state": "fulfilled"}),
    ("ended_when_ended", {"ended_on": ON}),
    ("has_debtor", {"debtor_office": ""}),
    ("waived_with_reason", {"state": "waived", "ended_on": ON}),
]


@pytest.mark.parametrize(("constraint", "values"), ILLEGAL)
def test_database_refuses(constraint: str, values: dict[str, Any]) -> None:
    made = an_obligation()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Obligation._base_manager.filter(pk=made.pk).update(**values)


def test_database_refuses_a_key_twice() -> None:
    made, other = an_obligation(), an_obligation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation._base_manager.filter(pk=other.pk).update(about=made.about)


def test_overdue_begins_the_day_after(django_assert_num_queries: Callable[[int], Any]) -> None:
    made = an_obligation(due_on=ON)
    days = [date(2026, 11, day) for day in (23, 24, 25)]
    assert [made.is_overdue(on) for on in days] == [False, False, True]
    with django_assert_num_queries(3):
        assert [Obligation.objects.overdue(on).exists() for on in days] == [False, False, True]


def test_an_ended_or_undated_duty_is_never_overdue() -> None:
    undated, made = an_obligation(), an_obligation(due_on=ON)
    ended = perform(made, VOID, by=SYSTEM, at=AT, ended_on=ON)
    assert [o.is_overdue(date(2999, 1, 1)) for o in (undated, ended)] == [False, False]


def test_about_keeps_what_some_records_caused() -> None:
    one, other = a_unit(), a_unit()
    made = [an_obligation(about=unit) for unit in (one, other)]
    an_obligation()
    assert list(Obligation.objects.about(one.stream, other.stream).order_by("id")) == made


def test_a_refused_act_opens_nothing(section: Unit) -> None:
    nobody = Actor(a_person(), "staff", section, "職員")
    before = everything()
    with pytest.raises(Denied), acting(by=nobody, at=AT) as act:
        open_duty(act, FILING, section, Debtor(HEAD, section), title="届出", link=("thing", 1))
    assert everything() == before


def test_passing_to_who_owes_them_already_changes_nothing_and_reads_no_debtor(section: Unit) -> None:
    for one in ("a", "b", "c"):
        opened(POSTING, section, Debtor(HEAD, section), occurrence=one)
    before = everything()
    with acting(by=SYSTEM, at=AT) as act:
        hold_duties(act, section)
        with CaptureQueriesContext(connection) as queries:
            pass_duties(act, section, Debtor(HEAD, section), POSTING, why="所管替え")
    assert (len(queries), everything()) == (0, before)


def test_passing_lets_another_office_owe_them(section: Unit) -> None:
    made = opened(POSTING, section, Debtor(HEAD, section))
    other = a_unit()
    with acting(by=SYSTEM, at=AT) as act:
        pass_duties(act, section, Debtor(HEAD, other), POSTING, why="所管替え")
    owed = Obligation.objects.get(pk=made.pk)
    assert (owed.debtor_office, owed.debtor_unit) == (HEAD, other)
