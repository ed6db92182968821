"""Known imitations: ふるさと発信課 enters, changes and ends warnings; wrong acts are refused with their reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.states import AccountState
from core.audit.models import Event
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict, Denied
from core.staff.models import UnitLevel
from core.staff.offices import Office
from publications.imitations.actions import edit_imitation, end_imitation, open_imitation
from publications.imitations.models import Imitation
from publications.imitations.permissions import keeps, visible_to
from publications.public.answering import Verdict, answer_to
from tests.approvals import pages
from tests.approvals.pages import browser_of
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.core import a_person, a_unit, an_appointment, the_actor
from tests.factories.drafts import a_platform
from tests.publications.citizens import a_public_account, an_imitation, keeper

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 4, 1)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def facts(**values: Any) -> dict[str, Any]:
    given = {
        "platform": a_platform(),
        "handle": "iwaki_nise",
        "url": "",
        "resembles": None,
        "first_seen_on": ON,
        "words": "偽物です。",
        "note": "",
    }
    return given | values


def test_an_entered_imitation_is_warned_of_with_one_event(world: OfficeWorld) -> None:
    imitation = an_imitation(world)
    assert (imitation.state, answer_to("@iwaki_bousai_").verdict) == ("warned", Verdict.IMITATION)
    assert [event.move for event in Event.objects.filter(stream=imitation.stream)] == ["publications.imitation.create"]


def test_an_ended_warning_is_told_no_more_and_stands_with_its_reason(world: OfficeWorld) -> None:
    ended = end_imitation(an_imitation(world), by=keeper(world), at=AT, reason="サービスが削除した。")
    assert (ended.state, ended.ended_on, ended.reason) == ("ended", ON, "サービスが削除した。")
    assert answer_to("@iwaki_bousai_").verdict == Verdict.UNREGISTERED


def test_a_warning_is_not_ended_without_a_reason_or_twice(world: OfficeWorld) -> None:
    imitation = an_imitation(world)
    with pytest.raises(Denied, match="理由を入力"):
        end_imitation(imitation, by=keeper(world), at=AT, reason=" ")
    end_imitation(imitation, by=keeper(world), at=AT, reason="削除された。")
    with pytest.raises(Conflict):
        end_imitation(imitation, by=keeper(world), at=AT, reason="もう一度。")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ({"url": "https://x.com/iwaki_bousai"}, "url"),
        ({"url": "https://ｘ.ｃｏｍ/ＩＷＡＫＩ_bousai?a=1"}, "url"),
        ({"handle": "iwaki_bousai"}, "handle"),
        ({"handle": "＠ｉｗａｋｉ_bousai"}, "handle"),
    ],
)
def test_an_official_account_is_no_imitation(world: OfficeWorld, text: dict[str, Any], field: str) -> None:
    a_public_account(world)
    with pytest.raises(Denied, match="公式アカウント") as refusal:
        an_imitation(world, **({"handle": "", "url": "", **text}))
    assert (refusal.value.clause, refusal.value.field) == ("第7-3", field)


@pytest.mark.parametrize("text", [{"url": "http://twitter.com/Iwaki_Bousai_/", "handle": ""}, {"url": ""}])
def test_an_imitation_is_not_entered_twice(world: OfficeWorld, text: dict[str, Any]) -> None:
    an_imitation(world)
    with pytest.raises(Denied, match="すでに警告しています"):
        an_imitation(world, **text)


def test_an_imitation_can_come_back_after_its_warning_ended(world: OfficeWorld) -> None:
    end_imitation(an_imitation(world), by=keeper(world), at=AT, reason="削除された。")
    assert an_imitation(world).state == "warned"


def test_the_database_holds_one_warning_for_one_address(world: OfficeWorld) -> None:
    imitation, other = an_imitation(world), an_imitation(world, handle="other", url="https://x.com/other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Imitation.objects.filter(pk=other.pk).update(key=imitation.key)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"handle": "", "url": ""}, "handle"),
        ({"platform": None, "url": ""}, "url"),
        ({"first_seen_on": ON + timedelta(days=1)}, "first_seen_on"),
    ],
)
def test_an_imitation_needs_a_place_and_a_day_that_has_been(
    world: OfficeWorld, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Denied) as refusal:
        an_imitation(world, **values)
    assert refusal.value.field == field


def test_an_imitation_is_changed_with_its_keys(world: OfficeWorld) -> None:
    imitation = an_imitation(world, url="")
    values = facts(handle="iwaki_nise2")
    edit_imitation(imitation, by=keeper(world), at=AT, seen=imitation.fingerprint(), **values)
    assert [answer_to(f"@{h}").verdict for h in ("iwaki_nise2", "iwaki_bousai_")] == ["imitation", "unregistered"]


def test_a_change_of_what_somebody_else_changed_is_a_conflict(world: OfficeWorld) -> None:
    imitation = an_imitation(world)
    seen = imitation.fingerprint()
    edit_imitation(imitation, by=keeper(world), at=AT, seen=seen, **facts())
    with pytest.raises(Conflict):
        edit_imitation(imitation, by=keeper(world), at=AT, seen=seen, **facts(words="別の説明"))


def test_an_ended_record_is_not_changed(world: OfficeWorld) -> None:
    ended = end_imitation(an_imitation(world), by=keeper(world), at=AT, reason="削除された。")
    with pytest.raises(Denied, match="直せません"):
        edit_imitation(ended, by=keeper(world), at=AT, seen=None, **facts())


def test_another_chapter_opens_one_inside_its_own_act(world: OfficeWorld) -> None:
    with acting(by=keeper(world), at=AT) as act:
        imitation = open_imitation(act, **facts())
    assert again(imitation).state == "warned"


@pytest.mark.parametrize("office", [office for office in Office if office != Office.PR_SECTION_HEAD])
def test_no_other_office_keeps_warnings(world: OfficeWorld, office: Office) -> None:
    imitation, other = an_imitation(world), world.people[office]
    for wrong in (
        lambda: edit_imitation(imitation, by=other, at=AT, seen=None, **facts()),
        lambda: end_imitation(imitation, by=other, at=AT, reason="削除された。"),
        lambda: _enter(other),
    ):
        with pytest.raises(Denied, match="ふるさと発信課です"):
            wrong()


def _enter(by: Actor) -> None:
    with acting(by=by, at=AT) as act:
        open_imitation(act, **facts())


def test_the_people_of_the_section_that_the_office_heads_keep_warnings_too(world: OfficeWorld) -> None:
    own = a_unit(UnitLevel.SECTION, "ふるさと発信課", parent=world.department, starts_on=LONG_AGO)
    group = a_unit(UnitLevel.GROUP, "広報係", parent=own, starts_on=LONG_AGO)
    an_appointment(a_person("課長"), Office.PR_SECTION_HEAD, own, LONG_AGO)
    inside = [the_actor(an_appointment(a_person("職員"), Office.STAFF, unit, LONG_AGO)) for unit in (own, group)]
    assert [keeps(by, ON) for by in (*inside, world.staff, world.section_head)] == [True, True, False, False]


def test_directors_and_auditors_read_and_others_see_nothing(world: OfficeWorld) -> None:
    an_imitation(world)
    readers = {office for office, actor in world.people.items() if visible_to(actor, ON).exists()}
    assert readers == {
        Office.PR_SECTION_HEAD,
        Office.POLICY_DIRECTOR,
        Office.GENERAL_AFFAIRS_DIRECTOR,
        Office.DEPUTY_MAYOR,
        Office.AUDITOR,
    }


def test_a_warning_is_entered_changed_and_ended_on_the_pages(world: OfficeWorld) -> None:
    account, browser = a_public_account(world), browser_of(keeper(world))
    typed = {
        "platform": a_platform().pk,
        "handle": "@iwaki_nise",
        "resembling": "https://x.com/iwaki_bousai",
        "first_seen_on": "2026-04-01",
        "words": "にせの抽選です。",
    }
    answer = browser.post("/publications/imitations/new/", typed)
    imitation = Imitation.objects.get()
    assert (answer.status_code, imitation.resembles, imitation.handle) == (302, account, "iwaki_nise")
    address = f"/publications/imitations/{imitation.pk}/"
    page = browser.get(f"{address}edit/").content.decode()
    assert 'value="https://x.com/iwaki_bousai"' in page
    seen = {"seen": imitation.fingerprint(), "seen_version": imitation.version}
    assert browser.post(f"{address}edit/", typed | seen | {"note": "削除を申請した。"}).status_code == 302
    assert browser.post(f"{address}end/", {"reason": "削除された。"}).status_code == 302
    page = browser.get(address).content.decode()
    assert f'href="/accounts/{account.pk}/"' in page
    assert all(words in page for words in ("削除を申請した。", "警告終了", "削除された。"))


def test_an_official_account_is_refused_at_its_field_and_what_was_typed_stays(world: OfficeWorld) -> None:
    a_public_account(world)
    typed = {"url": "https://x.com/iwaki_bousai", "first_seen_on": "2026-04-01", "words": "打った言葉"}
    page = browser_of(keeper(world)).post("/publications/imitations/new/", typed).content.decode()
    assert "これは市の公式アカウントです" in page
    assert "打った言葉" in page
    assert not Imitation.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"), [("@nobody", "見つかりません"), ("@iwaki_bousai", "いくつかのサービスにあります")]
)
def test_the_account_that_is_resembled_must_be_one(world: OfficeWorld, text: str, words: str) -> None:
    a_public_account(world)
    a_public_account(world, "note", url="https://note.com/iwaki_bousai")
    typed = {"url": "https://evil.example/x", "first_seen_on": "2026-04-01", "words": "偽物", "resembling": text}
    assert words in browser_of(keeper(world)).post("/publications/imitations/new/", typed).content.decode()


def test_an_account_that_is_acquired_and_starts_soon_is_no_imitation_either(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACQUIRED, world=world)
    places: list[dict[str, Any]] = [{"url": account.url, "handle": ""}, {"url": "", "handle": account.handle}]
    for text in places:
        with pytest.raises(Denied, match="市の公式アカウントです"):
            an_imitation(world, platform=account.platform, **text)
    assert not Imitation.objects.exists()


def test_the_list_takes_constant_queries(world: OfficeWorld, django_assert_num_queries: Any) -> None:
    account, browser = a_public_account(world), browser_of(keeper(world))
    an_imitation(world, resembles=account)
    count = _queries(browser)
    for number in range(2):
        an_imitation(world, handle=f"iwaki_nise{number}", url="", resembles=account)
    with django_assert_num_queries(count):
        browser.get("/publications/imitations/")


def _queries(browser: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        browser.get("/publications/imitations/")
    return len(asked)


@pytest.mark.parametrize("office", [Office.STAFF, Office.DEPARTMENT_HEAD, Office.ADMINISTRATOR])
def test_who_does_not_read_what_stands_inside_is_led_to_the_public_warnings(office: Office) -> None:
    world = pages.a_world()
    answer = browser_of(world.people[office]).get("/publications/imitations/")
    assert (answer.status_code, answer["Location"]) == (302, "/public/warnings/")


PROFILE = "https://www.facebook.com/profile.php"


def test_a_warning_of_one_profile_number_says_nothing_of_its_neighbours(world: OfficeWorld) -> None:
    facebook = a_platform("facebook", name="Facebook", hosts=["facebook.com"])
    an_imitation(world, platform=facebook, handle="", url=f"{PROFILE}?id=111")
    asked = {"?id=111": 1, "?id=111&utm_source=a": 1, "?id=222": 0, "": 0, "?id=1111": 0}
    found = {query: answer_to(PROFILE + query).verdict == Verdict.IMITATION for query in asked}
    assert found == {query: bool(is_warned) for query, is_warned in asked.items()}
    assert an_imitation(world, platform=facebook, handle="", url=f"{PROFILE}?id=333").state == "warned"
    with pytest.raises(Denied, match="すでに警告しています"):
        an_imitation(world, platform=facebook, handle="", url="http://m.facebook.com/PROFILE.php?id=333#top")


def test_a_warned_address_is_found_with_whatever_stands_behind_it(world: OfficeWorld) -> None:
    an_imitation(world)
    for text in (
        "https://x.com/iwaki_bousai_?a=1",
        "x.com/ｉｗａｋｉ_bousai_/?a=1#b",
        "https://x.com/iwaki_bousai_/?s=20",
    ):
        assert answer_to(text).verdict == Verdict.IMITATION, text


def test_an_official_handle_with_capitals_is_no_imitation(world: OfficeWorld) -> None:
    other = a_platform("other", name="そのほか", hosts=[])
    a_public_account(world, "other", handle="Iwaki", url="https://blog.example/iwaki")
    with pytest.raises(Denied, match="公式アカウント"):
        an_imitation(world, platform=other, handle="Iwaki", url="")
    assert answer_to("@Iwaki", "other").verdict == Verdict.OFFICIAL


def test_a_warning_without_a_service_names_no_handle(world: OfficeWorld) -> None:
    a_public_account(world)
    an_imitation(world, platform=None, handle="iwaki_bousai", url="https://fake.example/iwaki_bousai")
    assert answer_to("@iwaki_bousai", "x").verdict == Verdict.OFFICIAL
    assert answer_to("https://fake.example/iwaki_bousai").verdict == Verdict.IMITATION
