import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0007_hand_overs"),
        ("approvals", "0007_hand_overs"),
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
