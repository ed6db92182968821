"""The index by which PostgreSQL finds rare words (ADR 0024); SQLite reads the narrow table through."""

from django.db import migrations

from accounts.search import bigrams


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_fill_findings")]

    operations = [migrations.RunPython(bigrams.create, bigrams.drop)]
