"""A request with everything that its page and its sheet name, read with two questions.

The first gives the request and what belongs to it, as far as the reader may see it; the second what these records point
to: the trail, the holders of the offices asked, names. Rules that ask again - who may answer, who wrote it, which
version rules - find the answers remembered for this web request (`core.memo`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import BigIntegerField, DateField, Q

from accounts.models import Account, Platform
from approvals.models import Attachment, Consultation, Filing, Request, Revision, Step
from approvals.models.request import AUTHORED
from approvals.presentation.bodies import Naming, pointed_to
from approvals.presentation.people import Holders, by_key, place_held, place_of
from approvals.presentation.stepper import stops_of
from approvals.presentation.trail import OF_ACCOUNTS
from approvals.presentation.viewer import Viewer
from approvals.routes import Stop
from approvals.sight import GIVEN, requests_seen, values_for
from approvals.states import StepState
from core.audit.history import TOLD, WRITTEN, Entry, entry_of
from core.audit.models import Event
from core.gathering import Found, Gathering, Part, Tuples
from core.memo import tell
from core.rulebook.models import Version
from core.staff.authority import READ, Answering
from core.staff.models import Appointment, Deputyship, Person, Unit
from core.staff.offices import CITY_WIDE, Office
from core.staff.tree import tree
from core.staff.units import units_in
from core.statements import Among, Given
from policies.models import MediaPolicy

NAME = ("name",)
LARGEST_KEY = BigIntegerField.MAX_BIGINT
AT, KEY, STREAM, MOVE, PERSON = (TOLD.index(name) for name in ("at", "id", "stream", "move", "person_id"))
Row = tuple[Any, ...]
"""The values of `TOLD`."""


def _pk() -> Any:
    return Given("request", BigIntegerField())


def _of_request(model: Any, way: str = "request") -> Any:
    return model.objects.filter(**{way: _pk()})


def _account() -> Any:
    return Account.objects.filter(requests=_pk())


OF_REQUEST = Gathering(
    "of_request",
    planned_once=True,
    request=Part(
        lambda: Request.objects.filter(requests_seen(GIVEN), pk=_pk()),
        related={"drafter": NAME, "platform": NAME},
    ),
    account=Part(_account, related={"platform": ("name", "hosts", "short_hosts"), "acquired_by": NAME}),
    steps=Part(
        lambda: _of_request(Step),
        related={"decided_by": NAME, "on_behalf_of": NAME, "review": ()},
    ),
    revisions=Part(lambda: _of_request(Revision), related={"submitted_by": NAME}),
    attachments=Part(lambda: _of_request(Attachment)),
    filings=Part(lambda: _of_request(Filing), related={"received_by": NAME, "filed_by": NAME}),
    consultations=Part(
        lambda: _of_request(Consultation),
        only=("state", "topic", "clause", "asked_on", "answered_on", "request"),
    ),
    policies=Tuples(lambda: _of_request(MediaPolicy, "account__requests"), ("id",)),
    under_way=Tuples(lambda: Request.objects.under_way().filter(account__in=_account().values("pk")), ("id",)),
)


def _events() -> Any:
    """Return the events of the matter; of the account's own trail only what its page of a request tells."""
    account: Any = Given("account", Event._meta.get_field("stream"))
    return Event.objects.filter(Q(Among("stream", "streams", "text")) | Q(stream=account, move__in=OF_ACCOUNTS))


def _held() -> Any:
    """Return the appointments in force for some offices and units; of people who are on the staff."""
    on: Any = Given("on", DateField())
    asked = Q(Among("office", "offices", "text"), Q(office__in=sorted(CITY_WIDE)) | Q(Among("unit_id", "units")))
    return Appointment.objects.in_force_on(on).filter(asked, person__is_active=True)


def _deputies() -> Any:
    on: Any = Given("on", DateField())
    return Deputyship.objects.in_force_on(on).filter(principal__in=_held().values("pk"), deputy__is_active=True)


def _version() -> Any:
    newest = Version.objects.in_force_on(Given("on", DateField()))  # type: ignore[arg-type]  # given when asked
    return Version.objects.filter(pk__in=newest.values("pk")[:1])


AROUND = Gathering(
    "around_request",
    planned_once=True,
    events=Tuples(_events, TOLD),
    held=Part(_held, only=("office", "unit", "person"), related={"person": ()}),
    deputies=Part(_deputies, only=("principal", "deputy"), related={"deputy": ()}),
    persons=Part(lambda: Person.objects.filter(Among("pk", "people")), only=NAME),
    services=Part(lambda: Platform.objects.filter(Among("pk", "services")), only=NAME),
    version=Part(_version),
)


@dataclass(frozen=True)
class Matter:
    """One request and what belongs to it, in order; who holds the offices asked; the names of what it points to."""

    request: Request
    steps: list[Step]
    revisions: list[Revision]
    attachments: list[Attachment]
    filing: Filing | None
    stops: Sequence[Step | Stop]
    """The steps of the round under way; before a submission the route as it would be today."""
    trail: list[Entry]
    """Newest first."""
    holders: Holders
    naming: Naming
    consultations: list[Consultation]
    """What was asked of ふるさと発信課長 about it (第10), newest first: whoever reads the request may read them."""


