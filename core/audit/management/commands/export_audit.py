"""Writes the audit trail into a file that `verifier/verify_export.py` checks elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from core.audit.export import export_lines
from core.periods.clock import now


class Command(BaseCommand):
    """Export everything, in one state of the database."""

    help = "監査証跡の全体を、1行1件のJSONでファイルに書き出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", metavar="FILE", type=Path, help="書き出し先(あるファイルには書きません)")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write."""
        with file.open("xb") as written:
            written.writelines(export_lines(now()))
        self.stdout.write(f"{file} に書き出しました。")
