"""How long a post may be stands with its service; services that there are begin with the lengths that the code knew."""

from typing import Any

import django.core.validators
from django.db import migrations, models

from core.lifecycle.carrying import Carried, tell_carried
from core.periods.clock import now

LENGTHS = {"x": 280, "line": 500, "instagram": 2200, "facebook": 63206, "youtube": 5000, "tiktok": 2200}
"""By the service's code, as the application wrote posts until now."""
WHY = "投稿の文字数を、サービスの項目に移したため"


def fill(apps: Any, schema_editor: Any) -> None:
    """Enter the length of each service whose one is known, with its event."""
    platforms, carried = apps.get_model("accounts", "Platform")._base_manager, []
    for service in platforms.filter(code__in=LENGTHS).order_by("pk"):
        most, version = LENGTHS[service.code], service.version + 1
        platforms.filter(pk=service.pk).update(post_limit=most, version=version)
        facts = {"changes": {"post_limit": [None, most]}, "reason": WHY}
        carried.append(Carried(f"accounts.platform:{service.pk}", version, "edit", "サービスを直した", facts))
    if carried:
        tell_carried(carried, now())


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_finding_suspended"),
        ("audit", "0005_states_reached"),
        ("staff", "0004_unit_site"),
    ]

    operations = [
        migrations.AddField(
            model_name="platform",
            name="post_limit",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(50),
                    django.core.validators.MaxValueValidator(100000),
                ],
                verbose_name="投稿の文字数",
            ),
        ),
        migrations.AddConstraint(
            model_name="platform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("post_limit", None),
                    models.Q(("post_limit__gte", 50), ("post_limit__lte", 100000)),
                    _connector="OR",
                ),
                name="platform_post_limit_possible",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
