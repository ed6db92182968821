"""The page of a record whose content was disposed of: when, and who did what; nothing of what it said."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from core.lifecycle.views import ActingMixin


def disposed_page(
    view: ActingMixin, record: Any, disposed_on: date, timeline: list[dict[str, Any]], *, over: str = ""
) -> HttpResponse:
    """Render what is left of a record that `view` shows, whose history is `timeline`."""
    left = {"record": record, "disposed_on": disposed_on, "timeline": timeline, "over": over}
    context = ActingMixin.context(view, title=str(record), **left)
    return render(view.request, "retention/disposed.html", context)
