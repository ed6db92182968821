"""One account as its page shows it: managers, operators, open duties, papers and history.

Papers of the chapter above (requests, filings) come by reverse relations. Who may read them is that
chapter's rule: it is asked of the page that shows the paper, so that no link leads to a 404.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import NoReverseMatch, resolve, reverse

from accounts.cases import PAPERS, RELATIONS, streams_of
from accounts.chronicle import chronicle
from accounts.holding import Asked, Holders
from accounts.models import Account, Operator
from accounts.presentation import act_url, due_words, soft_url
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.staff.authority import Capacity, current_unit
from core.staff.models import Appointment, Unit
from core.staff.offices import Office
from core.staff.tree import tree

POLICIES = "policies"
"""Papers of which a reader sees some versions only."""
APPROVED = "approved"
"""State of a permitted request, a word of the chapter above."""


@dataclass(frozen=True)
class OpenDuty:
    """An open duty about the account; `url` only for those who owe it."""

    obligation: Obligation
    words: str
    late: bool
    debtor: str
    url: str


def open_duties(
    account: Account, actor: Actor, kept: Iterable[Capacity], on: date, offices: Iterable[Asked] = ()
) -> tuple[list[OpenDuty], Holders]:
    """Return what is open about an account and its papers, nearest date first, and who holds the debtors' offices.

    Args:
        offices: further offices whose holders the page names, read with the others.
    """
    streams = streams_of([account.pk], RELATIONS, only_owing=True)
    owed = Obligation.objects.filter(pk=OuterRef("pk"))
    owed = owed.owed_by(actor.person, kept, on) if actor.person is not None else owed.none()
    found: list[Any] = list(
        Obligation.objects.open()
        .about(*streams)
        .annotate(is_mine=Exists(owed))
        .select_related("debtor_unit__parent__parent", "debtor_person")
        .by_due_date()
    )
    holders = Holders([*offices, *((o.debtor_office, o.debtor_unit) for o in found if o.debtor_office)], on)
    return [
        OpenDuty(o, due_words(o.due_on, on), o.is_overdue(on), _debtor(o, holders), o.url if o.is_mine else "")
        for o in found
    ], holders


def _debtor(obligation: Obligation, holders: Holders) -> str:
    if obligation.debtor_person is not None:
        return obligation.debtor_person.name
    return holders.words(obligation.debtor_office, obligation.debtor_unit)


@dataclass(frozen=True)
class Access:
    """One operator; `has_left` when no appointment ties the person to the section any more.

    `end_url` leads to ending the person's part, for those who may.
    """

    operator: Operator
    has_left: bool
    end_url: str = ""


@dataclass(frozen=True)
class Acts:
    """Where the actor goes on with an account apart from what is owed; empty where it is not open."""

    add_operator: str
    change_password: str
    abandon: str

    @classmethod
    def of(cls, account: Account, actor: Actor, on: date) -> "Acts":
        """Ask the pages of the acts."""
        names = ("operator_add", "password_changed", "abandon")
        return cls(*(act_url(f"approvals:{name}", account.pk, account, actor, on) for name in names))


def last_password_change(account: Account) -> Any:
    """Return the last change of the shared password that was recorded (4-3-(2)), or None."""
    related: Any = account
    return related.password_changes.select_related("changed_by").order_by("-changed_on", "-pk").first()


def people_with_access(account: Account, actor: Actor, on: date) -> list[Access]:
    """Return who operates an account on a day (4-3-(1)), and where the actor ends somebody's part."""
    section = current_unit(account.section, on)
    operators = account.operators.exclude(ends_on__lt=on).annotate(is_inside=Exists(_tie_to(section, on)))
    may_end = bool(act_url("approvals:operator_add", account.pk, account, actor, on))
    return [
        Access(one, not one.is_inside, _end_url(one) if may_end and one.ends_on is None else "")
        for one in operators.select_related("person").order_by("starts_on", "pk")
    ]


def _end_url(operator: Operator) -> str:
    return soft_url("approvals:operator_end", operator.pk)


def _tie_to(section: Unit, on: date) -> QuerySet[Appointment]:
    """Return the appointments that tie an operator to a section or what lies below it."""
    return Appointment.objects.in_force_on(on).filter(
        person=OuterRef("person"),
        person__is_active=True,
        office__in=[Office.STAFF, Office.SECTION_HEAD],
        unit__in=tree().inside([section.pk]),
    )


@dataclass(frozen=True)
class Papers:
    """The requests, filings and versions of the policy of an account that the reader may open."""

    requests: list[Any]
    filings: list[Any]
    policies: list[Any]

    @property
    def permission(self) -> Any:
        """Return the request that was permitted, or None."""
        return next((request for request in self.requests if request.state == APPROVED), None)

    def streams(self) -> set[str]:
        """Return the streams of the papers."""
        return {paper.stream for paper in (*self.requests, *self.filings, *self.policies)}


def papers_of(account: Account, actor: Actor, on: date) -> Papers:
    """Return the papers the reader may open, newest first."""
    related: Any = account
    requests = related.requests.select_related("platform").prefetch_related(_steps_with_reviews(related))
    filings = related.filings.select_related("account__platform")
    return Papers(
        list(_readable(requests, "approvals:request_detail", actor, on)),
        list(_readable(filings, "approvals:filing_detail", actor, on)),
        list(_readable(related.policies, "policies:policy_detail", actor, on)),
    )


def _steps_with_reviews(account: Any) -> "Prefetch[Any, Any, Any]":
    """Return how the steps of requests are read: each with its later review."""
    step = account.requests.model._meta.get_field("steps").related_model
    return Prefetch("steps", queryset=step.objects.select_related("review"))


def _readable(found: QuerySet[Any], page: str, actor: Actor, on: date) -> QuerySet[Any]:
    """Keep the records for which a page exists for the actor: those the page's own `visible_to` gives."""
    try:
        view: Any = resolve(reverse(page, args=[0])).func
    except NoReverseMatch:
        return found.none()
    visible_to = getattr(getattr(view, "view_class", None), "visible_to", None)
    if visible_to is None:
        return found.none()
    return found.filter(pk__in=visible_to(actor, on).values("pk")).order_by("-pk")


def story_of(account: Account, papers: Papers) -> list[dict[str, Any]]:
    """Return the history of the account and its operators, and of the papers the reader may open."""
    own = set(streams_of([account.pk], (paper for paper in PAPERS if paper.path != POLICIES)))
    return chronicle(own | papers.streams() | _steps_of(papers))


def _steps_of(papers: Papers) -> set[str]:
    """Return the streams of the steps and later reviews of some requests: the decisions themselves."""
    steps = [step for request in papers.requests for step in request.steps.all()]
    reviews = [step.review for step in steps if hasattr(step, "review")]
    return {record.stream for record in (*steps, *reviews)}
