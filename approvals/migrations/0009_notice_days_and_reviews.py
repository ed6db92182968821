"""The day on which each channel told of a notice, and why it came into effect on another day than was told."""

from typing import Any

from django.db import migrations, models


def fill_told_days(apps: Any, schema_editor: Any) -> None:
    """Take the day of what stands, at the latest the day from which the period counts; one of both is that day."""
    notice_model = apps.get_model("approvals", "ChangeNotice")
    for notice in notice_model.objects.exclude(announced_on=None).select_related("on_account", "on_homepage"):
        days = [one.posted_on if one is not None else None for one in (notice.on_account, notice.on_homepage)]
        told = [day and min(day, notice.announced_on) for day in days]
        if notice.announced_on not in told:
            told[1] = notice.announced_on
        notice_model.objects.filter(pk=notice.pk).update(told_account_on=told[0], told_homepage_on=told[1])


def fill_reasons(apps: Any, schema_editor: Any) -> None:
    """Say of what came into effect later than told, before a reason was asked for, that nobody asked."""
    late = apps.get_model("approvals", "ChangeNotice").objects.filter(effected_on__gt=models.F("planned_on"))
    late.filter(deviation_reason="").update(effect_reason="理由を求める前の記録です。")


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0008_notice_consultation"),
        ("publications", "0005_place_reason"),
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
        migrations.RunPython(fill_reasons, migrations.RunPython.noop),
        migrations.RunPython(fill_told_days, migrations.RunPython.noop),
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
    ]
