"""What an office owes is found, counted and put in order by its index alone, without a look at the rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0007_by_unit"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="obligation", name="obligation_office"),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["debtor_office", "debtor_unit", "due_on", "id"],
                condition=models.Q(state="open", debtor_person=None),
                name="obligation_of_office",
            ),
        ),
    ]
