"""Accounts that exist before the system enter in operation, by 総務部長, on their paper document (ADR 0026)."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import Account
from accounts.moves import REGISTER
from accounts.registration import register_accounts
from accounts.states import AccountState
from core.audit.models import Event
from core.lifecycle.act import acting, perform
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.decisions import decision_events
from core.lifecycle.errors import Conflict, Denied, ProofNeeded
from core.lifecycle.proof import proved
from core.lifecycle.trails import facts_of
from core.staff.offices import Office
from tests.approvals.attempts import everybody, outcome
from tests.dashboard.evidence.forging import found, insert, overwrite, tell
from tests.factories import AT, ON, everything
from tests.factories.approvals import OfficeWorld, a_deputy, a_request, an_account, an_office_world
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
PAPER: dict[str, Any] = {"paper_number": "26総第12号", "paper_on": date(2014, 7, 8), "started_on": date(2014, 8, 1)}


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held."""
    return an_office_world()


def register(world: OfficeWorld, by: Actor | None = None, **values: Any) -> Account:
    """Register an account of the world's section."""
    given: dict[str, Any] = {
        "platform": a_platform(),
        "name": "いわき観光だより",
        "handle": "iwaki_old",
        "url": "https://x.com/iwaki_old",
        "section": world.section,
        **PAPER,
    }
    with acting(by=by or world.general_affairs_director, at=AT) as act:
        return register_accounts(act, [given | values])[0]


def test_registered_account_is_in_operation_on_its_document(world: OfficeWorld) -> None:
    account = register(world)

    assert (account.state, account.paper_number, account.paper_on, account.started_on) == (
        "active",
        "26総第12号",
        date(2014, 7, 8),
        date(2014, 8, 1),
    )
    assert (account.acquired_on, account.acquired_by, account.is_registered) == (None, None, True)


def test_registration_is_one_event_and_a_decision_of_the_office(world: OfficeWorld) -> None:
    account = register(world, source="accounts.csv 2行目")

    (event,) = Event.objects.filter(stream=account.stream)
    assert (event.move, event.label, event.office, event.to_state, event.number) == (
        "accounts.account.create+register",
        "紙の文書により登録した",
        "general_affairs_director",
        "active",
        1,
    )
    assert facts_of(event)["source"] == "accounts.csv 2行目"
    assert list(decision_events()) == [event]


REGISTERS: dict[str, str] = {
    "general_affairs_director": "done",
    **dict.fromkeys(
        [
            "staff", "section_head", "department_head", "policy_director", "deputy_mayor", "pr_section_head",
            "personnel_officer", "records_officer", "auditor", "administrator", "foreign staff",
            "foreign section_head", "foreign department_head", "system",
        ],
        "denied",
    ),
}  # fmt: skip
"""Every office, and whether it registers."""


def test_office_that_registers(world: OfficeWorld) -> None:
    people = everybody(world)

    assert {who: outcome(partial(register, world, by)) for who, by in people.items()} == REGISTERS


def test_deputy_registers_within_the_period_only(world: OfficeWorld) -> None:
    deputy = a_deputy(world.general_affairs_director, ON, ON)
    later = AT + timedelta(days=1)

    assert register(world, deputy).state == "active"
    with pytest.raises(Denied), acting(by=deputy, at=later):
        pass


@pytest.mark.parametrize("state", [state for state in AccountState if state != AccountState.PLANNED])
def test_account_in_another_state_is_not_registered(world: OfficeWorld, state: AccountState) -> None:
    account = an_account(state, world=world)
    with pytest.raises(Conflict):
        perform(account, REGISTER, by=world.general_affairs_director, at=AT, **PAPER)


