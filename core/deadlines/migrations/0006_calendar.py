"""Calendar feeds, and the index that a month of the calendar is read by."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.deadlines.states


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0005_by_link"),
        ("staff", "0003_mail_choice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版")),
                (
                    "digest",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="アドレスの要約値"),
                ),
                ("opened_on", models.DateField(verbose_name="作成日")),
                ("ended_on", models.DateField(null=True, verbose_name="終了日")),
                (
                    "state",
                    models.CharField(
                        choices=[("live", "使用中"), ("revoked", "取りやめ"), ("lapsed", "終了")],
                        default=core.deadlines.states.FeedState["LIVE"],
                        max_length=50,
                        verbose_name="状態",
                    ),
                ),
            ],
            options={
                "verbose_name": "予定表のアドレス",
            },
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["state", "due_on", "id"],
                include=("act_label", "link_name", "link_pk", "debtor_office", "debtor_unit", "debtor_person"),
                name="obligation_month",
            ),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calendar_feeds",
                to=settings.AUTH_USER_MODEL,
                verbose_name="職員",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("state", "live")),
                    models.Q(("ended_on__isnull", False), ("state__in", ["revoked", "lapsed"])),
                    _connector="OR",
                ),
                name="calendar_feed_ended_when_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "live")), fields=("person",), name="calendar_feed_one_a_person"
            ),
        ),
    ]
