"""One city for the whole matrix: a person of every kind, and for every address a record in a state in which it acts.

Built once for the package inside one transaction, which ends by a rollback; every request of a test runs in a savepoint
of its own, so that each cell of the matrix finds the same city. The pages read the real clock: it all began long ago.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client

from accounts.models import Account, ImportDraft, Operator
from accounts.saved import SavedFilter
from accounts.states import AccountState
from approvals.actions import ask_correction
from approvals.models import Attachment, ChangeNotice, Filing, LaterReview, Request, RouteStep, Step
from approvals.states import FilingState, RequestState, StepKind
from core.audit.models import Event
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM, Actor
from core.notifications.mail import MOST_ATTEMPTS
from core.notifications.models import Heartbeat, Message, OutboxMail
from core.notifications.states import MailState
from core.people import sessions
from core.people.appointing import enter_appointment, enter_deputyship
from core.people.passwords import ask_password
from core.periods.clock import japan_midnight, now
from core.retention.models import Disposal, Hold
from core.retention.states import DisposalState
from core.rulebook.models import Version
from core.staff.models import Appointment, Deputyship, OfficeTitle, PasswordIssue, Person
from core.staff.offices import Office
from policies.models import MediaPolicy, ReviewCall
from publications.imitations.models import Imitation
from publications.models import Publication
from tests.approvals.pages import LONG_AGO, a_world, browser_of, today
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_draft,
    a_filing,
    a_request,
    a_review,
    a_route_step,
    again,
    an_account,
    appointment_of,
    pending_step,
)
from tests.factories.core import a_deputyship, a_person, a_version, an_appointment, the_actor
from tests.factories.retention import a_disposal, a_hold, attach
from tests.matrix.noticed import notice_records
from tests.matrix.single import (
    PDF,
    concluded,
    disposed_of,
    import_draft,
    own_deputyship,
    paper_records,
    policy_records,
    publication_record,
    sample,
    second_administrator,
    taken_out,
)
from tests.publications.citizens import an_imitation

KINDS = (
    "anonymous",
    "elsewhere",
    "staff",
    "operator",
    "section_head",
    "department_head",
    "policy_director",
    "general_affairs_director",
    "deputy_mayor",
    "pr_section_head",
    "personnel_officer",
    "records_officer",
    "auditor",
    "administrator",
    "deputy",
)
"""The columns of the table. The deputy stands in for the head of the section today and holds nothing else."""
SAME_AS = {
    "deputy_too_early": "elsewhere",
    "deputy_too_late": "elsewhere",
    "deputy_of_one_who_left": "elsewhere",
    "disabled": "anonymous",
}
"""Kinds without a column: staff of another section whose deputyship gives nothing today; a person who has left."""
PASSWORD = "nagisa-no-koe-2026"
AHEAD = timedelta(hours=2)
"""So long no request of the matrix writes that its session was used, nor does one end: a cell costs what it asks."""


@dataclass
class City:
    """Everything an address can be about, and a session for every kind of person."""

    offices: OfficeWorld
    draft: Request
    attachment: Attachment
    submitted: Request
    at_department: Request
    at_director: Request
    step: Step
    circulation: Step
    review: LaterReview
    planned: Account
    acquired: Account
    active: Account
    operator: Operator
    saved: SavedFilter
    due: Filing
    filed: Filing
    corrected: Filing
    person: Person
    decider: Person
    issue: PasswordIssue
    appointment: Appointment
    held: Appointment
    deputyship: Deputyship
    own_deputyship: Deputyship
    version: Version
    ruling: Version
    office_title: OfficeTitle
    route_step: RouteStep
    message: Message
    unsent: OutboxMail
    event: Event
    sample: Event
    concluded: Request
    disposal: Disposal
    permitted: Disposal
    hold: Hold
    deleted: list[Attachment]
    import_draft: ImportDraft
    policies: dict[str, MediaPolicy]
    call: ReviewCall
    publication: Publication
    notices: dict[str, ChangeNotice]
    imitation: Imitation
    papers: dict[str, Any]
    actors: dict[str, Actor] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def key_of(self, kind: str) -> str:
        """Return the capacity in which a kind of person acts, empty for those who act in none."""
        return self.actors[kind].key if kind in self.actors else ""

    def browser(self, kind: str, **options: Any) -> Client:
        """Return a fresh browser that carries the session of a kind of person."""
        browser = Client(raise_request_exception=False, **options)
        if kind in self.sessions:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[kind]
        return browser


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def a_city(media: Path) -> City:
    """Build the city; files go to `media`."""
    settings.MEDIA_ROOT = media
    on = today()
    at = max(now() - timedelta(hours=1), japan_midnight(on))  # of the same day in the first hour after midnight, too
    offices = a_world()
    city = _city(offices, at, on)
    Heartbeat.objects.create(name="worker", beaten_at=now() + timedelta(hours=1))
    city.actors = _actors(city, offices, at, on)
    _everybody_signs_in()
    city.sessions = {kind: _session(actor) for kind, actor in city.actors.items()}
    disabled = an_appointment(a_person("退職 した人", at=at), Office.STAFF, offices.section, LONG_AGO, at=at)
    city.sessions["disabled"] = _session(the_actor(disabled, at=at))
    city.sessions["without_office"] = _session(Actor(a_person("まだ職 のない人", at=at), "", None, ""))
    edit(again(disabled.person), by=SYSTEM, at=at, is_active=False)
    city.message = Message.objects.filter(person=offices.staff.person).earliest("pk")
    city.unsent = OutboxMail.objects.earliest("pk")
    OutboxMail.objects.filter(pk=city.unsent.pk).update(state=MailState.EXHAUSTED, attempts=MOST_ATTEMPTS)
    return city


def _session(actor: Actor) -> str:
    assert actor.person is not None
    actor = replace(actor, person=again(actor.person))  # the session names the password's hash
    browser = browser_of(actor)
    session = browser.session
    sessions.begin(session, now() + AHEAD)
    session.save()
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


def _everybody_signs_in() -> None:
    Person.objects.update(password=make_password(PASSWORD))  # past the lifecycle: no act gives one to everybody


def _actors(city: City, offices: OfficeWorld, at: Any, on: Any) -> dict[str, Actor]:
    day, section_head = timedelta(days=1), offices.section_head
    of_offices = {kind: offices.people[Office(kind)] for kind in KINDS if kind in set(Office)}
    left = an_appointment(a_person("前の課長", at=at), Office.SECTION_HEAD, offices.section, LONG_AGO, on - day, at=at)
    for_left = _roads_person(offices, at)
    a_deputyship(left, for_left.person, on - 9 * day, on + 9 * day, at=at)
    early, late = _roads_person(offices, at), _roads_person(offices, at)
    head = appointment_of(section_head)
    a_deputyship(head, early.person, on + 5 * day, on + 9 * day, at=at)
    a_deputyship(head, late.person, on - 9 * day, on - day, at=at)
    operating = Appointment.objects.get(person=city.operator.person)
    return of_offices | {
        "elsewhere": offices.foreign[Office.STAFF],
        "receiving_head": offices.foreign[Office.SECTION_HEAD],
        "operator": the_actor(operating, at=at),
        "deputy": a_deputy(section_head, on - day, on + day, when=at),  # `at` may lie before midnight, the test after
        "deputy_too_early": early,
        "deputy_too_late": late,
        "deputy_of_one_who_left": for_left,
    }


def _roads_person(offices: OfficeWorld, at: Any) -> Actor:
    held = an_appointment(a_person("道路 職員", at=at), Office.STAFF, offices.foreign_section, LONG_AGO, at=at)
    return the_actor(held, at=at)


def _city(offices: OfficeWorld, at: Any, on: Any) -> City:
    requests, accounts = _requests(offices, at), _accounts(offices, at)
    return City(
        offices=offices,
        **requests,
        **accounts,
        **policy_records(offices, accounts["active"], at),
        publication=publication_record(offices, accounts["active"], at),
        notices=notice_records(offices, accounts["active"], at),
        **_staffing(offices, at, on),
        **_settings(at, on),
        **_disposals(offices, at),
        saved=create(
            SavedFilter, by=offices.staff, at=at, person=offices.staff.person, name="運用中", query="state=active"
        ),
        message=Message(),
        unsent=OutboxMail(),
        event=Event.objects.earliest("pk"),
        sample=sample(offices, at, on),
        deleted=[taken_out(offices, at), disposed_of(offices, at)],
        import_draft=import_draft(offices),
        imitation=an_imitation(offices, when=at),
        papers=paper_records(offices, accounts["active"], at),
    )


def _requests(offices: OfficeWorld, at: Any) -> dict[str, Any]:
    """Bring requests to each of their steps, a circulation among them; a decision by a deputy waits for its review."""
    drafted, submitted = a_draft(offices, when=at), a_request(world=offices, when=at)
    attachment = attach(drafted, PDF, "案.pdf", offices.staff, at)
    circulate = (offices.section, StepKind.CIRCULATE, Office.RECORDS_OFFICER, offices.department)
    route_step = a_route_step(*circulate, when=at, starts_on=LONG_AGO)  # what ends from here on is circulated
    circulated = a_request(RequestState.APPROVED, world=offices, when=at)
    return {
        "draft": again(drafted),
        "attachment": attachment,
        "submitted": submitted,
        "at_department": a_request(world=offices, decided=1, when=at),
        "at_director": a_request(world=offices, decided=2, when=at),
        "step": pending_step(submitted),
        "route_step": route_step,
        "circulation": circulated.steps.get(kind=StepKind.CIRCULATE),
        "review": a_review(world=offices, when=at),
    }


def _accounts(offices: OfficeWorld, at: Any) -> dict[str, Any]:
    """Bring accounts and filings to each of their states; one account has an operator of another section."""
    helper = an_appointment(a_person("運用 担当", at=at), Office.STAFF, offices.foreign_section, LONG_AGO, at=at)
    people = [one for one in (offices.staff.person, helper.person) if one is not None]
    rows = [{"person": one.pk, "access": "shared_password", "reason": "投稿するため"} for one in people]
    active = an_account(AccountState.ACTIVE, world=offices, when=at, operators=rows)
    filed = a_filing(FilingState.FILED, world=offices, when=at)
    asked = ask_correction(filed, by=offices.general_affairs_director, at=at, correction="名称を確かめてください。")
    return {
        "planned": an_account(AccountState.AUTHORISED, world=offices, when=at),
        "acquired": an_account(AccountState.ACQUIRED, world=offices, when=at),
        "active": active,
        "operator": active.operators.get(person=helper.person),
        "due": a_filing(FilingState.DUE, world=offices, when=at),
        "filed": a_filing(FilingState.FILED, world=offices, when=at),
        "corrected": asked,
    }


def _staffing(offices: OfficeWorld, at: Any, on: Any) -> dict[str, Any]:
    """Enter people, an appointment and a deputyship that wait for a second person, and a password asked for."""
    second, plain = second_administrator(offices, at), a_person("新任 職員", password=PASSWORD, at=at)
    head, day = appointment_of(offices.foreign[Office.SECTION_HEAD]), timedelta(days=1)
    place = {"office": Office.SECTION_HEAD.value, "unit": offices.foreign_section}
    away = {"principal": head, "deputy": plain, "reason": "出張"}
    return {
        "person": plain,
        "decider": _decider(offices, at),
        "issue": ask_password(_decider(offices, at), by=second, at=at),
        "appointment": enter_appointment(by=second, at=at, person=plain, starts_on=on, **place),
        "held": an_appointment(a_person("任用 済み", at=at), Office.STAFF, offices.foreign_section, LONG_AGO, at=at),
        "deputyship": enter_deputyship(by=second, at=at, starts_on=on, ends_on=on + day, **away),
        "own_deputyship": Deputyship.objects.get(pk=own_deputyship(offices, at, on)),
    }


def _settings(at: Any, on: Any) -> dict[str, Any]:
    """Enter versions of the guideline and the title of an office."""
    title = {"office": Office.AUDITOR.value, "title": "監査委員事務局", "starts_on": LONG_AGO}
    return {
        "version": a_version(on + timedelta(days=30), adopted=False, at=at),
        "ruling": a_version(LONG_AGO, at=at),
        "office_title": create(OfficeTitle, by=SYSTEM, at=at, **title),
    }


def _disposals(offices: OfficeWorld, at: Any) -> dict[str, Any]:
    """Bring matters whose retention is over to each way they can stand."""
    return {
        "concluded": concluded(offices),
        "disposal": a_disposal(DisposalState.REQUESTED, concluded(offices), world=offices, when=at),
        "permitted": a_disposal(DisposalState.PERMITTED, concluded(offices), world=offices, when=at),
        "hold": a_hold(concluded(offices), offices, when=at),
    }


def _decider(offices: OfficeWorld, at: Any) -> Person:
    person = a_person("決裁 する人", at=at, password=make_password(PASSWORD))
    return an_appointment(person, Office.SECTION_HEAD, None, LONG_AGO, at=at).person


def body_of(response: Any) -> str:
    """Return an answer's text, of a streamed one nothing."""
    return "" if response.streaming else str(response.content.decode())
