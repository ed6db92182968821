"""A message says nothing of the mail that carries it but in which part of one it stands."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notifications", "0006_carry_digests")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="message_digest"),
        migrations.RemoveField(model_name="message", name="by_digest"),
        migrations.RemoveField(model_name="message", name="digest_on"),
    ]
