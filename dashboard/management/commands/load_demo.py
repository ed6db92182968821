"""`manage.py load_demo`: the demonstration into an empty database; never in production."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.periods.clock import japan_date, now
from dashboard.demo.load import is_empty, load_demonstration


class Command(BaseCommand):
    """Load the invented city; a second run changes nothing."""

    help = "Load the demonstration data into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load once.

        Raises:
            CommandError: outside the demonstration.
        """
        if not settings.DEMONSTRATION_SIGN_IN:
            raise CommandError("Demonstration data is never loaded here: this is no demonstration.")
        if not is_empty():
            self.stdout.write("People are here already: the demonstration data was not loaded again.")
            return
        city = load_demonstration(japan_date(now()))
        self.stdout.write(f"Loaded {len(city.people)} people in {len(city.units)} units.")
