"""Signs a person of a loaded city in, as the demonstration does, and says what there is to ask for.

Prints JSON: the session's cookie, an account in operation with a whole story, and words with known frequencies.
"""

import json
from datetime import datetime

import django
from django.conf import settings


def signed_in(office: str, at: datetime) -> str:
    """Sign the first holder of an office in, and return the session's cookie."""
    from django.contrib.sessions.middleware import SessionMiddleware
    from django.http import HttpResponse
    from django.test import RequestFactory

    from core.people.entering import enter
    from core.periods.clock import japan_date
    from core.staff.models import Appointment

    request = RequestFactory().get("/")
    SessionMiddleware(lambda request: HttpResponse()).process_request(request)
    held = Appointment.objects.in_force_on(japan_date(at)).filter(office=office).select_related("person")
    enter(request, held.order_by("pk")[0].person, at)
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def main() -> None:
    """Sign a member of staff in."""
    from accounts.models import Account
    from accounts.states import AccountState
    from bench.seed.words import ABSENT_WORD, CITY, PLACES, RARE_WORD, TOPICS
    from core.periods.clock import now
    from core.staff.offices import Office

    told = Account.objects.filter(state=AccountState.ACTIVE).exclude(requests=None).order_by("-pk").first()
    known = {
        "cookie": signed_in(Office.STAFF, now()),
        "account": (told or Account.objects.filter(state=AccountState.ACTIVE).latest("pk")).pk,
        "common": CITY,
        "rare": RARE_WORD,
        "absent": ABSENT_WORD,
        "two": f"{TOPICS[0]} {PLACES[1]}",
    }
    print(json.dumps(known))


if __name__ == "__main__":
    django.setup()
    main()
