"""The services in the generic screens: who reads, who keeps, and which host names are taken."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Platform
from core.periods.clock import japan_date, now
from core.staff.offices import Office
from tests.factories.approvals import OfficeWorld, an_office_world
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
WHEN = now()
LIST, NEW = "/accounts/platforms/", "/accounts/platforms/new/"
GIVEN = {
    "name": "Bluesky",
    "code": "bluesky",
    "hosts": "bsky.app\r\nwww.BSKY.social\r\n\r\nbsky.app",
    "short_hosts": "go.bsky.app",
    "profile_limit": "256",
    "position": "9",
    "is_offered": "on",
}


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return an_office_world(WHEN, since=japan_date(WHEN) - timedelta(days=60))


def enter(client: Client, world: OfficeWorld, office: Office) -> None:
    person = world.people[office].person
    assert person is not None
    client.force_login(person)


@pytest.mark.parametrize("office", list(Office))
def test_everybody_reads_and_administrators_write(client: Client, world: OfficeWorld, office: Office) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, office)
    keeps = office == Office.ADMINISTRATOR
    page = f"{LIST}{platform.pk}/"
    assert [client.get(LIST).status_code, client.get(page).status_code] == [200, 200]
    assert client.get(NEW).status_code == (200 if keeps else 404)
    assert client.post(NEW, GIVEN).status_code == (302 if keeps else 404)
    seen = client.get(page).context["seen"]
    assert client.post(page, GIVEN | {"seen": seen}).status_code == (302 if keeps else 404)


def test_hosts_are_kept_as_a_list(client: Client, world: OfficeWorld) -> None:
    enter(client, world, Office.ADMINISTRATOR)
    client.post(NEW, GIVEN)
    platform = Platform.objects.get(code="bluesky")
    assert (platform.hosts, platform.short_hosts) == (["bsky.app", "bsky.social"], ["go.bsky.app"])
    assert "bsky.app\nbsky.social</textarea>" in client.get(f"{LIST}{platform.pk}/").content.decode()


@pytest.mark.parametrize(
    ("hosts", "words"),
    [
        ("https://x.com", "ホスト名の形ではありません"),
        ("x.com/iwaki", "ホスト名の形ではありません"),
        ("x", "ホスト名の形ではありません"),
        ("-x.com", "ホスト名の形ではありません"),
        ("いわき.jp", "ホスト名の形ではありません"),
        ("127.0.0.1", "ホスト名の形ではありません"),
        ("<b>.com", "ホスト名の形ではありません"),
        ("a" * 3000 + ".jp", "ホスト名の形ではありません"),
        ("bit.ly", "短縮URLのホスト名です"),
        ("\n".join(f"h{n}.example.jp" for n in range(31)), "30個まで"),
        ("a" * 5000, "文字以内"),
    ],
)
@pytest.mark.parametrize("field", ["hosts", "short_hosts"])
def test_wrong_hosts_are_refused_and_kept(
    client: Client, world: OfficeWorld, field: str, hosts: str, words: str
) -> None:
    enter(client, world, Office.ADMINISTRATOR)
    response = client.post(NEW, GIVEN | {field: hosts, "name": "入力した名称"})
    page = response.content.decode()
    assert response.status_code == 200
    assert [words in page, "入力した名称" in page] == [True, True]
    assert not Platform.objects.filter(code="bluesky").exists()


def test_code_stays_once_it_is_entered(client: Client, world: OfficeWorld) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.ADMINISTRATOR)
    record = client.get(f"{LIST}{platform.pk}/").context["seen"]
    client.post(f"{LIST}{platform.pk}/", GIVEN | {"code": "other", "seen": record})
    assert [Platform.objects.get().code, Platform.objects.get().name] == ["x", "Bluesky"]


def test_code_is_taken_once(client: Client, world: OfficeWorld) -> None:
    a_platform("bluesky", when=WHEN)
    enter(client, world, Office.ADMINISTRATOR)
    assert "この記号はすでに使われています" in client.post(NEW, GIVEN).content.decode()


def test_readers_see_locked_fields(client: Client, world: OfficeWorld) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.STAFF)
    page = client.get(f"{LIST}{platform.pk}/").content.decode()
    assert ["見るだけの画面です" in page, "x.com\ntwitter.com</textarea>" in page] == [True, True]
    assert 'method="post" novalidate' not in page


def test_list_does_not_show_the_lists_as_code(client: Client, world: OfficeWorld) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.STAFF)
    page = client.get(LIST).content.decode()
    assert "、".join(platform.hosts) in page
    assert json.dumps(platform.hosts) not in page
