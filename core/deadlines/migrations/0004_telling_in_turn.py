from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0003_labels"),
    ]

    operations = [
        migrations.AlterField(
            model_name="telling",
            name="next_on",
            field=models.DateField(),
        ),
        migrations.AddIndex(
            model_name="telling",
            index=models.Index(fields=["next_on", "obligation"], name="telling_in_turn"),
        ),
    ]