def read_matter(pk: int, viewer: Viewer) -> Matter | None:
    """Return a request with all that its page shows; None when it does not exist for the viewer. Two queries."""
    person = cast("Person", viewer.actor.person)
    if pk > LARGEST_KEY:
        return None
    found = OF_REQUEST.ask(request=pk, **values_for(person, viewer.on, viewer.capacities))
    if not found["request"]:
        return None
    return _Reading(found, viewer).matter()


class _Reading:
    """Puts together what was read, and asks what it points to."""

    def __init__(self, found: Found, viewer: Viewer) -> None:
        self._found, self._viewer, self._on = found, viewer, viewer.on
        self._units = units_in(tree())
        (self.request,) = found["request"]
        self.request.account = next(iter(found["account"]), None)
        for owner in (self.request, self.request.account):
            if owner is not None:
                owner.section = self._units.unit(owner.section_id)
        self.steps: list[Step] = sorted(found["steps"], key=lambda step: (step.round, step.position))
        for step in self.steps:
            step.request, step.unit = self.request, self._units.unit(step.unit_id)
        self.revisions: list[Revision] = sorted(found["revisions"], key=lambda one: one.number)
        self.attachments: list[Attachment] = sorted(found["attachments"], key=lambda one: one.pk)

    def matter(self) -> Matter:
        """Ask the second question, and remember what rules will ask for."""
        self._tell_of_request()
        stops = stops_of(self.request, self.steps, self._on)
        places = [(str(stop.office), stop.unit) for stop in (*stops, *self._pending())]
        places.append((Office.SECTION_HEAD, self.request.section))
        around = self._around(places)
        self._tell_of_offices(around)
        filing = next(iter(sorted(self._found["filings"], key=lambda one: one.pk)), None)
        if filing is not None and self.request.account is not None:
            filing.account, filing.request = self.request.account, self.request
        return Matter(
            self.request,
            self.steps,
            self.revisions,
            self.attachments,
            filing,
            stops,
            [entry_of(row) for row in _newest_first(around["events"])],
            Holders.among(places, self._on, around["held"], around["deputies"]),
            self._naming(around),
            sorted(self._found["consultations"], key=lambda one: -one.pk),
        )

    def _pending(self) -> list[Step]:
        """Return the steps that wait, circulations among them."""
        return [step for step in self.steps if step.state == StepState.PENDING]

    def _tell_of_request(self) -> None:
        names = ("pk", "name", "sha256", "removed_at")
        rows = [{name: getattr(one, name) for name in names} for one in self.attachments]
        tell(("attachments", self.request.pk), rows, of=AUTHORED)
        if self.request.account is not None:
            tell(("under way", self.request.account.pk), bool(self._found["under_way"]), of=AUTHORED[:1])

    def _around(self, places: Iterable[tuple[str, Unit]]) -> Found:
        asked = [place_of(office, unit, self._on) for office, unit in places]
        services, people = pointed_to([*(one.body for one in self.revisions), self.request.content()])
        return AROUND.ask(
            streams=self._streams(),
            account=self.request.account.stream if self.request.account is not None else "",
            offices={office for office, _ in asked},
            units={unit for _, unit in asked if unit is not None},
            on=self._on,
            people=people,
            services=services,
        )

    def _streams(self) -> list[str]:
        reviews = [step.review for step in self.steps if hasattr(step, "review")]
        records = (self.request, *self.steps, *reviews, *self._found["filings"], *self.attachments)
        policies = (f"{MediaPolicy._meta.label_lower}:{key}" for (key,) in self._found["policies"])
        return [*(record.stream for record in records), *policies]

    def _tell_of_offices(self, around: Found) -> None:
        written = {self.request.stream, *(one.stream for one in self.attachments)}
        own = [row for row in around["events"] if row[STREAM] in written and re.search(WRITTEN, row[MOVE])]
        authors = {row[PERSON] for row in own if row[PERSON] is not None}
        tell(("authors", self.request.pk), authors, of=AUTHORED)
        tell(("version", self._on), next(iter(around["version"]), None), of=("rulebook.version",))
        for step in self.steps:
            if step.round == self.request.round and step.office != Office.STAFF:
                self._tell_who_answers(step, around)

    def _tell_who_answers(self, step: Step, around: Found) -> None:
        place = place_of(step.office, step.unit, self._on)
        held = [one for one in by_key(around["held"]) if place_held(one) == place]
        keys = {one.pk for one in held}
        deputies = [one.deputy for one in by_key(around["deputies"]) if one.principal_id in keys]
        unit = None if step.office in CITY_WIDE else step.unit.pk
        people = list(dict.fromkeys(one.person for one in held))
        tell(("answering", step.office, unit, self._on), Answering(people, deputies), of=READ)

    def _naming(self, around: Found) -> Naming:
        return Naming(
            {one.pk: one for one in around["services"]},
            {pk: self._units.unit(pk) for pk in tree().nodes},
            {one.pk: one for one in around["persons"]},
        )


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row[AT], row[KEY]), reverse=True)
