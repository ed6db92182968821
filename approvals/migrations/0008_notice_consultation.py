import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0005_change_notices"),
        ("approvals", "0006_consultations"),
    ]

    operations = [
        migrations.AddField(
            model_name="changenotice",
            name="consultation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="approvals.consultation",
                verbose_name="逸脱についての協議",
            ),
        ),
    ]
