"""The hourly seal of the trail, and the mail by which the last seal of a day leaves the system.

It stands here because only the lifecycle writes messages. The seals are chained, so after days without a worker the
last seal of the last day carries those before it. When nobody who keeps the seals has an address, nothing leaves: the
administrators are told, for they enter addresses.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from core.audit.models import Seal
from core.audit.sealer import seal
from core.gathering import Part
from core.memo import once, tell
from core.notifications.models import OutboxMail
from core.notifications.telling import Tell
from core.notifications.writer import write_messages, write_notices
from core.periods.clock import japan_date, japan_midnight
from core.records import short_code
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office
from core.ui.eras import era_date

SEALS_PAGE = "people:trail_seals"
PEOPLE_PAGE = "people:person_list"
SEALS = ("audit.seal",)
SEAL_MAILS = "seal:"
NOTHING_LEAVES = "封印の知らせを、電子メールで送れません"
ADDRESSES_MISSING = (
    "総務部長と監査担当のどちらにも、電子メールの登録がありません。封印がシステムの外に残らないため、後からの書き換えに"
    "気づけなくなります。職員台帳に電子メールを登録してください。"
)


def seal_and_tell(at: datetime) -> int:
    """Seal what waits, then send the last seal of the last day that is over, once; return the number of seals made."""
    made = seal(at)
    tell_last_seal(at)
    return len(made)


def tell_last_seal(at: datetime) -> None:
    """Tell 総務部長 and the auditors the last seal made before today, each once for its day.

    It is written anew by every run, and what is there already stays: the keys make that, and two runs at once, tell
    once. Message and mail commit together, so that a killed run leaves both or neither.
    """
    on = japan_date(at)
    last = last_seal_before(on)
    if last is None:
        return
    people = witnesses(on)
    with transaction.atomic():
        write_messages([_tell(last, people)], key=mail_key(last), at=at)
        if not addressed(people):
            _tell_nothing_leaves(on, at)


def last_seal_before(on: date) -> Seal | None:
    """Return the last seal made before a Japan day; the daily mail of that day carries it."""
    return once(("last_seal", on), lambda: _before(on).first(), of=SEALS)


def last_seal_part(on: date) -> Part:
    """Return that seal as part of a question; what is found is told by `tell_last_seal_before`."""
    return Part(lambda: Seal.objects.filter(pk__in=_before(on).values("pk")[:1]))


def tell_last_seal_before(on: date, found: Sequence[Seal]) -> None:
    """Remember what was read as part of a question, for those who ask for the last seal before a day."""
    tell(("last_seal", on), next(iter(found), None), of=SEALS)


def _before(on: date) -> QuerySet[Seal]:
    return Seal.objects.filter(made_at__lt=japan_midnight(on)).order_by("-number")


def mail_key(last: Seal) -> str:
    """Return how the keys of the messages and mails begin that carry the last seal of a day."""
    return f"{SEAL_MAILS}{japan_date(last.made_at).isoformat()}"


def addressed(people: list[Person]) -> list[Person]:
    """Keep those whom a mail reaches."""
    return [person for person in people if person.is_active and person.email]


def _tell_nothing_leaves(on: date, at: datetime) -> None:
    """Tell the administrators, once until a seal has left again."""
    newest = OutboxMail.objects.filter(key__startswith=SEAL_MAILS).order_by("-pk").values_list("pk", flat=True).first()
    tell = Tell(people_answering(Office.ADMINISTRATOR, None, on), NOTHING_LEAVES, ADDRESSES_MISSING, PEOPLE_PAGE)
    write_notices([tell], key=f"seal-unaddressed:{newest or 0}", at=at)


def witnesses(on: date) -> list[Person]:
    """Return who keeps the seals outside of the system: 総務部長, the auditors and their deputies, each once."""
    found = [
        p for office in (Office.GENERAL_AFFAIRS_DIRECTOR, Office.AUDITOR) for p in people_answering(office, None, on)
    ]
    return list(dict.fromkeys(found))


def _tell(last: Seal, people: list[Person]) -> Tell:
    day = japan_date(last.made_at)
    before = japan_midnight(day)
    count = sum(Seal.objects.filter(made_at__gte=before, number__lte=last.number).values_list("count", flat=True))
    lines = [
        f"封印の番号:{last.number}",
        f"封印の符号:{last.hash}",
        f"この日に封印した記録:{count}件",
        "",
        "この知らせは、監査証跡が後から書き換えられていないことを確かめる証拠です。削除せずに保存するか、印刷して綴じてください。",
        "確かめるときは、「封印」の画面で同じ番号の符号と見比べます。システムの担当者には、次の命令の実行を依頼できます。",
        f"python manage.py verify_audit --seal {last.number}:{last.hash}",
    ]
    title = f"{era_date(day)}の最後の封印 第{last.number}号({short_code(last.hash)})"
    return Tell(people, title, "\n".join(lines), SEALS_PAGE)
