"""Who will operate an account when its acquisition is recorded: those permitted who are still there, those added since.

Months may lie between request and acquisition; who left meanwhile gets no record and no grant (4-1-(3), 4-3-(1)).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import Account
from accounts.operators import entered, present
from approvals.models import Request
from approvals.states import RequestState
from core.lifecycle.errors import Denied
from core.staff.models import Person


@dataclass(frozen=True)
class Planned:
    """One of the operating staff as the request was permitted."""

    person: Person
    access: str
    reason: str


@dataclass(frozen=True)
class Staffing:
    """The operating staff on a day: who is entered with the acquisition, who has left, who was added since."""

    entering: list[Planned]
    left: list[Person]
    added: list[Person]

    @property
    def anybody(self) -> bool:
        """Tell whether somebody will operate the account."""
        return bool(self.entering or self.added)


def to_operate(account: Account) -> set[int]:
    """Return the keys of the people who operate an account or were permitted to, still there or not."""
    added = account.operators.filter(ends_on=None).values_list("person", flat=True)
    permitted = account.requests.filter(state=RequestState.APPROVED)
    return {row["person"] for request in permitted for row in request.operators} | set(added)


def staffing_of(account: Account, request: Request, on: date) -> Staffing:
    """Return the operating staff of an account that is about to be acquired."""
    known = entered(account, on)
    added = [operator.person for operator, is_here in known if is_here]
    keys = {operator.person_id for operator, _ in known}
    planned = [one for one in _planned(request) if one.person.pk not in keys]
    here = present((one.person.pk for one in planned), on)
    return Staffing(
        [one for one in planned if one.person.pk in here],
        [one.person for one in planned if one.person.pk not in here],
        added,
    )


def _planned(request: Request) -> Iterator[Planned]:
    people = Person.objects.in_bulk([row["person"] for row in request.operators])
    return (Planned(people[row["person"]], row["access"], row["reason"]) for row in request.operators)


def require_staff(staffing: Staffing) -> None:
    """Refuse an account that nobody would operate.

    Raises:
        Denied: naming who has left, with the way on (4-1-(3)).
    """
    if not staffing.anybody:
        names = "、".join(person.name for person in staffing.left)
        raise Denied(
            f"起案で決めた運用担当({names})は、いま在職していないか、任用がありません。",
            "第4-1-(3)",
            "「運用担当を加える」で、いまの職員を登録してから記録してください。",
        )
