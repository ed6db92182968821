"""Which of the three ways to run the environment asks for, and under which name: the only place that reads either.

Each way has one settings module. The choice is made once, by `manage.py`, `wsgi.py` and `celery.py`; pytest names
`iwaki_sm.settings.test` itself.
"""

import re
import socket
from collections.abc import Mapping

MODES = ("embedded", "production", "test")


def settings_module(environ: Mapping[str, str]) -> str:
    """Name the settings module for `environ`: `IWAKI_MODE` if given, else production exactly if `DATABASE_URL` is.

    Raises SystemExit with one sentence for an unknown mode.
    """
    mode = environ.get("IWAKI_MODE") or ("production" if environ.get("DATABASE_URL") else "embedded")
    if mode not in MODES:
        raise SystemExit(f"IWAKI_MODE must be one of {', '.join(MODES)}, not {mode!r}.")
    return f"iwaki_sm.settings.{mode}"


def process_name(environ: Mapping[str, str]) -> str:
    """Name the machine, as administrators see its worker and beat: `PROCESS_NAME` if given, else its host name.

    At most 30 characters, good for the name of a file.
    """
    return re.sub(r"[^\w.-]", "-", environ.get("PROCESS_NAME") or socket.gethostname())[:30]
