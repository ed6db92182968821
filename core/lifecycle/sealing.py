"""The hourly seal of the trail, and the mail by which the last seal of a day leaves the system.

It stands here because only the lifecycle writes messages. The seals are chained, so after days without a worker the
last seal of the last day carries those before it.
"""

from datetime import date, datetime

from core.audit.models import Seal
from core.audit.sealer import seal
from core.notifications.models import Message
from core.notifications.telling import Tell
from core.notifications.writer import write_messages
from core.periods.clock import japan_date, japan_midnight
from core.records import short_code
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office
from core.ui.eras import era_date

SEALS_PAGE = "people:trail_seals"


def seal_and_tell(at: datetime) -> int:
    """Seal what waits, then send the last seal of the last day that is over, once; return the number of seals made."""
    made = seal(at)
    tell_last_seal(at)
    return len(made)


def tell_last_seal(at: datetime) -> None:
    """Tell 総務部長 and the auditors the last seal made before today, once for its day."""
    on = japan_date(at)
    last = Seal.objects.filter(made_at__lt=japan_midnight(on)).order_by("-number").first()
    if last is None:
        return
    key = f"seal:{japan_date(last.made_at).isoformat()}"
    if not Message.objects.filter(key__startswith=f"{key}:").exists():
        write_messages([_tell(last, witnesses(on))], key=key, at=at)


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
