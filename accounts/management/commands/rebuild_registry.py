"""`manage.py rebuild_registry`: work the index of the registry out anew, after rows came in past the acts."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.projection import rebuild


class Command(BaseCommand):
    """Rebuilds the index in batches; people may go on working meanwhile."""

    help = "台帳の索引を、記録から作り直します。途中で止めても、もう一度実行すれば続きから正しくなります。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, saying how far it is."""
        done = 0
        for done in rebuild():
            self.stdout.write(f"{done}件", ending="\r")
        self.stdout.write(f"台帳の索引を作り直しました:{done}件")
