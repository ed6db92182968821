"""The month of a department is read by its units, instead of all of the month and all of the units."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0006_calendar"),
        ("staff", "0003_mail_choice"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(fields=["debtor_unit", "due_on", "state"], name="obligation_unit"),
        ),
        migrations.AlterField(
            model_name="obligation",
            name="debtor_unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staff.unit",
                verbose_name="担当する部署",
            ),
        ),
    ]
