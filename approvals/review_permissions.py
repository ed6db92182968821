"""Who reviews what a deputy decided: the principal; when he or she has left, the office goes on (後閲)."""

from datetime import date

from approvals.models import LaterReview
from approvals.permissions import PERMISSION, authors_of, check_review
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.memo import once
from core.staff.authority import answering_unit, holders
from core.staff.models import Appointment, Person
from core.staff.offices import CITY_WIDE, NEXT_HIGHER, Office


def check_later_review(review: LaterReview, by: Actor, on: date) -> None:
    """Let the principal review; when the principal holds nothing any more, who holds the office now.

    Raises:
        Denied: for everybody else, the deputy and deputies of today included.
    """
    if not has_left(review.principal, on):
        check_review(review, by, on)
    elif not _stands_in(review, by, on):
        raise Denied(
            "代わられた本人が在職していないため、後閲するのは、その職にいま就いている人です。",
            PERMISSION,
            "その人が代決した本人や起案した人のときは、上位の職が後閲します。",
        )


def has_left(person: Person, on: date) -> bool:
    """Tell whether a person is disabled or holds no appointment on a day."""
    appointed = Appointment.objects.in_force_on(on).filter(person=person)
    kinds = ("staff.person", "staff.appointment")
    return not person.is_active or not once(("appointed", person.pk, on), appointed.exists, of=kinds)


def _stands_in(review: LaterReview, by: Actor, on: date) -> bool:
    """Tell whether the actor holds the office reviewed, or the next higher one when no other holder is left."""
    if by.person is None or by.on_behalf_of is not None:
        return False
    step, barred = review.step, {review.deputy_id, *authors_of(review.step.request)}
    own = Office(step.office)
    left = {held.person_id for held in holders(own, step.unit, on)} - barred
    office = own if left else NEXT_HIGHER.get(own, own)
    unit = None if office in CITY_WIDE else answering_unit(office, step.unit, on)
    return by.person.pk not in barred and by.holds(office, unit)
