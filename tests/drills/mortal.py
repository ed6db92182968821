"""A process that dies where it is told to: the failpoints live here, in the tests, and nowhere in what ships.

Started by `tests.services.mortals`. It sets Django up once and then reads one order a line: which work, at which point
to die, at which instant the clock stands. Each order is done by a forked child, which kills itself with -9 when it
comes to that point. Points stand before and after every statement, every commit, every line said to the mail server
and every step of the outbox.
"""

import json
import os
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import django

ENDED = "ended"


class Death:
    """Counts the points that the work passes, and ends the process at one of them."""

    def __init__(self, at_point: int, note: int) -> None:
        self.left = at_point
        self.note = note

    def point(self, name: str) -> None:
        """Die here if this is the point."""
        self.left -= 1
        if self.left == 0:
            os.write(self.note, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, attribute: str) -> None:
        """Put a point before and one after a function or method."""
        original: Callable[..., Any] = getattr(owner, attribute)

        def mortal(*arguments: Any, **options: Any) -> Any:
            self.point(f"before {attribute}")
            done = original(*arguments, **options)
            self.point(f"after {attribute}")
            return done

        setattr(owner, attribute, mortal)

    def statement(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        """Put a point before and one after a statement (Django's execute wrapper)."""
        self.point(f"before {sql[:60]}")
        done = execute(sql, *more)
        self.point(f"after {sql[:60]}")
        return done


def install(death: Death) -> None:
    """Place the points."""
    from django.db import connection

    from core.notifications import mail

    for name in ("_claim", "_send", "_mark_sent", "_note_failure", "_give_up"):
        death.around(mail, name)
    for name in ("putcmd", "getreply"):
        death.around(smtplib.SMTP, name)
    connection.ensure_connection()
    death.around(connection, "_commit")
    connection.execute_wrappers.append(death.statement)


def work_of(order: dict[str, Any]) -> Callable[[], None]:
    """Return the work of an order, its clock moved: tasks read the clock at the edge, where it is replaced here."""
    from core.deadlines import tasks as deadlines
    from core.lifecycle import tasks as lifecycle
    from core.notifications import tasks as notifications

    at = datetime.fromisoformat(order["at"])
    for module in (deadlines, lifecycle, notifications):
        setattr(module, "now", lambda: at)  # noqa: B010 - mypy would want a module's function to stay itself
    known: dict[str, Callable[[], None]] = {
        "outbox": notifications.send_outbox,
        "sweep": deadlines.sweep,
        "weekly": deadlines.tell_weeks,
        "seal": lifecycle.seal_audit,
        "submit": lambda: submit(order, at),
    }
    return known[order["work"]]


def submit(order: dict[str, Any], at: datetime) -> None:
    """Do an act that has everything: a move, numbers, effects, obligations, messages and mails."""
    from approvals.actions import submit_request
    from approvals.models import Request
    from core.lifecycle.actor import Actor
    from core.staff.authority import capacities
    from core.staff.models import Person

    person = Person.objects.get(pk=order["person"])
    capacity = next(iter(capacities(person, at.date())))
    submit_request(Request.objects.get(pk=order["request"]), by=Actor.of(person, capacity), at=at)


def prepare() -> None:
    """Set Django up on the test's database and mail server."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "iwaki_sm.settings.test"
    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = os.environ["MORTAL_DATABASE"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["MORTAL_MAIL_PORT"])
    settings.EMAIL_TIMEOUT = 1
    from core.notifications import writer

    writer._wake_worker = lambda: None  # no broker belongs to this process; the drill runs the outbox itself
    warm_up()


def warm_up() -> None:
    """Load and look up once what every child would do again."""
    import django.core.mail.backends.smtp  # noqa: F401
    from django.core.mail.utils import DNS_NAME
    from django.urls import reverse

    import approvals.actions  # noqa: F401

    DNS_NAME.get_fqdn()
    reverse("dashboard:inbox")


def obey(order: dict[str, Any]) -> str:
    """Do an order in a child; return the name of the point at which it died, or that it ended."""
    hear, note = os.pipe()
    child = os.fork()
    if child == 0:
        work = work_of(order)
        if order["point"]:
            install(Death(order["point"], note))
        work()
        os.write(note, ENDED.encode())
        os._exit(0)
    os.close(note)
    os.waitpid(child, 0)
    with os.fdopen(hear) as heard:
        return heard.read()


def main() -> None:
    """Obey until the orders end."""
    prepare()
    for line in sys.stdin:
        print(json.dumps(obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
