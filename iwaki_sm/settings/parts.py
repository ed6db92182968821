"""Pieces that two or more ways to run put together: databases and brokers. Pure: values in, settings out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from environ import Env

from iwaki_sm import filebroker

SQLITE_STATEMENTS = 300
"""Statements that a connection keeps prepared; those of the pages have several shapes each."""
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"

TOLD_POSTGRESQL = "-c jit=off -c random_page_cost=1.1"
"""What a connection tells the PostgreSQL server; what the address says after it counts."""


def sqlite(path: Path) -> dict[str, Any]:
    """Describe the SQLite database at `path`.

    IMMEDIATE takes the write lock at the start of a transaction: with the default mode most contended writes fail.
    Those who wait ask again and again and are not served in order, so the time-out is long: fifty submissions at once
    on a slow machine keep the lock for most of a minute.
    """
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": SQLITE_PRAGMAS,
        "cached_statements": SQLITE_STATEMENTS,
    }
    return {"ENGINE": "iwaki_sm.sqlite", "NAME": path, "OPTIONS": options}


def postgresql(url: str) -> dict[str, Any]:
    """Describe the PostgreSQL database at `url`, with connections that are kept and checked.

    Nothing is compiled to machine code: a list that takes milliseconds would wait a quarter of a second for that
    wherever the server has not counted its tables yet, as in the first hours. A city's tables lie in memory, where one
    row is found as fast as the next is read: by its own measure PostgreSQL reads all staff for the sake of six of them.

    Raises ValueError when `url` names another kind of database.
    """
    database: dict[str, Any] = dict(Env.db_url_config(url))
    if database.get("ENGINE") != "django.db.backends.postgresql":
        raise ValueError("not a postgresql:// address")
    options = database.get("OPTIONS", {})
    settings = f"{TOLD_POSTGRESQL} {options.get('options', '')}".strip()
    return database | {"OPTIONS": options | {"options": settings}, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def filesystem_broker(folder: Path) -> dict[str, Any]:
    """Describe the broker that keeps its queue in `folder`, which is created when missing."""
    queue, control = folder / "queue", folder / "control"
    for part in (queue, control):
        part.mkdir(parents=True, exist_ok=True)
    return {
        "CELERY_BROKER_URL": f"{filebroker.SCHEME}://",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(queue),
            "data_folder_out": str(queue),
            "control_folder": str(control),
            "polling_interval": 0.1,
        },
    }


def redis_broker(url: str) -> dict[str, Any]:
    """Describe the Redis broker at `url`.

    Without the two `unacked` options a task of a lost worker comes back long after its visibility timeout; without the
    timeouts a page that wakes the worker would wait minutes for a machine that is gone.
    """
    return {
        "CELERY_BROKER_URL": url,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "visibility_timeout": 60,
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 2,
            "socket_timeout": 10,
        },
    }


def smtp(environ: Mapping[str, str]) -> dict[str, Any]:
    """Describe the mail server by `EMAIL_URL`, or by `EMAIL_HOST` and its companions (STARTTLS unless told)."""
    if url := environ.get("EMAIL_URL"):
        return {key: value for key, value in Env.email_url_config(url).items() if key != "EMAIL_BACKEND"}
    tls = environ.get("EMAIL_USE_TLS", "1") == "1"
    return {
        "EMAIL_HOST": environ["EMAIL_HOST"],
        "EMAIL_PORT": int(environ.get("EMAIL_PORT") or (587 if tls else 25)),
        "EMAIL_HOST_USER": environ.get("EMAIL_HOST_USER", ""),
        "EMAIL_HOST_PASSWORD": environ.get("EMAIL_HOST_PASSWORD", ""),
        "EMAIL_USE_TLS": tls,
    }


def words(text: str) -> list[str]:
    """Split a list written with commas or spaces."""
    return text.replace(",", " ").split()


def folder(environ: Mapping[str, str], name: str, otherwise: Path) -> Path:
    """Read a folder from the environment."""
    return Path(environ[name]).resolve() if environ.get(name) else otherwise
