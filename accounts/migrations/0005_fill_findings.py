"""Writes the index for the accounts that stand already; afterwards each act keeps it."""

from typing import Any

from django.db import migrations

from accounts.projection import batches, worked_out


def fill(apps: Any, schema_editor: Any) -> None:
    """Work the rows out from the records and the trail, some hundred at a time."""
    account, finding = apps.get_model("accounts", "Account"), apps.get_model("accounts", "Finding")
    names = [field.attname for field in finding._meta.concrete_fields]
    for keys in batches(account._base_manager.all()):
        rows = worked_out(keys, account)
        finding._base_manager.bulk_create(finding(**{name: getattr(row, name) for name in names}) for row in rows)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_finding"),
        ("approvals", "0002_request_disposed_on"),
        ("policies", "0001_initial"),
        ("audit", "0004_triggers"),
        ("deadlines", "0002_week_told"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
