"""What is open about accounts, as the registry's index takes it from the duties about them and their records."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.cases import Load, loads
from core.deadlines.models import Obligation
from core.deadlines.moves import FULFIL
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM
from tests.factories import AT, ON
from tests.factories.approvals import a_request, account_of, pending_step
from tests.factories.core import an_obligation

pytestmark = pytest.mark.django_db


def test_duties_about_an_account_and_its_records_count_with_the_nearest_day() -> None:
    request = a_request()
    account = account_of(request)
    known = loads([account.pk])[account.pk].count
    an_obligation(about=account, due_on=ON - timedelta(days=9))
    an_obligation(about=request, due_on=ON - timedelta(days=20))
    assert loads([account.pk])[account.pk] == Load(known + 2, ON - timedelta(days=20))


def test_duties_that_have_ended_and_those_of_others_do_not_count() -> None:
    account, other = account_of(a_request()), account_of(a_request())
    before = loads([account.pk])[account.pk]
    an_obligation(about=other, due_on=ON - timedelta(days=9))
    perform(an_obligation(about=account, due_on=ON - timedelta(days=9)), FULFIL, by=SYSTEM, at=AT, ended_on=ON)
    assert loads([account.pk])[account.pk] == before


def test_a_step_counts_while_it_waits_for_its_office() -> None:
    account = account_of(pending_step(a_request()).request)
    assert loads([account.pk])[account.pk].count == 1


def test_who_watches_a_connection_sees_that_duties_are_read() -> None:
    account = account_of(a_request())
    with CaptureQueriesContext(connection) as queries:
        loads([account.pk])
    assert Obligation._meta.db_table in queries[-1]["sql"]
