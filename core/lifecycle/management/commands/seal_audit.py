"""Seals what waits now, as the worker does every hour."""

from typing import Any

from django.core.management.base import BaseCommand

from core.lifecycle.sealing import seal_and_tell
from core.periods.clock import now


class Command(BaseCommand):
    """Seal, and send the last day's last seal if that has not left yet."""

    help = "Seals the events of the audit trail that no seal covers yet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal."""
        made = seal_and_tell(now())
        self.stdout.write(f"{made} seals made." if made else "Nothing waits for a seal.")
