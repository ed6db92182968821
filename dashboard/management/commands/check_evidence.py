"""`manage.py check_evidence`: compares the registry with the decisions behind it; for people, so it speaks Japanese."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.lifecycle.actor import SYSTEM
from core.periods.clock import now
from dashboard.evidence.findings import TITLES
from dashboard.evidence.run import run_check


class Command(BaseCommand):
    """Print every finding, then what was compared."""

    help = "アカウント、決裁、任用と代決を監査証跡と突き合わせます。合わないところがあれば、終了コード1で終わります。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the check; the run is noted in the trail."""
        result = run_check(by=SYSTEM, at=now())
        for finding in result.findings:
            self.stdout.write(f"{TITLES[finding.kind]}: {finding.sentence} [{finding.stream}]")
        self.stdout.write(
            f"アカウント{result.accounts}件、決裁{result.decisions}件、任用と代決{result.entries}件を突き合わせました。"
            f"合わないところは{len(result.findings)}件です。"
        )
        if result.findings:
            sys.exit(1)
