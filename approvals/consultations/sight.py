"""Who sees which consultations, as one condition: for querysets, and for statements that are compiled once.

Its section, the section of the account it is about and their departments, ふるさと発信課, 総合政策部長 and 副市長 above
it, auditors, whoever sees the request it is about, and whose deputy answered.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from approvals.models import Request
from approvals.sight import Terms, requests_seen
from core.reviews.states import ReviewState
from core.staff.models import Appointment
from core.staff.offices import Office


def consultations_seen(terms: Terms, on: Any) -> Q:
    """Return the condition on consultations that a reader sees on a day.

    Args:
        terms: of what `approvals.sight.values_for` returns.
        on: the day, or the place of it.
    """
    sections = Q()
    for column in ("section_id", "account__section_id"):
        sections |= terms.among(column, "own_sections") | terms.among(column, "led_sections")
    keepers = Appointment.objects.in_force_on(on).filter(
        terms.among("unit_id", "own_sections"), office=Office.PR_SECTION_HEAD, person__is_active=True
    )
    requests = Request.objects.filter(requests_seen(terms), pk=OuterRef("request"))
    return (
        sections
        | terms.among("state", "consultation_states", "text")
        | Q(deputy_for=terms.value("reader"), later_review=ReviewState.AWAITING.value)
        | Q(Exists(keepers))
        | Q(Exists(requests))
    )
