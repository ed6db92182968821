"""Who keeps the warnings: ふるさと発信課, that is its head (the office) and the people of the section he or she heads.

What stands inside - the note, the reason of the end - is read by them, the directors, 副市長 and the auditors.
"""

from datetime import date

from django.db.models import QuerySet

from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.staff.authority import current_unit, holders
from core.staff.offices import Office
from publications.imitations.models import Imitation

CLAUSE = "第7-3"
READERS = frozenset({Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR, Office.DEPUTY_MAYOR, Office.AUDITOR})
OF_A_SECTION = frozenset({Office.STAFF, Office.SECTION_HEAD})


def keeps(by: Actor, on: date) -> bool:
    """Tell whether somebody acts for ふるさと発信課 on a day."""
    if by.office == Office.PR_SECTION_HEAD:
        return True
    if by.office not in OF_A_SECTION or by.unit is None:
        return False
    own = current_unit(by.unit.section, on)
    return any(current_unit(held.unit, on).pk == own.pk for held in holders(Office.PR_SECTION_HEAD, None, on))


def may_read(by: Actor, on: date) -> bool:
    """Tell whether the pages exist for somebody."""
    return by.office in READERS or keeps(by, on)


def visible_to(by: Actor, on: date) -> QuerySet[Imitation]:
    """Return the imitations that exist for an actor."""
    found = Imitation.objects.select_related("platform", "resembles__platform")
    return found if may_read(by, on) else found.none()


def check_keep(by: Actor, on: date) -> None:
    """Let ふるさと発信課 enter and change warnings.

    Raises:
        Denied: for everybody else.
    """
    if not keeps(by, on):
        raise Denied(
            "にせのアカウントの警告を登録し、直し、終えるのは、ふるさと発信課です。",
            CLAUSE,
            "見つけたアカウントを、ふるさと発信課に知らせてください。",
        )


def check_end(imitation: Imitation, by: Actor, on: date) -> None:
    """Let ふるさと発信課 end a warning."""
    check_keep(by, on)
