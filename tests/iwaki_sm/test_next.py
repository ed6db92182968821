"""`next` leads on inside this site and nowhere else, however it is written."""

import pytest
from django.test import Client
from django.urls import reverse

from core.staff.models import Appointment, Person
from tests.core.people.helpers import LONG_AGO
from tests.factories import a_person, an_appointment

pytestmark = pytest.mark.django_db
PASSWORD = "nagisa-no-koe-2026"
EVIL = "evil.example.com"
TRICKS = [
    trick.replace("~", EVIL)
    for trick in (
        *("//~", "///~", "////~/x", "/\\~", "\\/~"),
        *("\\\\~", "\\\\\\~", "/\t/~", "\t//~", "/\n/~"),
        *("/\r\n/~", "\x00//~", "\x01//~", " //~", "\x0b//~"),
        *("http:~", "https:~", "https:/~", "https://~", "HTTPS://EVIL.EXAMPLE.COM"),
        *("https:\\\\~", "http:///~", "https:////~", "ht\ttps://~"),
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\x01javascript:x", "data:,x"),
        *("vbscript:x", "file:///etc/passwd", "ftp://~", "mailto:a@~", "blob:https://~/1"),
        *("//testserver@~", "https://testserver@~/", "https://testserver:80@~"),
        *("https://testserver.~", "//testserver\\@~", "https://~#testserver"),
        *("https://~?testserver", "//~\\.testserver", "http://[::1]/", "http://[testserver/"),
        *("//evil。example。com", "/／~", "／／~", "//~%2f..", "/\u2028/~"),
        *("/\u200b/~", "\u202e//~", "/\ufeff/~", "/\xa0/~"),
        *("/signin/\r\nLocation: https://~", "/signin/\nSet-Cookie: a=b", "/signin/%0d%0aSet-Cookie:a=b\r\n"),
        *("?next=//~", "~", "..//~", ";//~", "@~"),
        *(".~", "///\\~", "/%5c~", "/%2f%2f~", "//%65vil.example.com"),
    )
]  # fmt: skip


@pytest.fixture
def person() -> Person:
    return an_appointment(a_person(password=PASSWORD), starts_on=LONG_AGO).person


def leads_away(location: str) -> bool:
    """Tell whether a browser that is sent here could leave the site, or read a second header."""
    plain = location.isascii() and location.isprintable() and "\\" not in location
    relative = not location.startswith("//") and ":" not in location.partition("?")[0].partition("/")[0]
    return not (plain and relative)


def follow(person: Person, way: str, trick: str) -> str:
    """Go one of the ways on which `next` is followed; return where it leads."""
    browser = Client()
    data = {"next": trick, "staff_number": person.staff_number, "password": PASSWORD}
    if way in {"choose_capacity", "signed in already"}:
        browser.force_login(person)
    if way == "choose_capacity":
        data["capacity"] = f"a{Appointment.objects.get(person=person).pk}"
    name, args = (way, []) if way in {"signin", "choose_capacity"} else ("signin", [])
    if way == "enter":
        name, args = "enter", [person.pk]
    asked = browser.get if way == "signed in already" else browser.post
    answer = asked(reverse(f"people:{name}", args=args), data)
    assert answer.status_code == (400 if way == "signed in already" and "\0" in trick else 302)
    return str(answer.get("Location", ""))


@pytest.mark.parametrize("way", ["signin", "enter", "choose_capacity", "signed in already"])
def test_next_never_leaves(way: str, person: Person) -> None:
    assert [trick for trick in TRICKS if leads_away(follow(person, way, trick))] == []


@pytest.mark.parametrize("way", ["signin", "enter", "choose_capacity", "signed in already"])
def test_next_inside_is_followed(way: str, person: Person) -> None:
    wanted = "/accounts/?q=%E8%A6%B3%E5%85%89&state=active"
    assert follow(person, way, wanted) == wanted


@pytest.mark.parametrize("path", ["/%2fevil.example.com", "/%5cevil.example.com/signin", "/\\evil.example.com/signin"])
def test_missing_slash_is_added_on_this_site(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code in {301, 404}
    assert not leads_away(answer.get("Location", "/"))


@pytest.mark.parametrize("host", [EVIL, f"testserver:80@{EVIL}", f"testserver/{EVIL}", f"testserver,{EVIL}", "", "[::"])
def test_foreign_host_gets_nothing(host: str) -> None:
    assert Client().get("/signin/", headers={"Host": host}).status_code == 400


def test_forwarded_host_is_not_believed(person: Person) -> None:
    browser = Client(headers={"X-Forwarded-Host": "evil.example.com", "Forwarded": "host=evil.example.com"})
    assert "evil.example.com" not in browser.get("/")["Location"] + browser.get("/signin/").content.decode()
