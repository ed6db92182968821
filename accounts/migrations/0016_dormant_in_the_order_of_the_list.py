"""What is dormant is found in the order of the list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_platform_post_limit"),
        ("staff", "0004_unit_site"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_dormant",
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("state", "active")),
                fields=["account", "last_act_on", "state", "section"],
                name="finding_dormant",
            ),
        ),
    ]
