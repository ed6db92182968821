"""A filing of a notice can amend one that was made before: from the day it stated to the day that holds (ADR 0040)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_suspension"),
        ("approvals", "0011_later_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="filing",
            name="filing_once_per_notice_and_office",
        ),
        migrations.AddField(
            model_name="filing",
            name="amend_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="改める理由"),
        ),
        migrations.AddField(
            model_name="filing",
            name="amends",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="approvals.filing",
                verbose_name="もとの届出",
            ),
        ),
        migrations.AddField(
            model_name="filing",
            name="now_on",
            field=models.DateField(blank=True, null=True, verbose_name="改めた予定日"),
        ),
        migrations.AddField(
            model_name="filing",
            name="was_on",
            field=models.DateField(blank=True, null=True, verbose_name="先に届け出た予定日"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("amends", None)),
                fields=("notice", "office"),
                name="filing_once_per_notice_and_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "due")), fields=("amends",), name="filing_one_amendment_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amend_reason", ""), ("amends", None), ("now_on", None), ("was_on", None)),
                    models.Q(("amends__isnull", False), ("notice__isnull", False), ("was_on__isnull", False)),
                    _connector="OR",
                ),
                name="filing_amends_with_its_days",
            ),
        ),
    ]
