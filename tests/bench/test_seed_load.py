"""`manage.py seed_load`: what it fills a database with is what real acts would have left behind."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.finding import Finding
from accounts.models import Account, AccountGrant, Operator
from accounts.states import AccountState
from approvals.models import Filing, NumberCounter, Request
from core.audit.models import Event, Unsealed
from core.deadlines.models import Obligation, Telling
from core.lifecycle.verifying import verify
from core.staff.models import Unit
from dashboard.evidence.check import check_evidence
from tests.factories import a_person

pytestmark = pytest.mark.django_db
ACCOUNTS, EVENTS = 60, 1500


def seed(accounts: int = ACCOUNTS, events: int = EVENTS) -> str:
    out = StringIO()
    call_command("seed_load", accounts=accounts, events=events, verbosity=0, stdout=out)
    return out.getvalue()


def test_seed_load_leaves_a_whole_trail() -> None:
    seed()
    found = verify()
    assert found.faults == []
    assert found.waiting == Unsealed.objects.count() == 0
    assert found.events == Event.objects.count()
    assert EVENTS <= found.events < EVENTS * 1.05


def test_seed_load_makes_as_many_accounts_as_asked_for() -> None:
    seed()
    states = Counter(Account.objects.values_list("state", flat=True))
    assert states.total() == ACCOUNTS
    assert states[AccountState.ACTIVE] > ACCOUNTS // 2
    assert AccountGrant.objects.count() == Operator.objects.count() > 0


def test_seed_load_stands_on_decisions() -> None:
    seed()
    assert [finding.sentence for finding in check_evidence().findings] == []


def test_seed_load_leaves_every_account_in_the_index_of_the_registry() -> None:
    seed()
    assert Finding.objects.count() == ACCOUNTS


def test_seed_load_numbers_documents_without_gaps() -> None:
    seed()
    submitted = Request.objects.exclude(document_number="").count()
    filed = Filing.objects.exclude(document_number="").count()
    assert submitted + filed == sum(NumberCounter.objects.values_list("last", flat=True)) > 0


def test_seed_load_leaves_a_telling_for_each_open_obligation() -> None:
    seed()
    assert Telling.objects.count() == Obligation.objects.open().count()
    assert Obligation.objects.count() > Obligation.objects.open().count()


def test_seed_load_has_ended_units_with_successors() -> None:
    seed()
    ended = Unit.objects.exclude(ends_on=None)
    assert ended.count() > 0
    assert ended.filter(successor=None).count() == 0


def test_seed_load_refuses_a_database_with_people() -> None:
    a_person("だれか")
    with pytest.raises(CommandError) as refusal:
        seed()
    assert str(refusal.value) == "There are people here already: seed_load fills an empty database only."
    assert Account.objects.count() == 0


@pytest.mark.parametrize(("accounts", "events"), [(0, 10), (10, 0)])
def test_seed_load_refuses_an_empty_size(accounts: int, events: int) -> None:
    with pytest.raises(CommandError):
        seed(accounts, events)
