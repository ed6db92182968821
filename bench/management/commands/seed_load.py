"""`manage.py seed_load`: a city of any size into an empty database, for measurements; no command of production's."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from bench.seed.load import load
from core.periods.clock import now
from core.staff.models import Person


class Command(BaseCommand):
    """Load an invented city."""

    help = "Fill an empty database with an invented city: accounts with their papers and a whole audit trail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the size."""
        parser.add_argument("--accounts", type=int, required=True, help="how many accounts")
        parser.add_argument("--events", type=int, required=True, help="how many events of the audit trail, at least")

    def handle(self, *args: Any, accounts: int, events: int, **options: Any) -> None:
        """Load once.

        Raises:
            CommandError: when anybody is in the database: that is somebody's city.
        """
        if accounts < 1 or events < 1:
            raise CommandError("At least one account and one event.")
        if Person.objects.exists():
            raise CommandError("There are people here already: seed_load fills an empty database only.")
        with tqdm(total=accounts, unit="accounts", disable=options["verbosity"] == 0) as bar:
            loaded = load(accounts, events, now(), lambda count: _show(bar, count))
        self.stdout.write(
            f"Loaded {loaded.accounts:,} accounts in {loaded.sections} sections and {loaded.events:,} events."
        )


def _show(bar: "tqdm[Any]", count: int) -> None:
    bar.update(count - bar.n)