def test_account_that_a_request_is_about_is_not_registered(world: OfficeWorld) -> None:
    account = a_request(world=world).account
    assert account is not None

    with pytest.raises(Denied, match="起案のあるアカウントは登録できません。"):
        perform(account, REGISTER, by=world.general_affairs_director, at=AT, **PAPER)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"paper_number": " "}, "paper_number", "許可を受けた紙の文書の番号を入力してください。"),
        ({"paper_on": ON + timedelta(days=1)}, "paper_on", "文書の日付は、きょう以前の日を入力してください。"),
        ({"started_on": ON + timedelta(days=1)}, "started_on", "運用開始日は、きょう以前の日を入力してください。"),
        ({"url": ""}, "url", "https:// から始まるURLを入力してください。"),
        ({"url": "https://bit.ly/a"}, "url", "短縮URLは使えません。転送先の長いURLをそのまま入力してください。"),
    ],
)
def test_registration_without_its_facts_is_refused(
    world: OfficeWorld, values: dict[str, Any], field: str, sentence: str
) -> None:
    a_platform()
    before = everything()

    with pytest.raises(Denied) as refused:
        register(world, **values)

    assert (refused.value.field, refused.value.reason, everything()) == (field, sentence, before)


def test_registration_asks_for_a_recent_sign_in(world: OfficeWorld) -> None:
    with proved(AT - timedelta(hours=5)), pytest.raises(ProofNeeded):
        register(world)


@pytest.mark.parametrize(
    "wrong",
    [{"paper_on": None}, {"paper_number": ""}, {"state": "planned"}, {"url": ""}],
    ids="".join,
)
def test_database_holds_document_and_state_together(world: OfficeWorld, wrong: dict[str, Any]) -> None:
    account = register(world)

    with pytest.raises(IntegrityError):
        overwrite(account, **wrong)


def test_evidence_takes_a_registration_by_the_office(world: OfficeWorld) -> None:
    register(world)
    register(world, a_deputy(world.general_affairs_director), handle="iwaki_2", url="https://x.com/iwaki_2")

    assert found() == []


def test_evidence_finds_a_row_that_claims_a_document(world: OfficeWorld) -> None:
    values = {"platform": a_platform(), "name": "偽", "url": "https://x.com/n", "section": world.section}
    forged = insert(Account, state="active", **values, **PAPER)

    assert found() == [
        ("no_filing", forged.stream),
        ("no_permission", forged.stream),
        ("paper", forged.stream),
        ("state", forged.stream),
    ]


def forged_event(world: OfficeWorld, by: Actor) -> Account:
    """Insert a row and, as its first event, a registration by somebody."""
    values = {"platform": a_platform(), "name": "偽", "url": "https://x.com/n", "section": world.section}
    forged: Account = insert(Account, state="active", version=0, **values, **PAPER)
    told = {"paper_number": ["", "26総第12号"], "paper_on": [None, "2014-07-08"]}
    tell(forged, "create+register", "紙の文書により登録した", by, AT, after="active", **told)
    return forged


def test_evidence_finds_a_registration_by_another_office(world: OfficeWorld) -> None:
    forged = forged_event(world, world.people[Office.ADMINISTRATOR])

    assert found() == [("no_filing", forged.stream), ("no_permission", forged.stream), ("wrong_office", forged.stream)]


def test_evidence_finds_a_registration_by_somebody_without_the_office(world: OfficeWorld) -> None:
    head = world.general_affairs_director
    forged = forged_event(world, Actor(world.staff.person, head.office, head.unit, head.label))

    assert found() == [("no_authority", forged.stream)]


def test_evidence_finds_a_registration_by_the_clock(world: OfficeWorld) -> None:
    forged = forged_event(world, SYSTEM)

    assert found() == [("no_filing", forged.stream), ("no_permission", forged.stream), ("wrong_office", forged.stream)]


def test_evidence_finds_another_document_number(world: OfficeWorld) -> None:
    account = register(world)
    overwrite(account, paper_number="26総第99号")

    assert found() == [("paper", account.stream)]


def test_evidence_finds_a_registration_added_to_an_account_of_a_request(world: OfficeWorld) -> None:
    account = a_request(world=world).account
    assert account is not None
    told = {"paper_number": ["", "26総第12号"], "paper_on": [None, "2014-07-08"]}
    tell(account, "register", "紙の文書により登録した", world.general_affairs_director, AT, after="active", **told)
    overwrite(account, state="active", url="https://x.com/n", **PAPER)

    assert found() == [("no_filing", account.stream), ("no_permission", account.stream)]
