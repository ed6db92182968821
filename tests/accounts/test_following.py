"""What an act opens and ends about an account is counted from what the row held; all else is asked anew (ADR 0042)."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from accounts import cases, following
from accounts.cases import Load
from accounts.finding import NEVER, Finding
from accounts.models import Account
from accounts.projection import differing, worked_out
from approvals.actions import decide_step
from approvals.moves.decision import CONSENT
from core.deadlines.duties import Debtor, Duty, fulfil_duty, open_duty
from core.deadlines.models import Obligation
from core.deadlines.moves import FULFIL
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.staff.offices import Office
from tests.factories import AT, ON
from tests.factories.approvals import a_request, an_account, an_office_world, pending_step

pytestmark = pytest.mark.django_db
DUTY = Duty("checking", "確かめる", "第4-3")
Asked = list[list[int]]


@pytest.fixture
def account() -> Account:
    return an_account(world=an_office_world())


@pytest.fixture
def asked(account: Account, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Return the accounts whose open duties are asked of the database from now on."""
    found: Asked = []

    def loads(keys: Iterable[int]) -> defaultdict[int, Load]:
        found.append(list(keys))
        return cases.loads(found[-1])

    monkeypatch.setattr(following, "loads", loads)
    return found


def act_on(
    account: Account, *opens: tuple[str, int | None], ends: Iterable[str] = (), pulls: Iterable[str] = ()
) -> None:
    """In one act end some duties, bring some forward by a day, and open others with days from today."""
    with acting(by=SYSTEM, at=AT) as act:
        for name in ends:
            fulfil_duty(act, DUTY, account, occurrence=name)
        for one in Obligation.objects.open().filter(rule=DUTY.rule, occurrence__in=list(pulls), due_on__isnull=False):
            assert one.due_on is not None
            act.edit(one, due_on=one.due_on - timedelta(days=1))
        for name, days in opens:
            due_on = None if days is None else ON + timedelta(days=days)
            debtor = Debtor(Office.GENERAL_AFFAIRS_DIRECTOR)
            given: Any = {"title": name, "link": ("thing", account.pk), "occurrence": name, "due_on": due_on}
            open_duty(act, DUTY, account, debtor, **given)


def row(account: Account) -> tuple[int, date]:
    """Return what the row holds, which is what working it out anew gives."""
    found = Finding.objects.get(pk=account.pk)
    assert differing(worked_out([account.pk])) == []
    return found.open_duties, found.due_on


def cleared(account: Account) -> None:
    """End what is open about the account and its papers from before."""
    with acting(by=SYSTEM, at=AT) as act:
        for one in Obligation.objects.open():
            act.perform(one, FULFIL, ended_on=ON)


@pytest.mark.parametrize(
    ("before", "act", "after", "questions"),
    [
        ([], {"opens": [("a", 3)]}, (1, 3), 0),
        ([], {"opens": [("a", None)]}, (1, None), 0),
        ([("a", 3)], {"ends": "a"}, (0, None), 0),
        ([("a", 3)], {"ends": "a", "opens": [("b", 9)]}, (1, 9), 0),
        ([("a", 3)], {"opens": [("b", 9), ("c", 1)]}, (3, 1), 0),
        ([("a", 3), ("b", 5)], {"ends": "b"}, (1, 3), 0),
        ([("a", 3), ("b", None)], {"ends": "b", "opens": [("c", 4)]}, (2, 3), 0),
        ([("a", 3), ("b", 5)], {"ends": "ab", "opens": [("c", None)]}, (1, None), 0),
        ([("a", 3), ("b", 5)], {"ends": "a"}, (1, 5), 1),
        ([("a", 3), ("b", 3)], {"ends": "a"}, (1, 3), 1),
        ([("a", None), ("b", None)], {"ends": "a"}, (1, None), 1),
        ([("a", 3)], {"pulls": "a"}, (1, 2), 1),
        ([("a", 3), ("b", 9)], {"pulls": "b", "opens": [("c", 1)]}, (3, 1), 1),
    ],
)
def test_a_row_follows_what_is_opened_and_ended(
    account: Account, asked: Asked, before: Any, act: dict[str, Any], after: tuple[int, int | None], questions: int
) -> None:
    cleared(account)
    act_on(account, *before)
    asked.clear()
    act_on(account, *act.pop("opens", ()), **act)
    count, days = after
    assert row(account) == (count, NEVER if days is None else ON + timedelta(days=days))
    assert asked == [[account.pk]] * questions


@pytest.mark.parametrize("seed", range(6))
def test_whatever_acts_follow_each_other_the_row_is_what_the_records_give(account: Account, seed: int) -> None:
    chance, names, still = random.Random(seed), iter(range(1000)), set[str]()  # no secret
    for _ in range(25):
        ends = {name for name in sorted(still) if chance.random() < 0.3}
        pulls = {name for name in sorted(still - ends) if chance.random() < 0.1}
        opens = [(str(next(names)), chance.choice([None, 0, 1, 1, 2, 7])) for _ in range(chance.choice([0, 0, 1, 2]))]
        act_on(account, *opens, ends=ends, pulls=pulls)
        still = (still - ends) | {name for name, _ in opens}
        row(account)


def test_an_act_about_two_accounts_asks_for_both(account: Account, asked: Asked) -> None:
    other = an_account(world=an_office_world())
    asked.clear()
    with acting(by=SYSTEM, at=AT) as act:
        for one in (account, other):
            given: Any = {"title": "両方", "link": ("thing", one.pk), "due_on": ON}
            open_duty(act, DUTY, one, Debtor(Office.GENERAL_AFFAIRS_DIRECTOR), **given)
    assert [sorted(keys) for keys in asked] == [[account.pk, other.pk]]
    assert [row(one)[1] for one in (account, other)] == [ON, ON]


def test_a_decision_about_a_request_asks_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    world = an_office_world()
    step = pending_step(a_request(world=world))
    monkeypatch.setattr(following, "loads", None)
    decide_step(step, CONSENT, by=world.section_head, at=AT, seen=step.fingerprint())
    assert differing(worked_out(list(Account.objects.values_list("pk", flat=True)))) == []
