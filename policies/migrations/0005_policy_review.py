"""A later review of each act of a deputy on a version."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.reviews.states


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0004_deputies_and_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版")),
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
                ("what", models.CharField(max_length=40, verbose_name="代決したこと")),
                ("done_on", models.DateField(verbose_name="代決した日")),
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
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="policies.mediapolicy",
                        verbose_name="メディアポリシー",
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
            ],
            options={
                "verbose_name": "後閲(メディアポリシー)",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["awaiting", "reviewed", "objected"])),
                        name="policyreview_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("principal", models.F("deputy")), _negated=True),
                        name="policyreview_principal_differs_from_deputy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "objected"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="policyreview_objected_with_note",
                    ),
                ],
            },
        ),
    ]
