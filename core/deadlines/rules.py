"""When people are told about an obligation: pure dates."""

from datetime import date, timedelta

DAYS_BEFORE = (30, 14, 7, 1, 0)
"""Days before the due date on which the debtor is reminded."""

OVERDUE_EVERY = 7
"""Days between two reminders of something overdue."""


def next_telling(due_on: date, after: date) -> date:
    """Return the first day after `after` on which something is to be told about an obligation.

    Before the due date these are fixed days; afterwards the day after it and every seventh day on.
    """
    for days in DAYS_BEFORE:
        if (day := due_on - timedelta(days=days)) > after:
            return day
    days_late = (after - due_on).days
    weeks = (days_late - 1) // OVERDUE_EVERY + 1
    return due_on + timedelta(days=1 + weeks * OVERDUE_EVERY)


def days_left_words(due_on: date, on: date, *, overdue_opening_days: int = 0) -> str:
    """Say how far a due date is, in the words of the inbox."""
    left = (due_on - on).days
    if left == 0:
        return "きょう"
    if left > 0:
        return f"あと{left}日"
    return f"{overdue_opening_days}開庁日超過" if overdue_opening_days else f"{-left}日超過"
