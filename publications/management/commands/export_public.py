"""`manage.py export_public DIR`: the whole public side as static files (ADR 0034)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.periods.clock import japan_date, now
from publications.public.exporting import export
from publications.public.folder import FolderInUseError, ForeignFolderError


class Command(BaseCommand):
    """Write the public side to a folder, to be uploaded to the city's web server."""

    help = "Write the public side as static files; only files that changed are written again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Export.

        Raises:
            CommandError: when the folder holds files of others, or another export is writing there.
        """
        at = now()
        try:
            done = export(folder, at, japan_date(at))
        except ForeignFolderError as error:
            raise CommandError(f"{error} 空のフォルダーか、前に書き出したフォルダーを指定してください。") from error
        except FolderInUseError as error:
            raise CommandError(f"{error} 終わってから、もう一度行ってください。") from error
        self.stdout.write(f"書き出しました。変わったファイル {done.changed}、なくなったファイル {done.removed}。")
