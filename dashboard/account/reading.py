"""The two questions that an account's page asks: what belongs to the account, and what there is to tell of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Least
from django.db.models.lookups import LessThan

from accounts.holding import Place as Asked
from accounts.models import Account, Operator
from accounts.permissions import Sight, seen_given
from accounts.states import AccountState
from approvals.consultations.sight import consultations_seen
from approvals.handovers.sight import hand_overs_seen
from approvals.models import (
    ChangeNotice,
    Consultation,
    Filing,
    HandOver,
    HandOverReview,
    LaterReview,
    NoticeReview,
    PasswordChange,
    Request,
    Step,
)
from approvals.sight import GIVEN, filings_seen, requests_seen, values_for
from approvals.states import StepState
from core.audit.history import TOLD
from core.audit.models import Event
from core.deadlines.models import Obligation
from core.gathering import Found, Gathering, Part, Tuples
from core.lifecycle.cursors import row
from core.reviews.states import ReviewState
from core.staff.authority import Capacity, office_given, office_values
from core.staff.models import Appointment, Person
from core.staff.offices import Office
from core.statements import Among, Given
from dashboard.account.chronicle import LEFT_OUT
from dashboard.account.history import EVENTS, Place
from dashboard.account.offices import HOLDING, holding_given
from dashboard.frame import frame_part
from incidents.models import Incident
from incidents.sight import incident_values, incidents_seen
from policies.models import MediaPolicy, PolicyReview
from policies.permissions import seen_given as policies_seen
from policies.permissions import seen_values as policy_values
from publications.models import Publication

STATES = [state.value for state in AccountState]
NAME = ("name",)
LARGEST_KEY = BigIntegerField.MAX_BIGINT


def _pk() -> Any:
    return Given("account", BigIntegerField())


def _on() -> Any:
    return Given("on", DateField())


def _account() -> Any:
    """Return the account, when the reader may see it."""
    return Account.objects.filter(Q(Among("state", "seen_states", "text")) | seen_given("pk"), pk=_pk())


def _policy() -> Any:
    """Return the version of the policy that is in force, else the newest one."""
    first = MediaPolicy.objects.filter(account=_pk()).in_force_first().values("pk")[:1]
    return MediaPolicy.objects.filter(pk__in=first)


def _ties() -> Any:
    """Return where the people who operate the account are appointed: staff or heads of sections, today."""
    operating = Operator.objects.filter(account=_pk()).exclude(ends_on__lt=_on()).values("person")
    return Appointment.objects.in_force_on(_on()).filter(
        person__in=operating, person__is_active=True, office__in=[Office.STAFF, Office.SECTION_HEAD]
    )


def _last_change() -> Any:
    changes = PasswordChange.objects.filter(account=_pk()).order_by("-changed_on", "-pk")
    return PasswordChange.objects.filter(pk__in=changes.values("pk")[:1])


def _of_account(model: Any, way: str) -> Any:
    """Return how a kind of record is reached from the account, as keys with the name of the kind."""
    return Tuples(lambda: model.objects.filter(**{way: _pk()}), ("id",))


OF_ACCOUNT = Gathering(
    "of_account",
    planned_once=True,
    account=Part(_account, related={"platform": ("name", "hosts")}),
    requests=Part(
        lambda: Request.objects.filter(requests_seen(GIVEN), account=_pk()),
        only=("state", "document_number", "round", "submitted_at", "decided_at", "account"),
    ),
    filings=Part(
        lambda: Filing.objects.filter(filings_seen(GIVEN), account=_pk()),
        only=(
            *("state", "document_number", "due_on", "filed_at", "received_at", "account", "request"),
            *("notice", "office", "amends", "was_on", "now_on"),
        ),
        related={"notice": ("kind", "state")},
    ),
    steps=Part(
        lambda: Step.objects.filter(request__account=_pk()),
        only=("request", "round", "position", "kind", "office", "unit", "state"),
        related={"review": ("state",)},
    ),
    consultations=Part(
        lambda: Consultation.objects.filter(consultations_seen(GIVEN, _on()), account=_pk()),
        only=("state", "topic", "clause", "asked_on", "answered_on", "account"),
    ),
    hand_overs=Part(
        lambda: HandOver.objects.filter(hand_overs_seen(GIVEN), account=_pk()),
        only=("state", "planned_on", "accepted_on", "account"),
        related={"receiving": NAME},
    ),
    all_requests=_of_account(Request, "account"),
    all_filings=_of_account(Filing, "account"),
    all_operators=_of_account(Operator, "account"),
    seen_policies=Tuples(lambda: MediaPolicy.objects.filter(policies_seen(), account=_pk()), ("id",)),
    all_changes=_of_account(PasswordChange, "account"),
    all_publications=_of_account(Publication, "account"),
    all_notices=_of_account(ChangeNotice, "account"),
    all_notice_reviews=_of_account(NoticeReview, "notice__account"),
    notices=Part(
        lambda: ChangeNotice.objects.filter(account=_pk(), announced_on__isnull=False),
        only=("kind", "state", "planned_on", "effected_on", "deviation_reason", "account"),
    ),
    incidents=Part(
        lambda: Incident.objects.filter(
            incidents_seen(GIVEN), account=_pk(), suspended_at__isnull=False, reinstated_at=None
        ),
        only=("number", "kind"),
    ),
    all_consultations=_of_account(Consultation, "account"),
    all_hand_overs=_of_account(HandOver, "account"),
    policy_reviews=Tuples(lambda: PolicyReview.objects.filter(policy__account=_pk()), ("id", "policy_id")),
    hand_over_reviews=Tuples(lambda: HandOverReview.objects.filter(hand_over__account=_pk()), ("id", "hand_over_id")),
    policies=Part(_policy),
    operators=Part(
        lambda: Operator.objects.filter(account=_pk()).exclude(ends_on__lt=_on()),
        related={"person": ("name", "title")},
    ),
    ties=Tuples(_ties, ("person_id", "unit_id")),
    changes=Part(_last_change, related={"changed_by": NAME}),
)


@dataclass(frozen=True)
class Reader:
    """Who looks at the account: the person, all his or her offices, the day."""

    person: Person
    kept: Sequence[Capacity]
    on: date

    @property
    def given(self) -> dict[str, Any]:
        """Return what the questions ask about the reader."""
        sight = Sight.of(self.person, self.on, self.kept)
        return {
            **values_for(self.person, self.on, self.kept),
            **policy_values(self.on, self.kept),
            **incident_values(self.kept),
            "on": self.on,
            "viewer": self.person.pk,
            "seen_states": STATES if sight is not None and sight.everything else [],
            "sections": sight.sections if sight is not None else [],
        }


@dataclass(frozen=True)
class Belongings:
    """The account and what hangs on it, as far as the reader may see it."""

    account: Account
    found: Found

    @cached_property
    def steps(self) -> list[Step]:
        """Return the steps of all requests, in their order."""
        return sorted(self.found["steps"], key=lambda step: (step.request_id, step.round, step.position))

    @property
    def owing(self) -> set[str]:
        """Return the streams of all records about which something may be open, whoever may read them."""
        pending = [step for step in self.found["steps"] if step.state == StepState.PENDING]
        reviews = [review for review in _reviews(self.found["steps"]) if review.state == ReviewState.AWAITING]
        keys = {
            *self._streams(Request, "all_requests"),
            *self._streams(Filing, "all_filings"),
            *self._streams(Publication, "all_publications"),
            *self._streams(ChangeNotice, "all_notices"),
            *self._streams(NoticeReview, "all_notice_reviews"),
            *self._streams(Consultation, "all_consultations"),
            *self._streams(HandOver, "all_hand_overs"),
            *(stream for stream, _ in self._reviews_of(PolicyReview, "policy_reviews")),
            *(stream for stream, _ in self._reviews_of(HandOverReview, "hand_over_reviews")),
        }
        return {self.account.stream, *keys, *(record.stream for record in (*pending, *reviews))}

    @property
    def told(self) -> set[str]:
        """Return the streams of which the reader is told what happened, the account's own left out."""
        keys = {paper.pk for paper in self.found["requests"]}
        steps = [step for step in self.found["steps"] if step.request_id in keys]
        own = [
            *self._streams(MediaPolicy, "seen_policies"),
            *self._streams(Operator, "all_operators"),
            *self._streams(PasswordChange, "all_changes"),
            *self._streams(Publication, "all_publications"),
        ]
        handed, seen = {one.pk for one in self.found["hand_overs"]}, {key for (key,) in self.found["seen_policies"]}
        own += [stream for stream, key in self._reviews_of(HandOverReview, "hand_over_reviews") if key in handed]
        own += [stream for stream, key in self._reviews_of(PolicyReview, "policy_reviews") if key in seen]
        papers = [*self.found["requests"], *self.found["filings"], *self.found["consultations"]]
        papers += [*self.found["notices"], *self.found["hand_overs"], *steps, *_reviews(steps)]
        return {*own, *(record.stream for record in papers)}

    def _reviews_of(self, model: Any, name: str) -> Iterable[tuple[str, int]]:
        """Return the streams of the later reviews of a kind, each with the key of what was acted on."""
        label = model._meta.label_lower
        return ((f"{label}:{key}", acted_on) for key, acted_on in self.found[name])

    def _streams(self, model: Any, name: str) -> Iterable[str]:
        label = model._meta.label_lower
        return (f"{label}:{key}" for (key,) in self.found[name])


