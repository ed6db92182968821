"""Passwords as acts: who set whose password is recorded, the password never.

Whoever sees another person's password could act in that person's offices. So an issued password
opens nothing but the page that changes it, and for people who decide it takes two to issue one
(ADR 0011).
"""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.hashers import get_hasher, identify_hasher, make_password

from core.deadlines.duties import Debtor, open_duty
from core.lifecycle.act import Act, acting, perform
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.notifications.telling import Tell
from core.people import permissions
from core.people.moves import DECLINE_PASSWORD, ISSUE_PASSWORD, PASSWORD_DUTY
from core.people.second_person import able_office, personnel_officers
from core.people.telling import SUSPICION, former_addresses, password_tells
from core.staff.models import Appointment, Deputyship, PasswordIssue, Person
from core.staff.offices import Office
from core.staff.states import AppointmentState, PasswordIssueState

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without characters that are mistaken for one another when read from paper."""
PAGE = "people:password_issue"


def random_password() -> str:
    """Return four groups of five characters, about 98 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


def takes_two(person: Person, on: date, posts: Iterable[Appointment] | None = None) -> bool:
    """Tell whether a person holds an office other than staff or deputises for one, today, later or once confirmed.

    Args:
        posts: all appointments of the person, where the caller has read them already.
    """
    held = Appointment.objects.filter(person=person).exclude(office=Office.STAFF) if posts is None else posts
    deputising = Deputyship.objects.exclude(state=AppointmentState.DECLINED).exclude(ends_on__lt=on)
    return any(_decides(post, on) for post in held) or deputising.filter(deputy=person).exists()


def _decides(post: Appointment, on: date) -> bool:
    ended = post.ends_on is not None and post.ends_on < on
    return post.office != Office.STAFF and post.state != AppointmentState.DECLINED and not ended


def open_issue(person: Person) -> PasswordIssue | None:
    """Return the request that waits for a second person, if there is one."""
    return PasswordIssue.objects.filter(person=person, state=PasswordIssueState.REQUESTED).first()


def issue_password(person: Person, *, by: Actor, at: datetime) -> str:
    """Give a person who decides nothing a random password and return it, for showing once.

    Raises:
        Denied: the actor is no administrator, or the person himself; the person's password takes two.
    """
    permissions.check_ask_password(person, by)
    password = random_password()
    with acting(by=by, at=at) as act:
        fresh = act.lock(person)
        permissions.check_ask_password(fresh, by)
        if takes_two(fresh, act.on):
            raise Denied("この職員のパスワードは、二人で発行します。", way="職員の画面を開き直して、申請してください。")
        act.require_proof()
        _store(act, fresh, password)
        act.tell(*password_tells(act, fresh, ""))
    return password


def ask_password(person: Person, *, by: Actor, at: datetime) -> PasswordIssue:
    """Ask a second person to issue the password of somebody who decides; the person is told.

    Raises:
        Denied: the actor is no administrator, or the person himself; a request waits already.
    """
    with acting(by=by, at=at) as act:
        fresh = act.lock(person)
        permissions.check_ask_password(fresh, by)
        if open_issue(fresh) is not None:
            raise Denied("すでに申請されています。", way="確認を待っています。")
        issue = act.create(PasswordIssue, person=fresh, asked_by=by.person)
        debtor = Debtor(able_office(act, fresh))
        open_duty(act, PASSWORD_DUTY, issue, debtor, title=f"{issue}の確認", link=(PAGE, issue.pk))
        told = personnel_officers(act, fresh)
        act.tell(Tell(told, f"{issue}の確認", "申請した人でも本人でもない人の確認が必要です。", PAGE, issue.pk))
        act.tell(*_asked_tells(act, fresh))
        return issue


def _asked_tells(act: Act, person: Person) -> list[Tell]:
    title = f"{act.by.name}があなたのパスワードの発行を申請しました"
    addressees = [person, *former_addresses(person, act)]
    return [Tell([one], title, SUSPICION, topic=f"address:{number}") for number, one in enumerate(addressees)]


def confirm_password(issue: PasswordIssue, *, by: Actor, at: datetime, seen: str) -> str:
    """Issue the password asked for, as the second person, and return it, for showing once.

    Raises:
        Denied: the actor asked, or it is his own, or he is not in charge.
        Conflict: the request is settled.
    """
    password = random_password()
    with acting(by=by, at=at) as act:
        done = act.perform(issue, ISSUE_PASSWORD, seen=seen, issued_by=by.person)
        _store(act, done.person, password)
    return password


def decline_password(issue: PasswordIssue, *, by: Actor, at: datetime, reason: str, seen: str) -> PasswordIssue:
    """Take a request back before a password is issued."""
    return perform(issue, DECLINE_PASSWORD, by=by, at=at, seen=seen, reason=reason)


def change_own_password(person: Person, password: str, *, by: Actor, at: datetime) -> None:
    """Store a person's own new password, which nobody else has seen."""
    with acting(by=by, at=at) as act:
        act.edit(person, password=make_password(password), must_change_password=False)
        act.note("person.password_changed", "自分のパスワードを変えた", person=person)


def renew_hash(person: Person, password: str, *, by: Actor, at: datetime) -> Person:
    """Store the hash of a password that was just proved in today's form, as an act; return the person as he is now.

    Somebody who set another password meanwhile has the last word.
    """
    if not is_outdated(person.password):
        return person
    with acting(by=by, at=at) as act:
        fresh = act.lock(person)
        if fresh.password != person.password:
            return fresh
        return act.edit(fresh, why={"reason": "パスワードの保存の形を新しくした"}, password=make_password(password))


def is_outdated(encoded: str) -> bool:
    """Tell whether a stored hash has another algorithm or other costs than new ones get."""
    preferred, used = get_hasher(), identify_hasher(encoded)
    return used.algorithm != preferred.algorithm or preferred.must_update(encoded)


def _store(act: Act, person: Person, password: str) -> None:
    act.edit(person, password=make_password(password), must_change_password=True)
    act.note("person.password_set", "初期パスワードを発行した", person=person)
