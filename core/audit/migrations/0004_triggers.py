"""From here on the database itself refuses to change the trail."""

from django.db import migrations

from core.audit import triggers


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_await_sealing")]

    operations = [migrations.RunPython(triggers.create, triggers.drop)]
