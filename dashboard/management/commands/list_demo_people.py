"""`manage.py list_demo_people`: who can be entered as, for the terminal of `make run`."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.periods.clock import japan_date, now
from dashboard.demo.roster import table


class Command(BaseCommand):
    """Print offices, names and staff numbers."""

    help = "List the people of the demonstration by office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the format; there is one so far."""
        parser.add_argument("--format", choices=["text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table.

        Raises:
            CommandError: outside the demonstration.
        """
        if not settings.DEMONSTRATION_SIGN_IN:
            raise CommandError("There are no demonstration people here.")
        self.stdout.write(table(japan_date(now())))
