"""How often a password may be guessed: the tables and signals of django-axes under rules of our own (ADR 0019).

Failures are counted for a staff number as it was typed, whether or not anybody has it, so that the answers say
nothing about who exists. Every limit ends by itself; what is refused while it lasts does not make it longer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Sum
from django.http import HttpRequest, HttpResponse

from core.people import sessions
from core.people.addresses import client_address
from core.people.devices import known_device, number_key

OWN_LIMIT = settings.AXES_FAILURE_LIMIT
"""Failures of one number from one address, or in one browser known to its person."""
PERSON_LIMIT = 20
"""Failures of one number from all browsers unknown to its person, wherever they stand."""
ADDRESS_LIMIT = 50
"""Failures from one address, behind which a whole city hall may stand."""
NOTED_LIMIT = 200
"""Failures of all numbers within one window that the audit trail names one by one."""

Row = tuple[str, str, datetime, int]


@dataclass(frozen=True)
class Attempt:
    """One try: whose number, from where, when; `device` names the browser when the person knows it."""

    number: str
    address: str
    device: str
    at: datetime

    @classmethod
    def of(cls, request: HttpRequest, staff_number: str) -> "Attempt":
        """Read a request."""
        device = known_device(request, staff_number)
        return cls(number_key(staff_number), client_address(request), device, instant_of(request))

    @property
    def name(self) -> str:
        """Return under which name failures are counted."""
        return f"{self.number}:{self.device}" if self.device else self.number

    def rules(self) -> list[tuple[int, Mapping[int, str]]]:
        """Return each limit with what a row must name to count: its place in `Row` and the value.

        A browser the person knows is judged by its own failures alone.
        """
        if self.device:
            return [(OWN_LIMIT, {0: self.name})]
        return [
            (OWN_LIMIT, {0: self.name, 1: self.address}),
            (PERSON_LIMIT, {0: self.name}),
            (ADDRESS_LIMIT, {1: self.address}),
        ]


class Throttle(AxesDatabaseHandler):
    """What axes asks and tells, answered by the rules above; a success is forgotten by `sign_in`, not by a signal."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Tell whether a try is refused unseen."""
        return locked_until(Attempt.of(request, _typed(credentials))) is not None

    def user_login_failed(self, sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
        """Count a failure; one that was refused unseen is none."""
        if request is not None and not request.axes_locked_out:
            count(Attempt.of(request, _typed(credentials)))

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        """Start the clocks of the session, whoever began it: one without them is over."""
        sessions.begin(request.session, instant_of(request))

    def user_logged_out(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        """Do nothing."""


def instant_of(request: Any) -> datetime:
    """Return the instant of a request; axes notes one where no middleware did."""
    at: datetime = getattr(request, "at", None) or request.axes_attempt_time
    return at


def keep_answer(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """Leave the answer to the view that asked."""
    return response


def was_refused(request: HttpRequest) -> bool:
    """Tell whether the try of a request was refused unseen."""
    return bool(getattr(request, "axes_locked_out", False))


def count(attempt: Attempt) -> None:
    """Add one failure; rows that no limit reads any more go."""
    with transaction.atomic():
        clear_old(attempt.at)
        row, _ = AccessAttempt.objects.select_for_update().get_or_create(
            username=attempt.name, ip_address=attempt.address, user_agent="", defaults={"failures_since_start": 0}
        )
        AccessAttempt.objects.filter(pk=row.pk).update(
            failures_since_start=F("failures_since_start") + 1, attempt_time=attempt.at
        )


def locked_until(attempt: Attempt) -> datetime | None:
    """Return when tries are taken again, None when they are now."""
    among = Q(username=attempt.name) if attempt.device else Q(username=attempt.name) | Q(ip_address=attempt.address)
    rows: list[Row] = list(
        AccessAttempt.objects.filter(among, attempt_time__gt=attempt.at - _window())
        .order_by("attempt_time")
        .values_list("username", "ip_address", "attempt_time", "failures_since_start")
    )
    ends = [
        end
        for limit, named in attempt.rules()
        if (end := _end([row for row in rows if all(row[place] == value for place, value in named.items())], limit))
    ]
    return max(ends, default=None)


def _end(rows: Iterable[Row], limit: int) -> datetime | None:
    """Return when enough of the rows, oldest first, have left the window for their sum to fall below a limit."""
    rows = list(rows)
    left, end = sum(failures for *_, failures in rows), None
    for *_, failed_at, failures in rows:
        if left < limit:
            break
        left, end = left - failures, failed_at + _window()
    return end


def forget(attempt: Attempt) -> None:
    """Forget the failures before a success: of this number at this address, or in this browser."""
    own = {} if attempt.device else {"ip_address": attempt.address}
    AccessAttempt.objects.filter(username=attempt.name, **own).delete()


def is_named(at: datetime) -> bool:
    """Tell whether the trail still names failures one by one: nobody fills it by guessing."""
    found = AccessAttempt.objects.filter(attempt_time__gt=at - _window())
    return (found.aggregate(sum=Sum("failures_since_start"))["sum"] or 0) <= NOTED_LIMIT


def limits_of(staff_number: str, at: datetime) -> tuple[int, datetime | None]:
    """Return how many failures of a number the limits read now, and until when tries are refused somewhere by them.

    None where they are refused nowhere.
    """
    rows: list[Row] = list(
        _of_number(staff_number)
        .filter(attempt_time__gt=at - _window())
        .order_by("attempt_time")
        .values_list("username", "ip_address", "attempt_time", "failures_since_start")
    )
    return sum(failures for *_, failures in rows), _closed_until(number_key(staff_number), rows)


def _closed_until(key: str, rows: list[Row]) -> datetime | None:
    places = {(row[0], row[1] if row[0] == key else "") for row in rows}
    own = [[row for row in rows if row[0] == name and address in ("", row[1])] for name, address in places]
    everywhere = [row for row in rows if row[0] == key]
    ends = [*(_end(some, OWN_LIMIT) for some in own), _end(everywhere, PERSON_LIMIT)]
    return max((end for end in ends if end is not None), default=None)


def release(staff_number: str) -> None:
    """Forget all failures of a number, wherever they were made."""
    _of_number(staff_number).delete()


def clear_old(at: datetime) -> None:
    """Delete what no limit reads any more."""
    AccessAttempt.objects.filter(attempt_time__lte=at - _window()).delete()


def _of_number(staff_number: str) -> Any:
    key = number_key(staff_number)
    return AccessAttempt.objects.filter(Q(username=key) | Q(username__startswith=f"{key}:"))


def _typed(credentials: Mapping[str, Any] | None) -> str:
    return str((credentials or {}).get("staff_number") or "")


def _window() -> timedelta:
    window: timedelta = settings.AXES_COOLOFF_TIME
    return window
