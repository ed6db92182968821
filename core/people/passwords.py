"""Passwords as acts: who set whose password is recorded, the password never."""

import secrets
from datetime import datetime

from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.notifications.telling import Tell
from core.staff.models import Person
from core.staff.offices import Office

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without characters that are mistaken for one another when read from paper."""


def random_password() -> str:
    """Return four groups of five characters, about 98 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


def issue_password(person: Person, *, by: Actor, at: datetime) -> str:
    """Give a person a random password and return it, for showing once.

    Raises:
        Denied: the actor is no administrator, or the person himself.
    """
    if not by.holds(Office.ADMINISTRATOR):
        raise Denied("パスワードの発行は、システム管理者が行います。", way="システム管理者に依頼してください。")
    if by.person is None or by.person.pk == person.pk:
        raise Denied("自分のパスワードは発行できません。", way="「自分の権限」の画面から変更してください。")
    password = random_password()
    with acting(by=by, at=at) as act:
        _store(act.lock(person), password)
        act.note("person.password_set", "初期パスワードを発行した", person=person)
        body = "身に覚えがないときは、すぐにシステム管理者と監査担当に連絡してください。"
        act.tell(Tell([person], f"{by.name}があなたのパスワードを発行し直しました", body, "people:password"))
    return password


def change_own_password(person: Person, password: str, *, by: Actor, at: datetime) -> None:
    """Store a person's own new password."""
    with acting(by=by, at=at) as act:
        _store(act.lock(person), password)
        act.note("person.password_changed", "自分のパスワードを変えた", person=person)


def _store(person: Person, password: str) -> None:
    person.set_password(password)
    person.save(update_fields=["password"])
