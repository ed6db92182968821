"""Who reads what few may read: the content of withheld records in the trail, and who looked at them."""

from core.lifecycle.actor import Actor
from core.records import Record
from core.staff.offices import Office


def reads_withheld(by: Actor) -> bool:
    """Tell whether somebody reads what the trail says of withheld records: auditors, who look whether few looked."""
    return by.holds(Office.AUDITOR)


def is_withheld_from(record: Record | None, by: Actor) -> bool:
    """Tell whether somebody is shown of a record in the trail who did what when, but not what was written."""
    return record is not None and record.is_withheld and not reads_withheld(by)
