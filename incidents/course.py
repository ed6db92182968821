"""What is added to the course of an incident: words, evidence, people, the next look; looks at a leak (第7)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from core.lifecycle import withheld
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor, hold_people
from core.lifecycle.errors import Denied
from core.notifications.telling import Tell
from core.periods.clock import JAPAN
from core.staff.models import Person
from core.uploads.forms import Upload
from incidents.actions import keep_evidence, next_review
from incidents.audience import tell
from incidents.models import Evidence, Incident, Member, Note
from incidents.models.incident import LOOK
from incidents.permissions import CLAUSE, check_lead, check_part
from incidents.states import OVER, WORKED_ON

MOST_FILES = 50
MOST_LOOKS = 100
"""Lines of the looks on a page."""


def add_note(incident: Incident, *, by: Actor, at: datetime, words: str, is_review: bool = False) -> Note:
    """Write down something of the course; as a look at the situation it sets the next one (次の見直し).

    Raises:
        Denied: for who only reads it, once it is over, without words; a look for who does not lead or before the
            acknowledgement.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(incident)
        check_part(held, by, act.on)
        if not words.strip():
            raise Denied("経過を入力してください。", CLAUSE, field="words")
        if is_review:
            check_lead(held, by, act.on)
            if held.state not in WORKED_ON:
                raise Denied("状況を見直すのは、覚知してから収束までの間です。", CLAUSE)
            held = act.edit(held, review_at=next_review(at))
        written = {"written_by": by.person, "written_as": by.label, "written_at": at}
        return act.create(Note, incident=held, words=words.strip(), **written)


def add_evidence(incident: Incident, *, by: Actor, at: datetime, file: Upload, words: str = "") -> Evidence:
    """Keep a file as evidence; it is never taken out.

    Raises:
        Denied: for who only reads it, once it is over, and for more files than one incident takes.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(incident)
        check_part(held, by, act.on)
        if Evidence.objects.filter(incident=held).count() >= MOST_FILES:
            raise Denied(f"証拠のファイルは{MOST_FILES}個までです。", CLAUSE, "まとめて1つのファイルにしてください。")
        return keep_evidence(act, held, file, words)


def add_member(incident: Incident, *, by: Actor, at: datetime, person: Person, role: str) -> Member:
    """Let a person have a part in an incident, and so read it; he or she is told.

    Raises:
        Denied: for who does not lead, once it is over, without a role, for who has left the city or has a part already.
    """
    with acting(by=by, at=at) as act:
        hold_people([person.pk])
        held = act.lock(incident)
        check_lead(held, by, act.on)
        _examine_member(held, person, role)
        joined = act.create(Member, incident=held, person=person, role=role.strip(), joined_on=act.on)
        act.tell(*tell(act, held, [person], "問題への対応に加わりました", f"役割:{joined.role}"))
        return joined


def _examine_member(incident: Incident, person: Person, role: str) -> None:
    if incident.state in OVER:
        raise Denied(f"{incident.get_state_display()}の問題には、加われません。", CLAUSE)
    if not role.strip():
        raise Denied("役割を入力してください。", CLAUSE, field="role")
    if not Person.objects.filter(pk=person.pk, is_active=True).exists():
        raise Denied(f"{person.name}さんは在職していません。", CLAUSE, field="person")
    if Member.objects.filter(incident=incident, person=person, left_on=None).exists():
        raise Denied(f"{person.name}さんは、すでに加わっています。", CLAUSE, field="person")


def end_member(member: Member, *, by: Actor, at: datetime) -> Member:
    """End a person's part; he or she reads the incident no more by it.

    Raises:
        Denied: for who does not lead, and when it has ended already.
    """
    with acting(by=by, at=at) as act:
        held = act.lock(member)
        check_lead(held.incident, by, act.on)
        if held.left_on is not None:
            raise Denied(f"{held.person.name}さんは、すでに外れています。", CLAUSE)
        ended = act.edit(held, left_on=act.on)
        act.tell(Tell([ended.person], f"問題への対応から外れました:{ended.incident.shown}"))
        return ended


def note_look(incident: Incident, what: str, *, by: Actor, at: datetime) -> None:
    """Record that somebody looked at a leak; nothing for every other kind.

    Args:
        what: what was opened, in the words of the trail.
    """
    withheld.note_looks([incident], what, by=by, at=at)


@dataclass(frozen=True)
class Looks:
    """How often one person, in one office, looked at a leak on one day, and when last."""

    name: str
    capacity: str
    number: int
    last: datetime


def looks_at(incident: Incident) -> list[Looks]:
    """Return who looked at a leak on which day, the newest first, a hundred lines at most.

    Every look stands in the trail, and nowhere else; what is none any more keeps those at what it was.
    """
    days = (
        withheld.looks_at(LOOK, "incident", incident.stream)
        .order_by()
        .values("person", "person__name", "capacity", day=TruncDate("at", tzinfo=JAPAN))
    )
    lines = days.annotate(number=Count("pk"), last=Max("at")).order_by("-last", "person")[:MOST_LOOKS]
    return [Looks(one["person__name"], one["capacity"], one["number"], one["last"]) for one in lines]
