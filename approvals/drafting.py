"""What the drafting pages read: the section, its staff and its manager, the accounts known already, what is missing.

Pages and forms share these reads; none of them decides anything. The last guard is `approvals.moves`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import ACCESS_CHOICES, Account
from accounts.queries import READ as REGISTRY
from accounts.queries import handle_part, standing_account, tell_handle
from accounts.states import Access
from approvals.actions.requests import refuse_known_account
from approvals.models import Request, Step
from approvals.models.step import office_name
from approvals.routes import route_of
from approvals.rules import Problem, problems_before_submission
from approvals.states import RequestState, StepState
from core.audit.models import Event
from core.gathering import Part, gathered
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.trails import facts_of
from core.memo import once, tell
from core.staff.authority import current_unit, holders, units_answered_by
from core.staff.models import Appointment, Person, Unit, UnitLevel
from core.staff.offices import Office
from core.staff.tree import tree

OPERATORS = "operators"
STAFF = ("staff.person",)
DRAFTERS = frozenset({Office.STAFF, Office.SECTION_HEAD})


def section_of(actor: Actor, on: date) -> Unit | None:
    """Return the section an actor drafts for: the own one, or the one above a group; None without any."""
    if actor.office not in DRAFTERS or actor.unit is None:
        return None
    own = (unit for unit in actor.unit.lineage() if unit.level == UnitLevel.SECTION)
    section = next(own, None)
    return current_unit(section, on) if section else None


def staff_of(section: Unit, on: date) -> list[Appointment]:
    """Return the appointments of a section's active staff and head, groups included, each person once."""
    current = current_unit(section, on)
    own = units_answered_by(current, on)
    found = (
        Appointment.objects.in_force_on(on)
        .filter(
            unit__in=[*own, *tree().groups_of(own)],
            office__in=[office.value for office in DRAFTERS],
            person__is_active=True,
        )
        .select_related("person", "unit")
        .order_by("person__kana", "person__staff_number", "id")
    )
    return list({appointment.person_id: appointment for appointment in reversed(found)}.values())[::-1]


def manager_words(section: Unit, on: date) -> str:
    """Name the account manager, who is the head of the section (4-1-(4)); say so when nobody is."""
    unit = current_unit(section, on)
    names = "、".join(held.person.name for held in holders(Office.SECTION_HEAD, unit, on))
    return f"{names}({unit.name}長)" if names else f"{unit.name}長は、いま空席です。"


def stops(section: Unit, on: date) -> list[tuple[str, str, str]]:
    """Return the route as the page shows it: what is asked, of which office, who holds it today."""
    kinds = dict(Step._meta.get_field("kind").flatchoices)
    shown = []
    for stop in route_of(section, on):
        names = "、".join(held.person.name for held in holders(stop.office, stop.unit, on))
        shown.append((str(kinds[stop.kind]), office_name(stop.office, stop.unit), names or "いまは空席"))
    return shown


def last_return(request: Request) -> Step | None:
    """Return the step that gave the request back, while it lies with its section for that reason."""
    if request.state != RequestState.RETURNED:
        return None
    returned = request.steps.filter(state=StepState.RETURNED).select_related("decided_by", "on_behalf_of")
    return returned.order_by("-round", "-position").first()


@dataclass(frozen=True)
class Known:
    """An account that stands in the registry already, and by what it was recognised."""

    account: Account
    by_handle: bool


def known_account(request: Request) -> Known | None:
    """Return the account that a request's handle, or else its name on the same service, stands for already."""
    if request.platform is None:
        return None
    found = standing_account(request.platform, handle=request.handle, besides=request.account_id)
    if found is not None:
        return Known(found, by_handle=True)
    if not request.account_name:
        return None
    key = ("named", request.platform.pk, request.account_name, request.account_id)
    named = once(key, lambda: _namesakes(request).select_related("section", "platform").first(), of=REGISTRY)
    return Known(named, by_handle=False) if named else None


def _namesakes(request: Request) -> QuerySet[Account]:
    same = Account.objects.standing().filter(platform=request.platform, name=request.account_name).order_by("pk")
    return same.exclude(pk=request.account_id) if request.account_id else same


