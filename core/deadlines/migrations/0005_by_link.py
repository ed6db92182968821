"""An index by what an obligation leads to, and the units of an office in that of the offices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0004_telling_in_turn"),
        ("staff", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="obligation", name="obligation_office"),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["debtor_office", "debtor_unit", "due_on"],
                name="obligation_office",
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(fields=["link_pk", "link_name"], name="obligation_link"),
        ),
    ]
