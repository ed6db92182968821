"""What is written twice in one act and must agree: read daily, reported, mended by nobody silently.

Operator records and the permissions to operate (`accounts.operators`), the records and the index of the registry
(`accounts.projection`): a difference means that somebody went past the acts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from accounts.models import Account, AccountGrant, Operator
from accounts.operators import OPERATE
from accounts.projection import batches, differing, worked_out
from core.audit.models import Event
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.notifications.telling import Tell
from core.periods.clock import japan_date, japan_midnight
from core.staff.authority import people_answering
from core.staff.models import Person
from core.staff.offices import Office

NOTE = "reconciliation"
INDEX = "index"
INDEX_LETTER = (
    "台帳の検索・絞り込みに使う索引が、記録と違っています。記録そのものは変わっていません。"
    "操作の記録を経ずにデータが変えられたおそれがあります。事情を確かめたうえで、"
    "manage.py rebuild_registry で索引を作り直してください。"
)
TOLD = (Office.ADMINISTRATOR, Office.AUDITOR)
MOST_NAMED = 20
MISSING = "運用担当として記録されていますが、運用の権限がありません"
EXCESS = "運用の権限がありますが、運用担当の記録がありません"
TO_OPERATE = Q(permission__codename=OPERATE.partition(".")[2])
Pair = tuple[int, int]
"""Keys of an account and of a person."""


@dataclass(frozen=True)
class Drift:
    """One difference: a record in force without its permission, or a permission without its record."""

    account: Account
    person: Person
    words: str

    def __str__(self) -> str:
        return f"{self.account.title}の{self.person.name}さん:{self.words}"


def drift(on: date) -> list[Drift]:
    """Return every difference between operator records in force on a day and grants, by account and person.

    The permission ends with the act that ends the record, so that a record with a last day needs none, and one that
    is there until that day has passed is covered. A permission other than to operate has no record at all.
    """
    granted = set(AccountGrant.objects.filter(TO_OPERATE).values_list("content_object", "user"))
    recorded = Operator.objects.exclude(ends_on__lt=on)
    due = recorded.filter(starts_on__lte=on, ends_on=None)
    allowed = set(recorded.values_list("account", "person"))
    missing = set(due.values_list("account", "person")) - granted
    strange = set(AccountGrant.objects.exclude(TO_OPERATE).values_list("content_object", "user"))
    return list(_named({**dict.fromkeys(missing, MISSING), **dict.fromkeys((granted - allowed) | strange, EXCESS)}))


def report_drift(at: datetime) -> list[Drift]:
    """Tell administrators and auditors of the day's differences, once a day; without any, write nothing.

    Returns:
        What differs, told now or earlier on the day.
    """
    on = japan_date(at)
    found = drift(on)
    if found and not _was_noted(NOTE, at):
        people = dict.fromkeys(person for office in TOLD for person in people_answering(office, None, on))
        with acting(by=SYSTEM, at=at) as act:
            act.note(NOTE, "運用担当と権限の食い違いを見つけた", found=[_facts(one) for one in found])
            title = f"運用担当の記録と権限が{len(found)}件食い違っています"
            mentions = list(dict.fromkeys(one.account.stream for one in found[:MOST_NAMED]))
            act.tell(Tell(list(people), title, _letter(found), mentions=mentions))
    return found


def report_stale_index(at: datetime) -> list[int]:
    """Tell administrators and auditors of accounts whose row in the index is not what the records give, once a day.

    Returns:
        The keys of the accounts, told now or earlier on the day.
    """
    on = japan_date(at)
    found = [pk for keys in batches(Account.objects.all()) for pk in differing(worked_out(keys))]
    if found and not _was_noted(INDEX, at):
        people = dict.fromkeys(person for office in TOLD for person in people_answering(office, None, on))
        with acting(by=SYSTEM, at=at) as act:
            act.note(INDEX, "台帳の索引の食い違いを見つけた", accounts=found[:MOST_NAMED], count=len(found))
            title = f"台帳の索引が{len(found)}件、記録と食い違っています"
            mentions = [f"{Account._meta.label_lower}:{pk}" for pk in found[:MOST_NAMED]]
            act.tell(Tell(list(people), title, INDEX_LETTER, mentions=mentions))
    return found


def _was_noted(what: str, at: datetime) -> bool:
    return Event.objects.filter(move=what, at__gte=japan_midnight(japan_date(at)), at__lte=at).exists()


def _named(pairs: dict[Pair, str]) -> Iterator[Drift]:
    accounts = Account.objects.select_related("platform").in_bulk({account for account, _ in pairs})
    people = Person.objects.in_bulk({person for _, person in pairs})
    for (account, person), words in sorted(pairs.items()):
        yield Drift(accounts[account], people[person], words)


def _facts(one: Drift) -> dict[str, object]:
    return {"account": one.account, "person": one.person, "words": one.words}


def _letter(found: list[Drift]) -> str:
    lines = [f"・{one}" for one in found[:MOST_NAMED]]
    rest = [f"ほか{len(found) - MOST_NAMED}件" if len(found) > MOST_NAMED else ""]
    way = "運用する部署に事情を確かめ、運用担当の記録に合わせて権限を直してください。"
    return "\n".join([*lines, *filter(None, rest), way])
