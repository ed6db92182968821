"""A stand-in of the city homepage for the demonstration: the pages of one folder, on this machine only.

    python -m scripts.homepage FOLDER PORT

The check of published pages (ADR 0033) then does real work: change or remove a file and see what it says. Standard
library only.
"""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Pages(SimpleHTTPRequestHandler):
    """Serves files; says nothing of it."""

    def log_message(self, *arguments: Any) -> None:
        """Keep the log for what goes wrong."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a folder, which is made when missing, on loopback."""
    folder.mkdir(parents=True, exist_ok=True)
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Pages, directory=str(folder)))


if __name__ == "__main__":
    server(Path(sys.argv[1]), int(sys.argv[2])).serve_forever()
