"""The order by date is walked on its index alone: what is seen is judged there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_plans_of_the_list"),
        ("staff", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="finding", name="finding_by_duty"),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["due_on", "account", "state", "section"], name="finding_by_duty"),
        ),
    ]
