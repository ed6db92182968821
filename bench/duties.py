"""Tops a copy's open obligations up to a number, so that the calendar is asked among many.

`python -m bench.duties --open 100000` runs on the database of its environment and prints JSON: how many are open now,
and cookies of two who see the city's and of a member of staff. The obligations fall on the days of a year around today,
on accounts that exist and sections that answer; the trail does not speak of them.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import django

SPAN = 365
"""Days over which they fall."""
SINCE = 60
"""So many of these days lie before today."""


def top_up(on: date, wanted: int) -> int:
    """Open obligations until there are so many; return how many are open."""
    from bench.seed.storing import insert, next_key
    from core.deadlines.models import Obligation

    open_now = Obligation.objects.open().count()
    rows = list(_rows(on, wanted - open_now, next_key(Obligation)))
    fields = [str(field.column) for field in Obligation._meta.concrete_fields]
    insert(Obligation._meta.db_table, fields, rows)
    _settle()
    return open_now + len(rows)


def _rows(on: date, missing: int, key: int) -> Iterator[list[Any]]:
    """Yield rows that are missing, as the database stores them."""
    from accounts.models import Account
    from core.deadlines.models import Obligation

    accounts = list(Account.objects.order_by("pk").values_list("pk", "section"))
    fields: Any = Obligation._meta.concrete_fields
    for number in range(max(missing, 0)):
        account, section = accounts[number % len(accounts)]
        due_on = on + timedelta(days=number % SPAN - SINCE)
        one = Obligation(
            pk=key + number,
            rule="approvals.password",
            about=f"accounts.account:{account}",
            occurrence=f"bench:{number}",
            title=f"パスワードの変更:いわき観光だより{number}",
            clause="第4-3-(2)",
            act_label="変更を記録する",
            link_name="approvals:password_changed",
            link_pk=account,
            debtor_office="staff",
            debtor_unit_id=section,
            opened_on=due_on - timedelta(days=14),
            due_on=due_on,
        )
        yield [field.get_db_prep_save(getattr(one, field.attname), _connection()) for field in fields]


def _connection() -> Any:
    from django.db import connection

    return connection


def _settle() -> None:
    """Let the keys go on behind those stored, and the database know its tables."""
    from bench.seed.storing import set_sequences
    from core.deadlines.models import Obligation

    set_sequences([Obligation])
    with _connection().cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if _connection().vendor == "postgresql" else "ANALYZE")


def main() -> None:
    """Top up, and sign two people in."""
    from bench.guest import signed_in
    from core.periods.clock import japan_date, now
    from core.staff.offices import Office

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, required=True)
    given = parser.parse_args()
    at = now()
    found: dict[str, Any] = {"open": top_up(japan_date(at), given.open)}
    offices = (Office.POLICY_DIRECTOR, Office.AUDITOR, Office.STAFF)
    print(json.dumps(found | {office.value: signed_in(office, at) for office in offices}))


if __name__ == "__main__":
    django.setup()
    main()
