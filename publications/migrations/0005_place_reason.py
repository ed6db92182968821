from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0004_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="place_reason",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="部署のサイトの外に載せた理由"),
            preserve_default=False,
        ),
    ]
