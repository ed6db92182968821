"""The demonstration data: every state is in it, every office is held, and it is loaded only where it may be."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account, Platform
from accounts.states import OVER, AccountState
from approvals.models import ChangeNotice, Consultation, Filing, HandOver, HandOverReview, LaterReview, Request, Step
from approvals.states import FilingState, RequestState, StepState
from core.audit.models import Event
from core.audit.verifier import faults
from core.deadlines.models import Obligation
from core.notifications.models import Message, OutboxMail
from core.periods.clock import japan_date
from core.reviews.states import ReviewState
from core.rulebook.models import Version
from core.rulebook.queries import version_on
from core.staff.authority import capacities, holders
from core.staff.models import Appointment, Deputyship, Person, Unit
from core.staff.offices import CITY_WIDE, Office
from core.staff.states import AppointmentState
from core.uploads.content import examine_picture
from dashboard.demo.load import is_empty, load_demonstration
from dashboard.demo.roster import table
from incidents.models import Evidence, Incident, Statement, Task
from policies.models import MediaPolicy
from policies.states import PolicyState
from tests.dashboard.demo_copies import empty_copy
from tests.factories import a_person

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the demonstration once for the module."""
    with empty_copy(django_db_blocker):
        load_demonstration(ON)
        yield


def states(model: type[Any]) -> set[str]:
    """Return the states that occur."""
    return set(model._default_manager.values_list("state", flat=True))


def test_an_empty_database_is_told_from_one_in_use(db: None) -> None:
    empty = is_empty()
    a_person()

    assert (empty, is_empty()) == (True, False)


@pytest.mark.parametrize(
    ("model", "reachable"),
    [
        (Account, {*AccountState} - {AccountState.CLOSING, *OVER}),
        (ChangeNotice, {"announced"}),
        (Request, {*RequestState}),
        (Step, {*StepState}),
        (Filing, {*FilingState}),
        (LaterReview, {*ReviewState}),
        (MediaPolicy, {*PolicyState}),
        (Appointment, {*AppointmentState}),
        (Deputyship, {*AppointmentState}),
    ],
)
def test_every_state_occurs(demo: None, model: type[Any], reachable: set[str]) -> None:
    assert states(model) == {str(state) for state in reachable}


def test_the_trail_is_whole(demo: None) -> None:
    assert Event.objects.exists()
    assert list(faults()) == []


def test_nothing_happened_on_the_day_of_loading(demo: None) -> None:
    last = Event.objects.latest("at")

    assert japan_date(last.at) < ON


def test_only_the_first_set_up_and_what_the_worker_carries_are_the_systems(demo: None) -> None:
    carried = Event.objects.filter(move="policies.reviewcall.edit").values("act_id")
    found = Event.objects.filter(person=None).exclude(act_id__in=carried)
    days = {japan_date(at) for at in found.values_list("at", flat=True)}

    assert days == {date(2014, 6, 2), date(2025, 4, 1)}


def test_events_of_a_stream_follow_in_time(demo: None) -> None:
    latest: dict[str, Any] = {}
    for stream, at in Event.objects.order_by("stream", "number").values_list("stream", "at"):
        assert latest.get(stream, at) <= at
        latest[stream] = at


def test_every_office_of_the_city_is_held(demo: None) -> None:
    vacant = [office for office in sorted(CITY_WIDE) if not holders(office, None, ON).exists()]

    assert vacant == []
    assert holders(Office.ADMINISTRATOR, None, ON).count() == 2


def test_one_section_waits_for_its_head(demo: None) -> None:
    sections = Unit.objects.sections().existing_on(ON)

    assert [unit.name for unit in sections if not holders(Office.SECTION_HEAD, unit, ON).exists()] == ["商業振興課"]


def test_one_person_acts_in_two_offices(demo: None) -> None:
    director = Person.objects.get(name="月岡 修")

    assert {capacity.office for capacity in capacities(director, ON)} == {
        Office.DEPARTMENT_HEAD,
        Office.POLICY_DIRECTOR,
    }


def test_a_deputy_stands_in_today(demo: None) -> None:
    deputy = Person.objects.get(name="青葉 千尋")

    assert [one.on_behalf_of.name for one in capacities(deputy, ON) if one.on_behalf_of] == ["若松 直人"]


def test_filings_are_late_and_corrections_are_asked(demo: None) -> None:
    late = Filing.objects.filter(state="due", due_on__lt=ON)
    due = Filing.objects.filter(state="due", due_on__gte=ON)
    corrections = Filing.objects.exclude(correction="")

    assert (late.count(), due.count()) == (1, 1)
    assert sorted(corrections.values_list("state", flat=True)) == ["filed", "received"]


def test_obligations_are_overdue_and_to_come(demo: None) -> None:
    waiting = Obligation.objects.filter(state="open")

    assert waiting.filter(due_on__lt=ON).exists()
    assert waiting.filter(due_on__gte=ON).exists()


def test_policies_have_versions_one_waits_and_a_review_is_late(demo: None) -> None:
    of_one = MediaPolicy.objects.filter(account__handle="iwaki_bousai_mihon").order_by("number")
    waiting = Obligation.objects.open().filter(rule="policies.decide").count()
    late = Obligation.objects.open().filter(rule="policies.review_called", due_on__lt=ON).count()

    assert [one.state for one in of_one] == ["superseded", "published", "draft"]
    assert (waiting, late) == (1, 1)


