"""Statements in transactions and connections of their own."""

from threading import Thread
from typing import Any

from django.db import connection, models, transaction

from core.kept import ANY_PLAN, ONE_PLAN
from core.staff.models import Person, Unit
from core.statements import KEPT, Among, Given, Statement
from tests.factories import ON as TODAY
from tests.factories import a_person

NAMES = Statement("names", lambda: Person.objects.filter(Among("pk", "keys")).values_list("pk", "name"))


def test_another_thread_asks_on_its_own_connection(committed_db: None) -> None:
    person = a_person()
    NAMES.rows(keys=[person.pk])
    found: list[Any] = []

    def ask() -> None:
        found.extend(NAMES.rows(keys=[person.pk]))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [(person.pk, person.name)]


def test_how_plans_are_chosen_is_known_after_a_transaction_that_was_taken_back(committed_db: None) -> None:
    kept, free = Statement("kept", _ends, **KEPT), Statement("free", _ends, planned_once=True)
    kept.rows(on=TODAY)
    with transaction.atomic():
        free.rows(on=TODAY)
        transaction.set_rollback(True)
    chosen = []
    for asked in (free, kept, free, kept):
        with transaction.atomic():
            asked.rows(on=TODAY)
            chosen.append(_mode(default=asked.mode))
    assert chosen == [ANY_PLAN, ONE_PLAN, ANY_PLAN, ONE_PLAN]


def _ends() -> Any:
    return Unit.objects.filter(ends_on=Given("on", models.DateField())).values_list("pk")


def _mode(default: str) -> str:
    """Return how PostgreSQL chooses plans now; SQLite keeps none."""
    if connection.vendor != "postgresql":
        return default
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        return str(cursor.fetchone()[0])
