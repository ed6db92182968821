"""What a running copy's database says after a drill: asked in a process of its own, on that copy's environment.

`people` names a section's staff and head and a service; `check` takes what was answered with success and lists what of
it is missing or half there; `told` lists messages and mails.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django


def people() -> dict[str, Any]:
    """Return the keys of a member of staff, of the head of the same section, and of a service; and the numbers."""
    from accounts.models import Platform
    from core.periods.clock import japan_date, now
    from core.staff.models import Appointment
    from core.staff.offices import Office

    held = Appointment.objects.in_force_on(japan_date(now())).filter(person__is_active=True)
    heads = {one.unit_id: one.person_id for one in held.filter(office=Office.SECTION_HEAD).order_by("id")}
    staff = held.filter(office=Office.STAFF, unit__in=heads).order_by("id")
    one = next(a for a in staff if a.person_id not in heads.values())
    platform = Platform.objects.order_by("id").first()
    assert platform is not None
    return {"staff": one.person_id, "head": heads[one.unit_id], "platform": platform.pk, "numbers": numbers()}


def check(claims: list[tuple[str, int]]) -> dict[str, Any]:
    """Return a sentence for each act that was answered with success and is not there whole, and the chain's faults."""
    from approvals.models import Request
    from core.audit.verifier import faults

    missing = [f"{what} {pk}" for what, pk in claims if not SEEN[what](pk)]
    drafted = Request.objects.filter(pk__gte=min((pk for _, pk in claims), default=0))
    halves = [sentence for request in drafted for sentence in half(request)]
    return {"missing": missing, "halves": halves, "faults": list(faults()), "numbers": numbers()}


def half(request: Any) -> list[str]:
    """Return what is wrong with a request: an event for each version, steps and a duty once submitted, all mailed."""
    from core.audit.models import Event
    from core.deadlines.models import Obligation
    from core.notifications.models import Message, OutboxMail

    events = Event.objects.filter(stream=request.stream)
    found = [] if events.count() == request.version else [f"{request}: {events.count()} events of {request.version}"]
    if request.state == "submitted":
        streams = [step.stream for step in request.steps.all()]
        owed = Obligation.objects.open().filter(about__in=streams).count()
        acts = events.filter(to_state="submitted").values_list("act_id", flat=True)
        told = [message.key for act in acts for message in Message.objects.filter(key__startswith=f"act:{act}")]
        mailed = OutboxMail.objects.filter(key__in=told).count()
        if len(streams) < 3 or owed != 1 or not told or mailed != len(told):
            found.append(f"{request}: {len(streams)} steps, {owed} duties, {len(told)} messages, {mailed} mails")
    return found


def numbers() -> dict[str, int]:
    """Return how many document numbers stand twice, and how many were counted that stand nowhere."""
    from approvals.models import Filing, NumberCounter, Request

    standing = [
        number
        for model in (Request, Filing)
        for number in model._base_manager.exclude(document_number="").values_list("document_number", flat=True)
    ]
    counted = sum(NumberCounter.objects.values_list("last", flat=True))
    return {"twice": len(standing) - len(set(standing)), "nowhere": counted - len(standing)}


def was_drafted(pk: int) -> bool:
    """Tell whether a draft is there."""
    from approvals.models import Request

    return Request.objects.filter(pk=pk).exists()


def was_submitted(pk: int) -> bool:
    """Tell whether a request is submitted, under a number."""
    from approvals.models import Request

    return Request.objects.filter(pk=pk, round=1).exclude(document_number="").exists()


def was_consented(pk: int) -> bool:
    """Tell whether the first step of a request is decided, with its event."""
    from approvals.models import Step
    from core.audit.models import Event

    step = Step.objects.filter(request_id=pk, state="consented").first()
    return step is not None and Event.objects.filter(stream=step.stream, to_state="consented").exists()


SEEN = {"drafted": was_drafted, "submitted": was_submitted, "consented": was_consented}


def told(prefix: str) -> dict[str, Any]:
    """Return the keys of messages and mails that begin in one way, with the mails' states, and the open tellings."""
    from core.deadlines.models import Telling
    from core.notifications.models import Message, OutboxMail
    from core.periods.clock import japan_date, now

    return {
        "messages": list(Message.objects.filter(key__startswith=prefix).values_list("key", flat=True)),
        "mails": dict(OutboxMail.objects.filter(key__startswith=prefix).values_list("key", "state")),
        "late": Telling.objects.filter(next_on__lte=japan_date(now())).count(),
    }


def queue(names: list[str]) -> list[str]:
    """Write messages with their mails, as an act does, but wake nobody; return their keys."""
    from django.db import transaction

    from core.notifications import writer
    from core.notifications.telling import Tell
    from core.periods.clock import now
    from core.staff.models import Person

    setattr(writer, "_wake_worker", lambda: None)  # noqa: B010 - mypy would want the function to stay itself
    person = Person.objects.exclude(email="").filter(is_active=True).order_by("id")[0]
    for name in names:
        with transaction.atomic():
            writer.write_messages([Tell([person], name)], key=name, at=now())
    return [f"{name}::{person.pk}" for name in names]


def wake() -> int:
    """Put tasks into the broker, as beat and acts do."""
    from core.deadlines.tasks import sweep
    from core.notifications.tasks import send_outbox

    for task in (send_outbox, sweep) * 3:
        task.delay()
    return 6


def let_claims_run_out() -> int:
    """Have the claims of a worker that is gone run out at once, instead of after a quarter of an hour."""
    from core.notifications.models import OutboxMail
    from core.periods.clock import now

    return OutboxMail.objects.filter(state="queued").update(next_attempt_at=now())


ANSWERS: dict[str, Callable[[Any], Any]] = {
    "people": lambda given: people(),
    "check": check,
    "told": told,
    "queue": queue,
    "wake": lambda given: wake(),
    "let_claims_run_out": lambda given: let_claims_run_out(),
}


def main() -> None:
    """Answer one question; what it is about comes as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iwaki_sm.settings.test")
    django.setup()
    given = json.load(sys.stdin)
    print(json.dumps(ANSWERS[sys.argv[1]](given)))


if __name__ == "__main__":
    main()
