"""The days on which the channels of a notice told of it, why it departs from them, a later review of each deputy's act."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.reviews.states

NOT_ASKED = "理由を求める前の記録です。"


def fill(apps: Any, schema_editor: Any) -> None:
    """Fill what announced notices say from now on; one update a row, for PostgreSQL alters no table after a second.

    The day of a channel is that of what stands, at the latest the day from which the period counts; one of both is that
    day. What came into effect later than told, before a reason was asked for, says that nobody asked.
    """
    notice_model = apps.get_model("approvals", "ChangeNotice")
    for notice in notice_model.objects.exclude(announced_on=None).select_related("on_account", "on_homepage"):
        days = [one.posted_on if one is not None else None for one in (notice.on_account, notice.on_homepage)]
        told = [day and min(day, notice.announced_on) for day in days]
        if notice.announced_on not in told:
            told[1] = notice.announced_on
        late = notice.effected_on and notice.planned_on and notice.effected_on > notice.planned_on
        reason = NOT_ASKED if late and not notice.deviation_reason else ""
        rows = notice_model.objects.filter(pk=notice.pk)
        rows.update(told_account_on=told[0], told_homepage_on=told[1], effect_reason=reason)


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0008_notice_consultation"),
        ("publications", "0005_place_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="changenotice",
            name="told_account_on",
            field=models.DateField(blank=True, null=True, verbose_name="アカウントで周知した日"),
        ),
        migrations.AddField(
            model_name="changenotice",
            name="told_homepage_on",
            field=models.DateField(blank=True, null=True, verbose_name="市ホームページで周知した日"),
        ),
        migrations.AddField(
            model_name="changenotice",
            name="effect_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="知らせた日と違う日に実施した理由"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="changenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(told_account_on=None) | models.Q(told_account_on__lte=models.F("announced_on")),
                name="notice_told_on_account_by_then",
            ),
        ),
        migrations.AddConstraint(
            model_name="changenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(told_homepage_on=None) | models.Q(told_homepage_on__lte=models.F("announced_on")),
                name="notice_told_on_homepage_by_then",
            ),
        ),
        migrations.AddConstraint(
            model_name="changenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(effected_on=None)
                | models.Q(effected_on__lte=models.F("planned_on"))
                | ~models.Q(deviation_reason="")
                | ~models.Q(effect_reason=""),
                name="notice_later_than_told_with_reason",
            ),
        ),
        migrations.CreateModel(
            name="NoticeReview",
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
            ],
            options={
                "verbose_name": "後閲(変更・廃止)",
            },
        ),
        migrations.RemoveConstraint(
            model_name="changenotice",
            name="notice_later_review_of_a_deputy",
        ),
        migrations.RemoveField(
            model_name="changenotice",
            name="deputy",
        ),
        migrations.RemoveField(
            model_name="changenotice",
            name="deputy_for",
        ),
        migrations.RemoveField(
            model_name="changenotice",
            name="later_note",
        ),
        migrations.RemoveField(
            model_name="changenotice",
            name="later_review",
        ),
        migrations.AddField(
            model_name="noticereview",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="代決者",
            ),
        ),
        migrations.AddField(
            model_name="noticereview",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="approvals.changenotice",
                verbose_name="変更・廃止",
            ),
        ),
        migrations.AddField(
            model_name="noticereview",
            name="principal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="代わられた人",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticereview",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["awaiting", "reviewed", "objected"])), name="noticereview_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticereview",
            constraint=models.CheckConstraint(
                condition=models.Q(("principal", models.F("deputy")), _negated=True),
                name="noticereview_principal_differs_from_deputy",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "objected"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="noticereview_objected_with_note",
            ),
        ),
    ]