def read_ahead(request: Request) -> None:
    """Read what a page of a draft asks of staff and registry with one question, for those who ask for it below."""
    keys = _people_keys(request.operators)
    parts = {"people": Part(lambda: Person.objects.filter(pk__in=keys))}
    platform, besides = request.platform, request.account_id
    if platform is not None:
        parts["handle"] = handle_part(platform, request.handle, besides)
        parts["named"] = Part(lambda: _namesakes(request), related={"section": (), "platform": ()})
    found = gathered(**parts)
    tell(("people", keys), {person.pk: person for person in found["people"]}, of=STAFF)
    if platform is not None:
        tell_handle(platform, request.handle, besides, found["handle"])
        first = min(found["named"], key=lambda account: account.pk, default=None)
        tell(("named", platform.pk, request.account_name, besides), first, of=REGISTRY)


def problems_of(request: Request, on: date) -> list[Problem]:
    """Return everything that stands against submitting a request, in the order of the pages.

    What concerns one of the operating staff names the person and the field of the row (`operators-0-reason`).
    """
    found = problems_before_submission({**request.columns(), **request.items()}, on)
    at_rows = list(row_problems(request.operators))
    if at_rows:
        place = next((n for n, problem in enumerate(found) if problem.field == OPERATORS), len(found))
        found = [problem for problem in found if problem.field != OPERATORS]
        found[place:place] = at_rows
    try:
        refuse_known_account(request)
    except Denied as refusal:
        found.insert(0, Problem("handle", refusal.reason + refusal.way, refusal.clause))
    return found


def row_problems(operators: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Yield what is wrong with each of the operating staff, at the field of the row (4-1-(3), 4-3-(1))."""
    people = people_of(operators)
    seen: set[int] = set()
    for number, operator in enumerate(operators):
        row, person = f"{OPERATORS}-{number}-", people.get(operator.get("person") or 0)
        name = person.name if person else f"{number + 1}人目"
        if person is None or not person.is_active:
            yield Problem(f"{row}person", f"{name}さんは在職していません。別の人にしてください。", "第4-1-(3)")
        elif person.pk in seen:
            yield Problem(f"{row}person", f"{name}さんが2回入っています。1人1行にしてください。", "第4-1-(3)")
        else:
            seen.add(person.pk)
        if not operator.get("access"):
            yield Problem(f"{row}access", f"{name}さんのアクセスの種類を選んでください。", "第4-3-(1)")
        elif operator["access"] != Access.DRAFTS_ONLY and not str(operator.get("reason") or "").strip():
            yield Problem(f"{row}reason", f"{name}さんにアクセスが必要な理由を入力してください。", "第4-3-(1)")


def people_of(operators: Iterable[Mapping[str, Any]]) -> dict[int, Person]:
    """Return the persons of a request's operators by key."""
    keys = _people_keys(operators)
    return once(("people", keys), lambda: Person.objects.in_bulk(keys), of=STAFF)


def _people_keys(operators: Iterable[Mapping[str, Any]]) -> tuple[int, ...]:
    return tuple(sorted({operator["person"] for operator in operators if operator.get("person")}))


def operator_rows(operators: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Return name, kind of access and reason of each operator, in words; what is missing says so."""
    people, kinds = people_of(operators), dict(ACCESS_CHOICES)
    rows = []
    for operator in operators:
        person = people.get(operator.get("person") or 0)
        access = kinds.get(operator.get("access") or "", "アクセスの種類は未定")
        rows.append((person.name if person else "不明な職員", access, str(operator.get("reason") or "")))
    return rows


def operator_words(operators: Sequence[Mapping[str, Any]]) -> str:
    """Return the operating staff as lines of text, for comparisons."""
    return "\n".join(f"{name}({access}) {reason}".strip() for name, access, reason in operator_rows(operators))


def operators_before(request: Request, version: int) -> list[dict[str, Any]]:
    """Return the operating staff as they stood at a version, from the trail; those of now when they did not change."""
    later = Event.objects.filter(stream=request.stream, number__gt=version).select_related("facts").order_by("number")
    changed = ((facts_of(event).get("changes") or {}).get(OPERATORS) for event in later)
    return next((list(pair[0]) for pair in changed if pair), request.operators)


def password_holders(operators: Iterable[Mapping[str, Any]]) -> int:
    """Count those who will know the shared password (4-3-(1))."""
    return sum(operator.get("access") == Access.SHARED_PASSWORD for operator in operators)