def test_consultations_are_answered_taken_up_and_waiting(demo: None) -> None:
    assert sorted(Consultation.objects.values_list("state", flat=True)) == ["answered", "asked", "closed"]


def test_one_account_was_taken_over_one_is_sent_and_one_is_being_prepared(demo: None) -> None:
    by_handle = dict(HandOver.objects.values_list("account__handle", "state"))
    assert by_handle == {
        "iwaki.sports.mihon": "accepted", "iwaki_koen_mihon": "settled", "iwaki_art_mihon": "draft",
    }  # fmt: skip


def test_a_principal_has_not_reviewed_what_a_deputy_took_over(demo: None) -> None:
    review = HandOverReview.objects.get()
    owed = Obligation.objects.open().get(about=review.stream)
    assert (review.what, review.state, owed.debtor_person) == ("引き継ぐ", "awaiting", review.principal)


def test_after_a_hand_over_the_new_section_still_owes_policy_and_pages(demo: None) -> None:
    account = Account.objects.get(handle="iwaki.sports.mihon")
    about = [account.stream, *(one.stream for one in account.publications.all())]
    found = Obligation.objects.open().about(*about)
    assert account.section.name == "観光振興課"
    assert {"policies.renew", "publications.homepage", "publications.profile"} <= {one.rule for one in found}
    assert "approvals.password" not in {one.rule for one in found}


def test_an_impersonation_is_responded_to_with_work_a_judgement_and_a_draft_that_wait(demo: None) -> None:
    incident = Incident.objects.get(kind="impersonation")
    tasks = dict(Task.objects.filter(incident=incident).values_list("code", "state"))
    waiting = Obligation.objects.open().filter(link_name="incidents:incident_detail", link_pk=incident.pk)
    assert (incident.state, tasks["delete"], tasks["announce"], tasks["bodies"]) == (
        "responding", "done", "owed", "judging",
    )  # fmt: skip
    assert {one.rule for one in waiting} == {"incidents.work", "incidents.judge", "incidents.statement"}
    assert (incident.evidence.count(), incident.notes.count(), incident.members.count()) == (1, 2, 1)


def test_evidence_of_incidents_is_a_picture_that_the_form_would_take(demo: None) -> None:
    for one in Evidence.objects.all():
        with one.file.open() as file:
            assert examine_picture(one.name, file.read())[0] == one.name


def test_a_flaming_is_closed_with_its_review_and_its_measures_are_owed(demo: None) -> None:
    incident = Incident.objects.get(kind="flaming")
    said = Statement.objects.get(incident=incident)
    owed = Obligation.objects.open().get(due_on__gt=ON, link_name="incidents:incident_detail", link_pk=incident.pk)
    assert (incident.state, said.state, owed.rule) == ("closed", "released", "incidents.follow_up")
    assert incident.causes
    assert owed.due_on == incident.measures_due_on


def test_a_drill_goes_on_and_alarms_nobody(demo: None) -> None:
    drill = Incident.objects.get(is_drill=True)
    page = {"link_name": "incidents:incident_detail", "link_pk": drill.pk}
    assert (drill.state, drill.number) == ("responding", "8練第1号")
    assert not Obligation.objects.filter(**page).exists()
    assert not Message.objects.filter(**page).exists()


def test_messages_are_read_and_unread_and_mail_is_recent(demo: None) -> None:
    assert Message.objects.filter(read_at=None).exists()
    assert Message.objects.exclude(read_at=None).exists()
    assert japan_date(OutboxMail.objects.earliest("created_at").created_at) >= date(2026, 11, 13)


def test_nobody_can_sign_in_with_a_password(demo: None) -> None:
    assert [person.name for person in Person.objects.all() if person.has_usable_password()] == []


def test_addresses_lead_nowhere_real(demo: None) -> None:
    assert {email.split("@")[1] for email in Person.objects.values_list("email", flat=True)} == {"example.lg.jp"}
    handles = Account.objects.exclude(handle="").values_list("handle", flat=True)
    assert [handle for handle in handles if "mihon" not in handle] == []


def test_two_guideline_versions_are_adopted(demo: None) -> None:
    first, second = Version.objects.order_by("in_force_from")

    assert (first.in_force_from, second.in_force_from) == (date(2014, 7, 1), date(2016, 4, 1))
    assert version_on(ON) == second


def test_services_know_their_hosts(demo: None) -> None:
    names = list(Platform.objects.order_by("position").values_list("name", flat=True))

    assert names == ["Facebook", "X", "Instagram", "YouTube", "LINE", "TikTok", "note", "ブログ", "その他"]
    assert Platform.objects.get(code="line").short_hosts == ["lin.ee"]
    assert Platform.objects.get(code="x").key_of_url("https://twitter.com/a_mihon") == "x.com/a_mihon"


def test_a_second_run_changes_nothing(demo: None) -> None:
    before, out = Event.objects.count(), StringIO()

    call_command("load_demo", stdout=out)

    assert Event.objects.count() == before
    assert out.getvalue() == "People are here already: the demonstration data was not loaded again.\n"


def test_the_roster_is_short_and_names_every_office(demo: None) -> None:
    lines = table(ON).splitlines()

    assert len(lines) < 40
    assert "100102" in next(line for line in lines if line.startswith("総合政策部長"))


@pytest.mark.parametrize("command", ["load_demo", "list_demo_people"])
def test_outside_the_demonstration_both_commands_refuse(command: str, settings: Any) -> None:
    settings.DEMONSTRATION_SIGN_IN = False

    with pytest.raises(CommandError):
        call_command(command)
