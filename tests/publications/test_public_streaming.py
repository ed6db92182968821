"""What is sent in pieces holds nothing open while somebody reads it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from tests.factories.approvals import an_office_world
from tests.publications.citizens import a_public_account


def in_a_transaction() -> bool:
    """Tell whether a transaction is open, as the database itself sees it."""
    if connection.vendor == "sqlite":
        return bool(connection.connection.in_transaction)
    return bool(connection.connection.info.transaction_status != TRANSACTION_STATUS_IDLE)


@pytest.mark.usefixtures("committed_db")
def test_who_reads_the_csv_slowly_holds_no_transaction() -> None:
    a_public_account(an_office_world())
    answer: Any = Client().get("/public/accounts.csv")
    pieces = iter(answer.streaming_content)
    first = next(pieces)
    assert not in_a_transaction()
    assert b"iwaki_bousai" in first + b"".join(pieces)
