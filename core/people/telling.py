"""Who is told when authority, a password or an address changes, so that no single entry stays unseen."""

from collections.abc import Iterable
from copy import copy
from datetime import date, timedelta

from core.audit.models import Event
from core.lifecycle.act import Act
from core.lifecycle.trails import facts_of
from core.notifications.telling import Tell
from core.staff.authority import people_answering
from core.staff.models import Person, Unit, UnitLevel
from core.staff.offices import Office

KEPT_IN_MIND = timedelta(days=90)
"""How long a former address is told of a new password, in days after it was replaced."""
SUSPICION = "身に覚えがないときは、すぐにシステム管理者と監査担当に連絡してください。"


def auditors(on: date) -> list[Person]:
    """Return the auditors and their deputies on a day."""
    return people_answering(Office.AUDITOR, None, on)


def heads_of(unit: Unit, on: date) -> list[Person]:
    """Return the head of a unit (of the section, for a group) and the head's deputies on a day."""
    if unit.level == UnitLevel.DEPARTMENT:
        return people_answering(Office.DEPARTMENT_HEAD, unit, on)
    return people_answering(Office.SECTION_HEAD, unit.section, on)


def heads_besides(person: Person, unit: Unit, on: date) -> list[Person]:
    """Return the heads of a unit other than a person; of the department, where the unit has no other."""
    found = ([head for head in heads_of(one, on) if head.pk != person.pk] for one in (unit, unit.department))
    return next((heads for heads in found if heads), [])


def people_told(unit: Unit, on: date) -> list[Person]:
    """Return whom an appointment of a unit concerns: the head of the unit and the auditors."""
    return [*heads_of(unit, on), *auditors(on)]


def each_once(people: Iterable[Person]) -> list[Person]:
    """Return people in order, each once."""
    return list(dict.fromkeys(people))


def former_addresses(person: Person, act: Act) -> list[Person]:
    """Return copies of a person with the mail addresses replaced not long ago: whoever took one over would not tell."""
    recent = Event.objects.filter(stream=person.stream, at__gte=act.at - KEPT_IN_MIND).select_related("facts")
    changed = [facts_of(event).get("changes", {}).get("email") for event in recent.order_by("pk")]
    before = dict.fromkeys(pair[0] for pair in changed if pair)
    return [_at_address(person, address) for address in before if address and address != person.email]


def password_tells(act: Act, person: Person, how: str) -> list[Tell]:
    """Return what is told of a new password: to the person, at former addresses too, and to the auditors."""
    title = f"{act.by.name}があなたのパスワードを発行しました"
    own = [
        Tell([addressee], title, f"{how}{SUSPICION}", "people:password", topic=f"address:{number}")
        for number, addressee in enumerate([person, *former_addresses(person, act)])
    ]
    return [*own, Tell(auditors(act.on), f"{person.name}さんのパスワードが発行されました", how, topic="password")]


def address_tells(act: Act, before: Person, after: Person) -> list[Tell]:
    """Return what is told of a changed mail address: at the old and the new one, and to the auditors."""
    how = f"{before.email or 'なし'} → {after.email or 'なし'}({act.by.name})。"
    title = "あなたの電子メールの登録が変わりました"
    own = [
        Tell([addressee], title, f"{how}{SUSPICION}", topic=f"address:{number}")
        for number, addressee in enumerate([before, after])
        if addressee.email
    ]
    return [*own, Tell(auditors(act.on), f"{after.name}さんの電子メールの登録が変わりました", how, topic="email")]


def _at_address(person: Person, address: str) -> Person:
    addressee = copy(person)
    addressee.email = address
    return addressee
