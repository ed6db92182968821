"""What seldom happens, brought about in a running copy, so that its pages can be looked at.

Each function is called there by `manage.py shell`; what it prints on its last line is JSON for the journey.
"""

import json
from datetime import timedelta
from typing import Any

from core.periods.clock import japan_date, now


def set_up() -> None:
    """Bring disposals to each state, place holds, let checks and mails fail; print people and addresses."""
    from core.audit.models import Event
    from core.lifecycle.act import note
    from core.lifecycle.actor import SYSTEM
    from core.lifecycle.verifying import EVIDENCE_CHECK, VERIFICATION
    from core.notifications.heartbeat import note_failure
    from tests.approvals.pages import a_world
    from tests.factories import approvals as papers

    world, at = a_world(), now() - timedelta(minutes=20)
    asked, permitted = _disposals(world, at)
    papers.a_request(world=world, when=at)
    faults = [
        "封印 第1号:2番から4番までの場所にできごとがありません",
        "staff.unit:3:記録の「名称」が、監査証跡と合いません",
    ]
    note(VERIFICATION, "監査証跡を検証した", by=SYSTEM, at=at, events=9, seals=1, faults=2, first=faults)
    note(EVIDENCE_CHECK, "証拠を突き合わせた", by=SYSTEM, at=at, counts={"findings": 3}, findings=[], digest="")
    note_failure("verify", at, ConnectionRefusedError("[Errno 111] Connection refused"))
    people = {office: actor.person.pk for office, actor in world.people.items() if actor.person}
    event = Event.objects.filter(stream=asked.stream).earliest("pk")
    retention = f"/retention/disposals/{asked.pk}/"
    pages = {"asked": retention, "permitted": f"/retention/disposals/{permitted.pk}/", "event": f"/trail/{event.pk}/"}
    print(json.dumps({"people": people, "pages": pages}))


def _disposals(world: Any, at: Any) -> tuple[Any, Any]:
    from core.retention.states import DisposalState
    from tests.factories import retention as made
    from tests.matrix.single import FIRST_DAYS

    def ended() -> Any:
        return made.an_old_request(world=world, when=FIRST_DAYS)

    ended()
    made.a_hold(ended(), world, when=at)
    made.a_disposal(DisposalState.CARRIED_OUT, ended(), world=world, when=at)
    asked = made.a_disposal(DisposalState.REQUESTED, ended(), ended(), world=world, when=at)
    return asked, made.a_disposal(DisposalState.PERMITTED, ended(), world=world, when=at)


def age_proofs() -> None:
    """Let all sign-ins be hours old, past the lifecycle of sessions."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from core.people.sessions import PROVED

    for kept in Session.objects.all():
        data = kept.get_decoded()
        if PROVED in data:
            data[PROVED] -= 3 * 60 * 60
            kept.session_data = SessionStore().encode(data)
            kept.save()


def end_offices(person: int) -> None:
    """End every office of a person yesterday, past the acts that would tell people of it."""
    from core.staff.models import Appointment

    Appointment._base_manager.filter(person=person).update(ends_on=japan_date(now()) - timedelta(days=1))
