"""How a person gets reminders of deadlines by mail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("staff", "0002_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="mail_choice",
            field=models.CharField(
                choices=[("daily", "1日1通にまとめる"), ("immediate", "1件ごとに、すぐ受け取る")],
                default="daily",
                editable=False,
                max_length=10,
                verbose_name="期限のお知らせのメール",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("mail_choice__in", ["daily", "immediate"])), name="person_mail_choice_known"
            ),
        ),
    ]
