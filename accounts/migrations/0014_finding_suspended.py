"""The index says what is suspended, also beside the announcement of an account's end (第7)."""

from typing import Any

from django.conf import settings
from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """Mark the rows of the accounts that are suspended already."""
    finding = apps.get_model("accounts", "Finding")
    finding._base_manager.filter(account__suspended_on__isnull=False).update(suspended=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_suspension"),
        ("staff", "0004_unit_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="suspended",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(condition=models.Q(("suspended", True)), fields=["account"], name="finding_suspended"),
        ),
    ]
