"""Events from before the seals wait for the first one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_seals")]

    operations = [
        migrations.RunSQL("INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_event", migrations.RunSQL.noop)
    ]
