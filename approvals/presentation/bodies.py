"""What a request says, as texts by field: for the page, and for comparing two versions.

A body is what `Request.content()` gives and a `Revision` keeps: columns by name, operators as a list
of mappings, attachments as name and hash. All names are looked up with one query a kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date

from accounts.models import ACCESS_CHOICES, Platform
from accounts.states import Access
from approvals.models import Request
from core.records import short_code
from core.staff.models import Person, Unit
from core.ui.eras import era_date
from policies.models import REPLY_CHOICES
from policies.rules import FURTHER, ITEMS, REPLIES, REPLY_NOTE

Body = Mapping[str, Any]

POLICY = (*ITEMS, REPLIES, REPLY_NOTE, FURTHER)
CLAUSES = {
    "platform_id": "第4-2-(1)②",
    "account_name": "第2",
    "reason": "第4-1-(2)",
    "section_id": "第4-1-(4)",
    "operators": "第4-3-(1)",
    **{item.field: item.clause for item in POLICY},
}
BEFORE_POLICY = (
    "platform_id", "account_name", "common_name", "handle", "reason", "section_id", "operators", "planned_start",
)  # fmt: skip
FIELDS = (*BEFORE_POLICY, *(item.field for item in POLICY), "attachments")
ACCESS = dict(ACCESS_CHOICES)
REPLY = dict(REPLY_CHOICES)
UNKNOWN = "(不明)"


@dataclass(frozen=True)
class Naming:
    """The names of services, units and persons that some bodies point to."""

    platforms: Mapping[int, Platform] = field(default_factory=dict)
    units: Mapping[int, Unit] = field(default_factory=dict)
    persons: Mapping[int, Person] = field(default_factory=dict)

    @classmethod
    def of(cls, *bodies: Body) -> "Naming":
        """Look up the names of all bodies together."""
        units = Unit.objects.select_related("parent__parent")
        return cls(
            Platform.objects.in_bulk(_keys(body.get("platform_id") for body in bodies)),
            units.in_bulk(_keys(body.get("section_id") for body in bodies)),
            Person.objects.in_bulk(_keys(one.get("person") for body in bodies for one in operators_of(body))),
        )


def pointed_to(bodies: Iterable[Body]) -> tuple[list[int], list[int]]:
    """Return the keys of the services and persons that some bodies point to."""
    known = list(bodies)
    people = (one.get("person") for body in known for one in operators_of(body))
    return _keys(body.get("platform_id") for body in known), _keys(people)


def _keys(values: Iterable[Any]) -> list[int]:
    return sorted({value for value in values if isinstance(value, int)})


def operators_of(body: Body) -> list[Mapping[str, Any]]:
    """Return the operating staff of a body."""
    return [one for one in body.get("operators") or [] if isinstance(one, Mapping)]


def label_of(name: str) -> str:
    """Return the label of a field on the pages."""
    if name == "attachments":
        return "添付"
    return str(next(f.verbose_name for f in Request._meta.concrete_fields if f.attname == name))


def text_of(name: str, body: Body, naming: Naming) -> str:
    """Return one field of a body in words; empty for nothing."""
    value = body.get(name)
    if name == "platform_id":
        platform = naming.platforms.get(value or 0)
        return platform.name if platform else ""
    if name == "section_id":
        unit = naming.units.get(value or 0)
        return unit.full_name if unit else ""
    if name == "operators":
        return "\n".join(_operator(one, naming) for one in operators_of(body))
    if name == "attachments":
        return "\n".join(f"{file} ({short_code(sha256)})" for file, sha256 in value or [])
    if name == "replies":
        return REPLY.get(str(value), "")
    return _day_words(value) if name == "planned_start" else str(value or "")


def _operator(one: Mapping[str, Any], naming: Naming) -> str:
    person = naming.persons.get(one.get("person") or 0)
    reason = f"。理由:{one['reason']}" if one.get("reason") else ""
    return f"{person.name if person else UNKNOWN}:{ACCESS.get(str(one.get('access')), UNKNOWN)}{reason}"


def day_of(value: object) -> date | None:
    """Return the day that a body holds as a date or as its ISO text."""
    return value if isinstance(value, date) else parse_date(str(value or ""))


def _day_words(value: object) -> str:
    day = day_of(value)
    return era_date(day) if day else ""


def headcount(body: Body) -> str:
    """Say how many operate, and how many of them enter the account (4-3-(1))."""
    everybody = operators_of(body)
    inside = [one for one in everybody if one.get("access") != Access.DRAFTS_ONLY]
    return f"{len(everybody)}人。うちアカウントに入るのは{len(inside)}人。第4-3-(1)" if everybody else ""
