"""What must stand before web and worker start: `python -m iwaki_sm.prepare`, idempotent, one process.

Production calls `manage.py migrate` and `collectstatic` instead: demonstration data never goes there.
"""

import os
import sys

import django

from iwaki_sm.modes import settings_module


def prepare() -> None:
    """Migrate, load the demonstration data into an empty database, and gather the static files."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from core.notifications.heartbeat import STARTED, beat
    from core.notifications.models import Heartbeat
    from core.periods.clock import now

    if not settings.DEMONSTRATION_SIGN_IN:
        raise SystemExit("Demonstration data is never loaded in production: use manage.py migrate and collectstatic.")
    call_command("migrate", interactive=False, verbosity=0)
    if not get_user_model().objects.exists():
        sys.stdout.write("Loading the demonstration data ...\n")
        # It loads as a whole or not at all: an interrupted first start begins anew with the next one.
        call_command("load_demo")
    # What the worker of an earlier run wrote proves nothing about this one.
    Heartbeat.objects.all().delete()
    beat(STARTED, now())
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module(os.environ))
    django.setup()
    prepare()
