"""An administrator ends the limits that failures have put on somebody's sign-in; never on his own."""

from datetime import datetime

from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.people import throttle
from core.people.permissions import check_release_sign_in
from core.staff.models import Person


def release_sign_in(person: Person, *, by: Actor, at: datetime) -> None:
    """Forget the failures counted for a person's number, and note it.

    Raises:
        Denied: the actor is no administrator, or the person himself.
    """
    check_release_sign_in(person, by)
    with acting(by=by, at=at) as act:
        throttle.release(person.staff_number)
        act.note("signin_released", "サインインの制限を解いた", person=person)
