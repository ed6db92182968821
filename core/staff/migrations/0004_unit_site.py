from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0003_mail_choice"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="site",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="部署のサイトのURL"),
            preserve_default=False,
        ),
    ]
