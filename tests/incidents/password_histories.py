"""What histories of problems do with the passwords that hijacks ask for, and what of these must wait (4-3-(2))."""

from functools import partial
from typing import Any

from hypothesis.stateful import invariant

from accounts.models import Account
from approvals.actions import record_password_change
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld
from tests.histories import History
from tests.incidents.problem_model import SECTION, Problem


class Passwords(History):
    """Problems of some accounts, and whose password was changed."""

    world: OfficeWorld
    accounts: dict[str, Account | None]
    people: dict[str, Actor]

    def begin_empty(self) -> None:
        """Know of no problem and of no change."""
        self.problems: list[Problem] = []
        self.keys: list[int] = []
        self.changed: set[str] = set()

    def change_password(self, by: str, place: str) -> None:
        """Record that the password of an account was changed."""
        account = self.accounts[place]
        if account is not None:
            said: dict[str, Any] = {"changed_by": self.world.staff.person, "changed_on": ON}
            may = by in SECTION[place]
            self.expect(may, partial(record_password_change, account, by=self.people[by], at=AT, **said))
            if may:
                self.password_changed(place)

    def password_changed(self, place: str) -> None:
        """Let nothing wait for the password any more."""
        self.changed.add(place)
        for one in self.problems:
            one.passwords = [other for other in one.passwords if other != place]

    def follow_access(self, one: Problem) -> None:
        """Ask for a new password of a hijack, unless it was changed since; of another kind for none."""
        if one.kind != "hijack":
            one.forget_password(one.place, self.problems)
        elif one.place not in self.changed:
            one.owe_password()

    @invariant()
    def the_passwords_owed_are_what_the_model_says(self) -> None:
        for one, key in zip(getattr(self, "problems", []), getattr(self, "keys", []), strict=True):
            found = Obligation.objects.open().filter(rule="approvals.password")
            due = found.filter(occurrence__startswith=f"incidents:{key}:").values_list("about", flat=True)
            places = {account.stream: place for place, account in self.accounts.items() if account is not None}
            assert sorted(places[about] for about in due) == sorted(one.passwords)
