"""For whom a deputy decided a statement; the words for what is needed and what is not."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import incidents.states


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0005_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="decided_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="代わってもらった人",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="grade",
            field=models.CharField(
                choices=[("must", "必須"), ("situation", "判断"), ("mind", "心得")],
                max_length=10,
                verbose_name="求められ方",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="needed_as",
            field=models.CharField(blank=True, max_length=120, verbose_name="必要と判断した職"),
        ),
        migrations.AlterField(
            model_name="task",
            name="needed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="必要と判断した日時"),
        ),
        migrations.AlterField(
            model_name="task",
            name="needed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="必要と判断した人",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="needed_for",
            field=models.CharField(blank=True, max_length=300, verbose_name="必要と判断した理由"),
        ),
        migrations.AlterField(
            model_name="task",
            name="state",
            field=models.CharField(
                choices=[
                    ("listed", "読んで守る"),
                    ("judging", "判断待ち"),
                    ("owed", "対応待ち"),
                    ("done", "済み"),
                    ("unneeded", "不要と判断"),
                    ("void", "取りやめ"),
                ],
                default=incidents.states.TaskState["LISTED"],
                max_length=50,
                verbose_name="状態",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="unneeded_for",
            field=models.CharField(blank=True, max_length=300, verbose_name="不要と判断した理由"),
        ),
    ]
