"""Draws docs/states/ from the state machines, or checks that the drawings are current."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.lifecycle.diagrams import pages


class Command(BaseCommand):
    """Write the diagrams; with --check only compare."""

    help = "Draws docs/states/ from the state machines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --check."""
        parser.add_argument("--check", action="store_true", help="fail when a drawing is not current")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        folder = Path(settings.BASE_DIR) / "docs" / "states"
        drawn = pages()
        if not options["check"]:
            for name, text in drawn.items():
                (folder / name).write_text(text, encoding="utf-8")
            return
        stored = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
        if stale := sorted(name for name in stored.keys() | drawn.keys() if stored.get(name) != drawn.get(name)):
            raise CommandError(f"not current: {', '.join(stale)}; run manage.py state_diagrams")
