"""One address stands once in the registry, whatever service it was entered under (4-1-(1))."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Widen the constraint from the service to the city."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="account", name="account_url_once"),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=~models.Q(state="abandoned") & ~models.Q(url_key=""),
                fields=["url_key"],
                name="account_url_once",
            ),
        ),
    ]
