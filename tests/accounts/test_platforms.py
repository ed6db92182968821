"""The services in the generic screens: who reads, who keeps, and which host names are taken."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Platform
from core.audit.models import Event
from core.lifecycle.trails import facts_of
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
    "post_limit": "300",
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
    given = GIVEN | {"seen": seen, "reason": "サービスが変えたため"}
    assert client.post(page, given).status_code == (302 if keeps else 404)


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
    client.post(f"{LIST}{platform.pk}/", GIVEN | {"code": "other", "seen": record, "reason": "名称の変更"})
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


def change(client: Client, platform: Platform, **data: str) -> Any:
    """Post the form of the service X with some values changed."""
    page = f"{LIST}{platform.pk}/"
    kept = {"name": "X", "hosts": "x.com\ntwitter.com", "short_hosts": "", "profile_limit": "160", "post_limit": "280"}
    return client.post(page, GIVEN | kept | {"position": "0", "seen": client.get(page).context["seen"]} | data)


def test_another_length_of_a_post_is_told_with_its_reason(client: Client, world: OfficeWorld) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.ADMINISTRATOR)

    answer = change(client, platform, post_limit="500", reason="サービスが長くしたため")

    event = Event.objects.filter(stream=platform.stream).latest("number")
    facts = facts_of(event)
    assert (answer.status_code, Platform.objects.get().post_limit) == (302, 500)
    assert (facts["reason"], facts["changes"]) == ("サービスが長くしたため", {"post_limit": [280, 500]})
    page = client.get(f"{LIST}{platform.pk}/").content.decode()
    assert ["サービスが長くしたため" in page, "投稿の文字数:280 → 500" in page] == [True, True]
    assert '<td data-label="投稿の文字数">500</td>' in client.get(LIST).content.decode()


@pytest.mark.parametrize("most", ["500", ""])
@pytest.mark.parametrize("reason", ["", " 　"])
def test_another_length_of_a_post_without_a_reason_is_refused(
    client: Client, world: OfficeWorld, reason: str, most: str
) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.ADMINISTRATOR)

    answer = change(client, platform, post_limit=most, reason=reason)

    words = "投稿の文字数を変える理由を入力してください。第4-5-(2)"
    assert (answer.status_code, answer.context["form"].errors["reason"]) == (200, [words])
    assert Platform.objects.get().post_limit == 280


def test_other_changes_need_no_reason(client: Client, world: OfficeWorld) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.ADMINISTRATOR)
    assert change(client, platform, name="エックス").status_code == 302
    assert (Platform.objects.get().name, Platform.objects.get().post_limit) == ("エックス", 280)


def test_a_length_changed_meanwhile_is_a_conflict_and_no_missing_reason(client: Client, world: OfficeWorld) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.ADMINISTRATOR)
    seen = client.get(f"{LIST}{platform.pk}/").context["seen"]
    change(client, platform, post_limit="500", reason="サービスが長くしたため")

    answer = change(client, platform, name="エックス", seen=seen)

    assert (answer.status_code, Platform.objects.get().name, Platform.objects.get().post_limit) == (409, "X", 500)


@pytest.mark.parametrize(("most", "kept"), [("50", 50), ("100000", 100_000), ("", None)])
def test_lengths_that_a_post_may_have(client: Client, world: OfficeWorld, most: str, kept: int | None) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.ADMINISTRATOR)
    assert change(client, platform, post_limit=most, reason="確かめたため").status_code == 302
    assert Platform.objects.get().post_limit == kept
    assert client.post(NEW, GIVEN | {"post_limit": most}).status_code == 302
    assert Platform.objects.get(code="bluesky").post_limit == kept


@pytest.mark.parametrize(
    ("most", "words"),
    [
        ("49", "50以上にしてください。"),
        ("-1", "50以上にしてください。"),
        ("100001", "100000以下にしてください。"),
        ("9" * 30, "100000以下にしてください。"),
        ("280字", "整数を数字で入力してください。"),
        ("1.5", "整数を数字で入力してください。"),
    ],
)
def test_lengths_that_no_post_has_are_refused(client: Client, world: OfficeWorld, most: str, words: str) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.ADMINISTRATOR)
    changed = change(client, platform, post_limit=most, reason="確かめたため")
    created = client.post(NEW, GIVEN | {"post_limit": most})
    assert [answer.context["form"].errors["post_limit"] for answer in (changed, created)] == [[words], [words]]
    assert [one.post_limit for one in Platform.objects.all()] == [280]


def test_database_refuses_a_length_that_no_post_has() -> None:
    a_platform(when=WHEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Platform._base_manager.update(post_limit=49)


def test_readers_are_asked_for_no_reason(client: Client, world: OfficeWorld) -> None:
    platform = a_platform(when=WHEN)
    enter(client, world, Office.STAFF)
    page = client.get(f"{LIST}{platform.pk}/").content.decode()
    assert ['name="post_limit" value="280"' in page, "直す理由" in page] == [True, False]
