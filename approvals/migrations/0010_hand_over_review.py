import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.reviews.states


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0009_notice_days_and_reviews"),
        ("staff", "0004_unit_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOverReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版")),
                ("what", models.CharField(max_length=40, verbose_name="代決したこと")),
                ("done_on", models.DateField(verbose_name="代決した日")),
                (
                    "state",
                    models.CharField(
                        choices=[("awaiting", "後閲待ち"), ("reviewed", "後閲済"), ("objected", "異議あり")],
                        default=core.reviews.states.ReviewState["AWAITING"],
                        max_length=50,
                        verbose_name="状態",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="意見")),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代決者",
                    ),
                ),
                (
                    "hand_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="approvals.handover",
                        verbose_name="所管替え",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代わられた人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.unit",
                        verbose_name="代わられた長の部署",
                    ),
                ),
            ],
            options={
                "verbose_name": "後閲(所管替え)",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["awaiting", "reviewed", "objected"])),
                        name="handoverreview_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("principal", models.F("deputy")), _negated=True),
                        name="handoverreview_principal_differs_from_deputy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "objected"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="handoverreview_objected_with_note",
                    ),
                ],
            },
        ),
    ]