def _reviews(steps: Iterable[Step]) -> list[LaterReview]:
    return [step.review for step in steps if hasattr(step, "review")]


def read_account(pk: int, reader: Reader) -> Belongings | None:
    """Return an account with what hangs on it; None when it does not exist for the reader. One query."""
    if pk > LARGEST_KEY:
        return None
    found = OF_ACCOUNT.ask(account=pk, **reader.given)
    return Belongings(found["account"][0], found) if found["account"] else None


def _own_events() -> Any:
    """Return the newest events of the account's own trail below a number: one range, however long it is."""
    own: Any = Given("own", Event._meta.get_field("stream"))
    below: Any = Given("below", BigIntegerField())
    newest = Event.objects.filter(stream=own).order_by("-number").values("number")[:1]
    first = Least(below, Subquery(newest) + Value(1)) - Value(EVENTS + 1)
    return Event.objects.filter(stream=own, number__lt=below, number__gte=first)


def _other_events() -> Any:
    """Return the newest events of the other records' trails before an instant."""
    at, key = Given("before", DateTimeField()), Given("before_key", BigIntegerField())
    earlier = LessThan(row(F("at"), F("pk")), row(at, key))
    found = Event.objects.filter(earlier, Among("stream", "told", "text")).exclude(move__in=LEFT_OUT)
    found = found.order_by("-at", "-pk")
    return Event.objects.filter(pk__in=found.values("pk")[: EVENTS + 1])


