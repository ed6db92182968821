"""`manage.py check_evidence`: compare the registry with the decisions behind it; exit 1 when anything does not fit."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.lifecycle.actor import SYSTEM
from core.periods.clock import now
from dashboard.evidence.findings import TITLES
from dashboard.evidence.run import run_check


class Command(BaseCommand):
    """Print every finding, then what was compared."""

    help = "Compare accounts, decisions and appointments with the audit trail; exit 1 when anything does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the check; the run is noted in the trail."""
        result = run_check(by=SYSTEM, at=now())
        for finding in result.findings:
            self.stdout.write(f"{TITLES[finding.kind]}: {finding.sentence} [{finding.stream}]")
        self.stdout.write(
            f"{result.accounts} accounts, {result.decisions} decisions and {result.entries} appointments and"
            f" deputyships compared: {len(result.findings)} findings."
        )
        if result.findings:
            sys.exit(1)
