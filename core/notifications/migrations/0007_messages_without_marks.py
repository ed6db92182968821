"""A message says nothing of the mail that carries it but in which part of one it stands."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0006_carry_digests")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="message_digest"),
        migrations.RemoveField(model_name="message", name="by_digest"),
        migrations.RemoveField(model_name="message", name="digest_on"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("digest_part__isnull", False)), fields=["digest_part"], name="message_digest_part"
            ),
        ),
    ]
