"""Random histories of an account after its permission: acquisition, filing, corrections, operators, passwords, start.

The model knows who belongs where, what state follows, who operates, and what is owed; of the code under test it uses
nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from accounts.models import Account, AccountGrant, Operator
from accounts.states import AccountState
from approvals.actions import (
    abandon_account,
    acquire_account,
    add_to_account,
    ask_correction,
    correct_filing,
    end_on_account,
    file_filing,
    receive_filings,
    record_password_change,
    start_operation,
)
from approvals.models import Filing
from core.deadlines.models import Obligation
from core.lifecycle.actor import Actor
from core.records import Record
from core.staff.models import Person
from core.staff.offices import Office
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.histories import History, run
from tests.services import drills

pytestmark = pytest.mark.django_db

SECTION = {"staff", "second", "head", "deputy"}
MANAGER = {"head", "deputy"}
RECEIVING = {"director", "director's deputy"}
PEOPLE = [*sorted(SECTION), *sorted(RECEIVING), "policy director", "administrator", "foreign head"]
OPERATING = ["staff", "second", "head"]
SHARED, DRAFTS = "shared_password", "drafts_only"
ACTS = ["acquire", "acquire", "start", "file", "receive", "ask", "correct", "add", "add", "end", "password", "give up"]
WHO = {"start": MANAGER, "receive": RECEIVING, "ask": RECEIVING}
STAFFED = {"authorised", "acquired", "active"}
HELD = {"acquired", "active"}


def cast(world: OfficeWorld) -> dict[str, Actor]:
    """Return everybody who takes part, by name."""
    return {
        "staff": world.staff,
        "second": world.second_staff,
        "head": world.section_head,
        "deputy": a_deputy(world.section_head),
        "director": world.general_affairs_director,
        "director's deputy": a_deputy(world.general_affairs_director),
        "policy director": world.policy_director,
        "administrator": world.people[Office.ADMINISTRATOR],
        "foreign head": world.foreign[Office.SECTION_HEAD],
    }


class OneAccount(History):
    """A permitted account, everybody who may meet it, and the model of what must happen."""

    account: Account
    people: dict[str, Actor]

    @initialize()
    def begin(self) -> None:
        self.state, self.filing, self.asked = "authorised", "none", False
        self.operating: dict[str, str] = {}
        self.passwords = 0

    @rule(
        what=st.sampled_from(ACTS),
        by=st.sampled_from(PEOPLE),
        rightly=st.booleans(),
        whom=st.sampled_from(OPERATING),
        access=st.sampled_from([SHARED, DRAFTS]),
        ends=st.integers(0, 9),
    )
    def act(self, what: str, by: str, rightly: bool, whom: str, access: str, ends: int) -> None:
        """Do one thing; half of the time by somebody whose office it is, giving up rarely, so that histories grow."""
        if what == "give up" and ends:
            return
        may = WHO.get(what, SECTION)
        if rightly and by not in may:
            by = min(may)
        allowed = by in may and self.possible(what, whom)
        self.expect(allowed, self.call(what, by, whom, access))
        if allowed:
            self.follow(what, whom, access)

    def possible(self, what: str, whom: str) -> bool:
        """Tell whether an act is possible now, by whoever's office it is."""
        return {
            "acquire": self.state == "authorised",
            "give up": self.state == "authorised",
            "start": self.state == "acquired" and bool(self.operating),
            "file": self.filing == "due",
            "receive": self.filing != "none",  # one that is not filed is passed over
            "ask": self.filing in {"filed", "received"} and not self.asked,
            "correct": self.asked,
            "add": self.state in STAFFED and whom not in self.operating,
            "end": self.state in STAFFED and whom in self.operating,
            "password": self.state in HELD,
        }[what]

    def call(self, what: str, by: str, whom: str, access: str) -> Callable[[], Any]:
        """Return the act itself; what is not there yet is refused as it is on a page: it does not exist."""
        of_account: dict[str, Callable[..., Any]] = {
            "acquire": partial(acquire_account, **self.as_permitted()),
            "give up": partial(abandon_account, reason="不要"),
            "start": start_operation,
            "add": partial(add_to_account, person=self.person(whom), access=access, reason="投稿するため"),
            "password": partial(record_password_change, changed_by=self.person("staff"), changed_on=ON),
        }
        made = {"by": self.people[by], "at": AT}
        if what in of_account:
            return partial(of_account[what], self.account, **made)
        record = self.operator(whom) if what == "end" else Filing.objects.filter(account=self.account).first()
        if record is None:
            return refuse_what_is_not_there
        of_record: dict[str, Callable[..., Any]] = {
            "end": partial(end_on_account, reason="異動"),
            "file": file_filing,
            "receive": lambda filing, **given: receive_filings([filing], **given),
            "ask": partial(ask_correction, correction="通称を直してください。"),
            "correct": partial(correct_filing, note="直しました。"),
        }
        return partial(of_record[what], record, **made)

    def as_permitted(self) -> dict[str, Any]:
        """Return the facts of an acquisition that differs in nothing."""
        handle, name = self.account.handle, self.account.name
        return {"url": f"https://x.com/{handle}", "handle": handle, "name": name, "acquired_on": ON}

    def operator(self, whom: str) -> Operator | None:
        """Return the last entry of a person as operator."""
        return Operator.objects.filter(account=self.account, person=self.person(whom)).order_by("pk").last()

    def person(self, name: str) -> Person:
        person = self.people[name].person
        assert person is not None
        return person

    def follow(self, what: str, whom: str, access: str) -> None:
        """Bring the model on by one act."""
        held = self.state in HELD
        if what == "acquire":
            self.state, self.filing = "acquired", "due"
            self.operating.setdefault("staff", SHARED)
        elif what == "give up":
            self.state, self.operating = "abandoned", {}
        elif what == "start":
            self.state = "active"
        elif what in {"file", "receive"}:
            self.filing = {("file", "due"): "filed", ("receive", "filed"): "received"}.get(
                (what, self.filing), self.filing
            )
        elif what in {"ask", "correct"}:
            self.asked = what == "ask"
        elif what == "add":
            self.operating[whom] = access
            self.passwords += held and access == SHARED
        elif what == "end":
            self.passwords += held and self.operating.pop(whom) == SHARED
            self.operating.pop(whom, None)
        else:
            self.passwords = 0

    @invariant()
    def everything_stands_where_the_model_says(self) -> None:
        if not hasattr(self, "state"):
            return
        filing = Filing.objects.filter(account=self.account).values_list("state", flat=True).first()
        assert (again(self.account).state, filing or "none") == (self.state, self.filing)
        kept = Operator.objects.filter(account=self.account, ends_on=None).values_list("person", "access")
        grants = AccountGrant.objects.filter(content_object=self.account).values_list("user", flat=True)
        assert dict(kept) == {self.person(name).pk: access for name, access in self.operating.items()}
        assert set(grants) == {self.person(name).pk for name in self.operating}

    @invariant()
    def everybody_owes_what_the_model_says(self) -> None:
        if not hasattr(self, "state"):
            return
        open_ones = Obligation.objects.open().values_list("rule", "debtor_office")
        assert Counter(open_ones) == Counter(self.owed())

    def owed(self) -> Iterable[tuple[str, str]]:
        """Yield what waits, and for which office."""
        if self.state == "authorised":
            yield "approvals.acquire", Office.STAFF.value
        if self.state == "acquired":
            yield "approvals.start", Office.SECTION_HEAD.value
        if self.state == "active":
            yield from (("publications.homepage", Office.STAFF.value), ("publications.profile", Office.STAFF.value))
        if self.filing == "due":
            yield "approvals.file", Office.STAFF.value
        if self.filing == "filed":
            yield "approvals.receive", Office.GENERAL_AFFAIRS_DIRECTOR.value
        if self.asked:
            yield "approvals.correct", Office.STAFF.value
        yield from [("approvals.password", Office.SECTION_HEAD.value)] * self.passwords

    def records(self) -> Iterable[Record]:
        account = again(self.account)
        return [account, *account.filings.all(), *account.operators.all(), *account.password_changes.all()]


def refuse_what_is_not_there() -> None:
    """Raise what a page answers for a record that does not exist, as a refusal."""
    from core.lifecycle.errors import Denied

    raise Denied("ありません。")


@pytest.mark.drill
@pytest.mark.slow
def test_random_histories_of_an_account(report: drills.Report) -> None:
    world = an_office_world()
    OneAccount.people = cast(world)
    OneAccount.account = an_account(AccountState.AUTHORISED, world=world)
    examples, words = run(OneAccount, usual=15, full=2000)
    report("histories", "accounts, filings, operators, passwords", tried=examples, outcome=words)
