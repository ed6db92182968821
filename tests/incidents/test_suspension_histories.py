"""Random histories of one account's silence, also while its end is announced: a small model says what goes through.

Whatever happens: the account keeps the state that the notice of its end gives it, one look is owed while it is silent
and none otherwise, the registry finds it by that, and no problem that goes on is left as a reason of a silence that
is over.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from accounts.finding import Finding
from accounts.models import Account
from accounts.projection import differing, worked_out
from approvals.models import ChangeNotice
from approvals.notices.actions import cancel_notice
from approvals.notices.states import NoticeKind, NoticeState
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.records import Record
from core.staff.offices import Office
from incidents.actions import contain_incident, reopen_incident
from incidents.models import Incident
from incidents.states import IncidentKind, IncidentState
from incidents.suspending.actions import reinstate_account, renew_suspension, suspend_account
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.incidents import an_incident, finish_all
from tests.factories.notices import a_notice
from tests.factories.suspensions import SAID, WHY
from tests.histories import History, run
from tests.services import drills

pytestmark = pytest.mark.django_db
MANAGERS = {"head", "deputy", "department head"}
PEOPLE = sorted(MANAGERS | {"staff", "pr head", "foreign staff"})
SILENT = ("suspend", "renew", "reinstate")
ACTS = [*(SILENT * 3), "announce", "cancel", "contain", "reopen"]
PROBLEMS = 2
DAY: dict[str, Any] = {"suspension_due_on": ON + timedelta(days=7)}


class Silence(History):
    """An account with two problems, everybody who may meet them, and the model of its silence."""

    world: OfficeWorld
    account: Account
    incidents: list[Incident]
    people: dict[str, Actor]

    @initialize()
    def begin(self) -> None:
        self.silent, self.notice = False, None
        self.goes_on = [True] * PROBLEMS
        self.reasons: set[int] = set()

    silent: bool = False
    notice: ChangeNotice | None = None

    @rule(
        what=st.sampled_from(ACTS),
        by=st.sampled_from([*PEOPLE, "head", "head", "deputy"]),
        because=st.sampled_from([None, *range(PROBLEMS)]),
    )
    def act(self, what: str, by: str, because: int | None) -> None:
        """Do one thing about the account or one of its problems."""
        if what in SILENT:
            self.speak(what, by, because)
        elif what in {"announce", "cancel"}:
            self.end(what)
        else:
            self.work(what, because or 0)

    def speak(self, what: str, by: str, because: int | None) -> None:
        """Silence the account, look at that again, or put it back; by somebody who may or may not."""
        account, incident = again(self.account), None if because is None else again(self.incidents[because])
        acts: dict[str, tuple[bool, Callable[..., Any]]] = {
            "suspend": (
                not self.silent,
                partial(suspend_account, suspended_for=WHY, suspended_words=SAID, incident=incident, **DAY),
            ),
            "renew": (
                self.silent,
                partial(renew_suspension, reason="まだ", suspended_words=SAID, incident=incident, **DAY),
            ),
            "reinstate": (
                self.silent and not any(self.goes_on[one] for one in self.reasons),
                partial(reinstate_account, done="確かめた。"),
            ),
        }
        may, call = acts[what]
        may = may and by in MANAGERS
        self.expect(may, partial(call, account, by=self.people[by], at=AT))
        if may:
            found = set() if because is None else {because}
            self.silent = what != "reinstate"
            self.reasons = set() if what == "reinstate" else self.reasons | found

    def end(self, what: str) -> None:
        """Announce the end of the account, or cancel that."""
        account = again(self.account)
        if what == "announce" and self.notice is None:
            self.notice = a_notice(NoticeState.ANNOUNCED, NoticeKind.CLOSURE, world=self.world, account=account)
        elif what == "cancel" and self.notice is not None:
            days: dict[str, Any] = {"account_on": ON, "homepage_on": ON}
            cancel_notice(again(self.notice), by=self.world.section_head, at=AT, cancel_reason="続ける", **days)
            self.notice = None

    def work(self, what: str, number: int) -> None:
        """Contain a problem or take it up again."""
        incident, head = again(self.incidents[number]), self.world.section_head
        if what == "contain":
            if self.goes_on[number]:
                finish_all(incident, head)
            contain = partial(contain_incident, again(incident), by=head, at=AT, contained_words="止まった。")
            self.expect(self.goes_on[number], contain)
            self.goes_on[number] = False
        else:
            reopen = partial(reopen_incident, incident, by=head, at=AT, reason="また")
            self.expect(not self.goes_on[number], reopen)
            self.goes_on[number] = True

    @invariant()
    def the_account_is_what_the_model_says(self) -> None:
        account = again(self.account)
        state = "closing" if self.notice is not None else "suspended" if self.silent else "active"
        assert (account.state, account.suspended_on is not None, account.suspended_words) == (
            state,
            self.silent,
            SAID if self.silent else "",
        )

    @invariant()
    def one_look_is_owed_while_it_is_silent(self) -> None:
        owed = Obligation.objects.open().about(self.account.stream).filter(rule="accounts.suspension")
        assert owed.count() == int(self.silent)

    @invariant()
    def the_registry_finds_it_while_it_is_silent(self) -> None:
        assert Finding.objects.get(pk=self.account.pk).suspended == self.silent
        assert differing(worked_out([self.account.pk])) == []

    @invariant()
    def its_reasons_are_what_the_model_says(self) -> None:
        keys = set(Incident.objects.suspending(self.account).values_list("pk", flat=True))
        assert keys == {self.incidents[one].pk for one in getattr(self, "reasons", ())}

    def records(self) -> list[Record]:
        return [again(self.account), *(again(one) for one in self.incidents)]


@pytest.mark.drill
@pytest.mark.slow
def test_random_histories_of_a_silence(report: drills.Report) -> None:
    world = an_office_world()
    Silence.world, Silence.account = world, an_account(world=world)
    Silence.incidents = [
        an_incident(IncidentState.ACKNOWLEDGED, world=world, kind=IncidentKind.OTHER, account=Silence.account)
        for _ in range(PROBLEMS)
    ]
    Silence.people = {
        "staff": world.staff,
        "head": world.section_head,
        "deputy": a_deputy(world.section_head),
        "department head": world.department_head,
        "pr head": world.people[Office.PR_SECTION_HEAD],
        "foreign staff": world.foreign[Office.STAFF],
    }
    tried, outcome = run(Silence, usual=6, full=100)
    report("histories", "a silence of an account", tried=tried, outcome=outcome)