def _duties() -> Any:
    mine = Q(debtor_person=Given("reader", BigIntegerField()))
    mine |= Q(office_given("debtor_office", "debtor_unit"), debtor_person=None)
    found = Obligation.objects.open().filter(Among("about", "owing", "text"))
    return found.annotate(is_mine=ExpressionWrapper(mine, BooleanField()))


@cache
def _of_streams(held: frozenset[Office]) -> Gathering:
    """Return the question for readers with some offices: the frame of their page comes along."""
    return Gathering(
        "of_streams",
        planned_once=True,
        duties=Part(_duties, related={"debtor_person": NAME}, more=("is_mine",)),
        **HOLDING,
        own_events=Tuples(_own_events, TOLD),
        other_events=Tuples(_other_events, TOLD),
        frame=frame_part(held),
    )


def read_about(found: Belongings, reader: Reader, offices: Iterable[Asked], since: Place) -> Found:
    """Return what is open, the holders of city-wide offices and of some others, a page of events, the frame. One query.

    Args:
        offices: with the keys of their units.
    """
    return _of_streams(frozenset(one.office for one in reader.kept)).ask(
        reader=reader.person.pk,
        person=reader.person.pk,
        on=reader.on,
        **office_values(reader.kept, reader.on),
        owing=found.owing,
        **holding_given(offices),
        own=found.account.stream,
        below=since.number,
        told=found.told,
        before=since.at,
        before_key=since.key,
    )
