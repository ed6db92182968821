"""The cost of a sign-in says nothing about who exists; hashes are renewed as an act."""

from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher, make_password
from django.test import Client
from django.urls import reverse

from core.audit.models import Event
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.lifecycle.trails import facts_of
from core.people.passwords import renew_hash
from core.records import WrittenOutsideLifecycleError, digest_of
from core.staff.models import Person
from iwaki_sm.settings import base
from tests.core.people.hashers import CountingHasher
from tests.factories.core import AT, a_person

pytestmark = pytest.mark.django_db
PASSWORD = "nagisa-no-koe-2026"
COUNTING = ["tests.core.people.hashers.CountingHasher"]
OLD_FIRST = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def tried(number: str, password: str) -> Any:
    """Try to sign in with a browser of its own."""
    return Client().post(reverse("people:signin"), {"staff_number": number, "password": password})


def people() -> None:
    """Make one person of each kind that can not sign in with the password tried."""
    a_person(staff_number="100001", password=PASSWORD)
    a_person(staff_number="100002")
    left = a_person(staff_number="100003", password=PASSWORD)
    edit(left, by=SYSTEM, at=AT, is_active=False)


@pytest.mark.parametrize(
    ("number", "password"),
    [
        ("100001", "not-this-one"),
        ("100002", PASSWORD),
        ("100003", PASSWORD),
        ("100003", "not-this-one"),
        ("999999", PASSWORD),
    ],
    ids=["wrong password", "no password yet", "left", "left and wrong", "nobody"],
)
def test_every_failure_hashes_once(settings: Any, number: str, password: str) -> None:
    settings.PASSWORD_HASHERS = COUNTING
    people()
    CountingHasher.runs.clear()

    answer = tried(number, password)

    assert (answer.status_code, len(CountingHasher.runs)) == (200, 1)


def test_success_hashes_once(settings: Any) -> None:
    settings.PASSWORD_HASHERS = COUNTING
    people()
    CountingHasher.runs.clear()

    answer = tried("100001", PASSWORD)

    assert (answer.status_code, len(CountingHasher.runs)) == (302, 1)


def test_every_failure_has_the_same_answer() -> None:
    people()

    answers = [tried(number, "not-this-one") for number in ("100001", "100002", "100003", "999999")]

    tokens = [str(answer.context["csrf_token"]) for answer in answers]
    bodies = [answer.content.decode().replace(token, "") for answer, token in zip(answers, tokens, strict=True)]
    numbers = ("100001", "100002", "100003", "999999")
    assert len({body.replace(number, "") for body, number in zip(bodies, numbers, strict=True)}) == 1


def test_argon2_is_used_with_known_costs(settings: Any) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS

    encoded = make_password(PASSWORD)

    assert encoded.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert get_hasher().must_update(encoded) is False


def test_old_hash_is_renewed_at_the_sign_in_as_an_act(settings: Any) -> None:
    settings.PASSWORD_HASHERS = OLD_FIRST
    person = a_person(staff_number="100001", password=PASSWORD)
    settings.PASSWORD_HASHERS = [*COUNTING, *OLD_FIRST]
    browser = Client()

    browser.post(reverse("people:signin"), {"staff_number": "100001", "password": PASSWORD})

    fresh = Person.objects.get(pk=person.pk)
    event = Event.objects.filter(stream=person.stream).latest("pk")
    assert (fresh.password.split("$")[0], fresh.version) == ("counting", person.version + 1)
    assert (event.move, facts_of(event)["hidden"]) == (
        "staff.person.edit",
        {"password": digest_of({"password": fresh.password})},
    )
    assert browser.get(reverse("people:signin")).status_code == 302


def test_hash_of_today_is_left_alone() -> None:
    person = a_person(staff_number="100001", password=PASSWORD)

    tried("100001", PASSWORD)

    assert Person.objects.get(pk=person.pk).version == person.version


def test_renewal_never_undoes_a_password_set_meanwhile(settings: Any) -> None:
    settings.PASSWORD_HASHERS = OLD_FIRST
    stale = a_person(password=PASSWORD)
    settings.PASSWORD_HASHERS = [*COUNTING, *OLD_FIRST]
    other = make_password("kumo-no-mine-2027")
    edit(stale, by=SYSTEM, at=AT, password=other)

    renew_hash(stale, PASSWORD, by=SYSTEM, at=AT)

    assert Person.objects.get(pk=stale.pk).password == other


def test_password_is_not_saved_past_the_lifecycle() -> None:
    person = a_person(password=PASSWORD)
    person.set_password("kumo-no-mine-2027")

    with pytest.raises(WrittenOutsideLifecycleError):
        person.save(update_fields=["password"])
