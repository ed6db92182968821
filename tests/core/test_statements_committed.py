"""A statement is compiled once in a process and asked on the connection of each thread."""

from threading import Thread
from typing import Any

from django.db import connection

from core.staff.models import Person
from core.statements import Among, Statement
from tests.factories import a_person

NAMES = Statement("names", lambda: Person.objects.filter(Among("pk", "keys")).values_list("pk", "name"))


def test_another_thread_asks_on_its_own_connection(committed_db: None) -> None:
    person = a_person()
    NAMES.records(keys=[person.pk])
    found: list[Any] = []

    def ask() -> None:
        found.extend(NAMES.records(keys=[person.pk]))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [(person.pk, person.name)]
