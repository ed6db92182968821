"""Looks at the pages of a running copy as its worker will days later: `python -m tests.journeys.looking 1 2`."""

import json
import os
import sys
from datetime import timedelta

import django

from iwaki_sm.modes import settings_module


def look(days: list[int]) -> list[int]:
    """Look at the pages that will be due so many days later, one day after the other; return how many there were."""
    from core.periods.clock import now
    from publications.checking.daily import look_at_pages

    return [look_at_pages(lambda later=later: now() + timedelta(days=later)) for later in days]  # type: ignore[misc] # default


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module(os.environ))
    django.setup()
    sys.stdout.write(json.dumps(look([int(one) for one in sys.argv[1:]])))
