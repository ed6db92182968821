"""Which of the three ways to run the environment asks for: the only place that reads `IWAKI_MODE`.

Each way has one settings module. The choice is made once, by `manage.py`, `wsgi.py` and `celery.py`; pytest names
`iwaki_sm.settings.test` itself.
"""

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
