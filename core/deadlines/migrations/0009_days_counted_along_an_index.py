"""A month is counted along an index of its own, in the order in which it is counted."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0008_of_offices"),
        ("staff", "0004_unit_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="obligation",
            name="obligation_month",
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(fields=["state", "due_on", "id"], name="obligation_dates"),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["state", "due_on", "act_label"],
                include=("link_name", "link_pk", "debtor_office", "debtor_unit", "debtor_person"),
                name="obligation_days",
            ),
        ),
    ]
