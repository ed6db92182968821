"""The public pages: who sees what, by which filters, at which cost, and how an answer may be kept."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from accounts.states import AccountState
from core.lifecycle.act import create, edit
from core.lifecycle.actor import SYSTEM
from core.staff.models import Unit
from policies.actions import publish_policy
from policies.states import PolicyState
from publications.public.openapi import description
from scripts.bootstrap import ROOT
from tests.factories import AT, ON, SINCE
from tests.factories.approvals import OfficeWorld, an_account, an_office_world
from tests.factories.policies import a_version as a_policy
from tests.publications.citizens import a_public_account, an_imitation, the_accounts, the_imitations

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def text_of(response: Any) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def found(client: Client, query: str = "") -> list[str]:
    """Return the names that the list for programs gives."""
    return [one["name"] for one in client.get(f"/public/accounts.json{query}").json()["accounts"]]


def test_the_list_shows_accounts_in_operation_and_no_other(client: Client, world: OfficeWorld) -> None:
    for number, state in enumerate(AccountState):
        an_account(state, world=world, account_name=f"名前{number}{state.value}")
    active = f"名前{list(AccountState).index(AccountState.ACTIVE)}active"
    assert found(client) == [active]
    page = text_of(client.get("/public/"))
    assert active in page
    assert [state for state in AccountState if f"{state.value}<" in page] == [AccountState.ACTIVE]


def test_an_account_that_is_not_public_answers_as_if_there_were_none(client: Client, world: OfficeWorld) -> None:
    planned = an_account(AccountState.PLANNED, world=world)
    for address in ("/public/accounts/{}/", "/public/accounts/{}.json"):
        answers = [client.get(address.format(pk)) for pk in (planned.pk, 999_999)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


def test_the_list_is_narrowed_by_service_section_words_and_purpose(client: Client, world: OfficeWorld) -> None:
    a_public_account(world, name="あ防災")
    a_public_account(world, "note", name="い読み物", url="https://note.com/iwaki_bousai", section=world.foreign_section)
    an_account(world=world, account_name="う観光", purpose="湯本の温泉を知らせる")
    assert found(client) == ["あ防災", "い読み物", "う観光"]
    assert found(client, "?service=note") == ["い読み物"]
    assert found(client, f"?section={world.foreign_section.pk}") == ["い読み物"]
    assert found(client, "?q=読み物") == ["い読み物"]
    assert found(client, "?q=@iwaki_bousai") == ["あ防災", "い読み物"]
    assert found(client, f"?q={world.foreign_section.name}") == ["い読み物"]
    assert found(client, "?about=温泉") == ["う観光"]
    assert found(client, "?service=note&q=防災いわき") == ["い読み物"]
    assert found(client, "?section=x&service=none") == []


def test_document_numbers_find_nothing(client: Client, world: OfficeWorld) -> None:
    a_public_account(world)
    account = an_account(world=world)
    number = account.requests.get().document_number
    assert [found(client, f"?q={words}") for words in ("7総政第3号", number, number[:4])] == [[], [], []]


def test_pages_follow_one_another(client: Client, world: OfficeWorld) -> None:
    names = [f"名前{number:03}" for number in range(53)]
    for number, name in enumerate(names):
        a_public_account(world, name=name, handle=f"iwaki{number}")
    page = text_of(client.get("/public/"))
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = text_of(client.get(following.partition("#")[0]))
    assert [name for name in names if name in page] == names[:50]
    assert [name for name in names if name in second] == names[50:]


@pytest.mark.parametrize("address", ["/public/", "/public/?who=@iwaki0", "/public/accounts.json", "/public/warnings/"])
def test_pages_take_constant_queries(client: Client, world: OfficeWorld, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        return len(asked)

    a_public_account(world, handle="iwaki0")
    an_imitation(world)
    first = queries()
    for number in (1, 2):
        a_public_account(world, handle=f"iwaki{number}")
        an_imitation(world, handle=f"nise{number}", url="")
    assert queries() == first <= 6


def test_the_page_of_an_account_shows_what_4_4_2_publishes_and_the_policy(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, account_name="観光だより", common_name="いわき観光", purpose="温泉を知らせる")
    page = text_of(client.get(f"/public/accounts/{account.pk}/"))
    shown = ["観光だより", "いわき観光", account.handle, account.url, world.section.name, "温泉を知らせる"]
    assert [words for words in shown if words not in page] == []


def test_the_page_of_an_account_warns_of_its_imitations(client: Client, world: OfficeWorld) -> None:
    account = a_public_account(world)
    an_imitation(world, resembles=account)
    an_imitation(world, handle="iwaki_other", url="", words="ほかのもの")
    page = text_of(client.get(f"/public/accounts/{account.pk}/"))
    assert "当選を装って" in page
    assert "ほかのもの" not in page


def test_an_imitation_does_not_name_an_account_that_is_not_public(client: Client, world: OfficeWorld) -> None:
    planned = an_account(AccountState.PLANNED, world=world, account_name="まだ秘密の名前")
    an_imitation(world, resembles=planned)
    assert all("秘密" not in text_of(client.get(a)) for a in ("/public/", "/public/warnings/", "/public/warnings.json"))


@pytest.mark.parametrize(
    ("who", "verdict", "words"),
    [
        ("https://x.com/iwaki_bousai", "official", "市の公式アカウントです"),
        ("https://x.com/iwaki_bousai_", "imitation", "偽物として警告しています"),
        ("@nobody", "unregistered", "一覧にありません"),
        ("https://t.co/x", "untold", "このURLでは確かめられません"),
    ],
)
def test_the_question_is_answered_without_script(
    client: Client, world: OfficeWorld, who: str, verdict: str, words: str
) -> None:
    the_imitations(world, the_accounts(world))
    page = text_of(client.get("/public/", {"who": who}))
    assert f'data-verdict="{verdict}"' in page
    assert words in page
    assert client.get("/public/genuine.json", {"who": who}).json()["verdict"] == verdict


def test_what_was_asked_is_shown_as_text(client: Client) -> None:
    page = text_of(client.get("/public/", {"who": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_no_answer_sets_a_cookie_or_depends_on_one(client: Client, world: OfficeWorld) -> None:
    account = a_public_account(world)
    for address in addresses(account.pk):
        answer = client.get(address)
        assert (answer.status_code, dict(answer.cookies), answer.has_header("Vary")) == (200, {}, False), address


def addresses(pk: int) -> list[str]:
    names = ("", "accounts.json", "accounts.csv", "warnings/", "warnings.json", "sections/", "openapi.json")
    return [*(f"/public/{name}" for name in names), f"/public/accounts/{pk}/", f"/public/accounts/{pk}.json"]


def test_answers_may_be_kept_and_are_asked_for_again_by_their_tag(client: Client, world: OfficeWorld) -> None:
    account = a_public_account(world)
    for address in addresses(account.pk):
        first = client.get(address)
        assert first["Cache-Control"] == "public, max-age=60, must-revalidate", address
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again["ETag"], again["Cache-Control"]) == (
            304,
            first["ETag"],
            first["Cache-Control"],
        )
    tags = {address: client.get(address)["ETag"] for address in addresses(account.pk)}
    a_public_account(world, handle="iwaki_atarashii")
    an_imitation(world)
    same = [address for address, tag in tags.items() if client.get(address)["ETag"] == tag]
    assert same == ["/public/openapi.json", f"/public/accounts/{account.pk}/", f"/public/accounts/{account.pk}.json"]


def test_the_answer_to_a_question_is_kept_by_nobody(client: Client) -> None:
    for address in ("/public/?who=@x", "/public/genuine.json?who=@x", "/public/genuine.json", "/public/none"):
        assert client.get(address)["Cache-Control"] == "no-store"


def test_only_the_public_views_mark_an_answer_as_one_to_keep() -> None:
    users = [
        path.relative_to(ROOT).as_posix()
        for app in ("core", "accounts", "policies", "publications", "approvals", "incidents", "dashboard", "iwaki_sm")
        for path in (ROOT / app).rglob("*.py")
        if "allow_caching(" in path.read_text(encoding="utf-8")
    ]
    assert users == ["core/ui/caching.py", "publications/public/views.py"]


def test_the_description_is_valid_and_every_answer_keeps_to_it(client: Client, world: OfficeWorld) -> None:
    accounts = the_accounts(world)
    the_imitations(world, accounts)
    served = client.get("/public/openapi.json").json()
    validate(served)
    assert served == description()
    asked = {
        "/public/accounts.json": "Accounts",
        f"/public/accounts/{accounts['x'].pk}.json": "Account",
        "/public/warnings.json": "Warnings",
        "/public/genuine.json?who=@iwaki_bousai": "Answer",
        "/public/genuine.json?who=@iwaki.kanko": "Answer",
        "/public/genuine.json?who=@iwakі.kanko": "Answer",
        "/public/genuine.json?who=https://t.co/x": "Answer",
    }
    for address, name in asked.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": served["components"]}
        Draft202012Validator(schema).validate(client.get(address).json())
    paths = {address.replace("/{id}", f"/{accounts['x'].pk}") for address in served["paths"]}
    assert {client.get(address, {"who": "@x"}).status_code for address in paths} == {200}


def test_json_goes_on_at_next(client: Client, world: OfficeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publications.public.views.JSON_SIZE", 2)
    for number in range(5):
        a_public_account(world, name=f"名前{number}", handle=f"iwaki{number}")
    names, address = [], "/public/accounts.json?service=x"
    while address:
        page = client.get(address).json()
        names += [one["name"] for one in page["accounts"]]
        address = page["next"]
    assert names == [f"名前{number}" for number in range(5)]


def test_csv_is_the_same_list_and_holds_no_formula(client: Client, world: OfficeWorld) -> None:
    a_public_account(world, name="=1+1", common_name="@SUM(A1)")
    a_public_account(world, name='引用"と,と\n改行', handle="iwaki2")
    answer = client.get("/public/accounts.csv")
    rows = list(csv.DictReader(io.StringIO(text_of(answer).removeprefix("\ufeff"))))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [(row["name"], row["common_name"]) for row in rows] == [
        ("'=1+1", "'@SUM(A1)"),
        ('引用"と,と\n改行', "防災いわき"),
    ]
    listed = client.get("/public/accounts.json").json()["accounts"]
    assert [row["id"] for row in rows] == [str(one["id"]) for one in listed]
    assert list(rows[0]) == list(listed[0])


def test_programs_of_other_sites_may_read_the_data(client: Client) -> None:
    for address in ("/public/accounts.json", "/public/accounts.csv", "/public/openapi.json", "/public/genuine.json"):
        answer = client.get(address)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not client.get("/public/").has_header("Access-Control-Allow-Origin")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_but_reading_is_known(client: Client, method: str) -> None:
    assert client.generic(method, "/public/").status_code == 405


def test_a_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/public/", headers={"Host": "evil.example.com"}).status_code == 400


def test_a_reorganised_section_stands_under_its_present_name(client: Client, world: OfficeWorld) -> None:
    a_public_account(world)
    made = {"name": "観光交流課", "level": "section", "parent": world.department, "starts_on": SINCE}
    new = create(Unit, by=SYSTEM, at=AT, **made)
    edit(Unit.objects.get(pk=world.section.pk), by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1), successor=new)
    listed = client.get("/public/accounts.json").json()["accounts"]
    assert [one["section"] for one in listed] == ["観光交流課"]
    assert found(client, f"?section={new.pk}") == ["いわき市防災"]
    assert "観光交流課" in text_of(client.get("/public/sections/"))
    assert json.dumps(listed, ensure_ascii=False).count(world.section.name) == 0


def test_words_of_a_version_that_is_not_out_find_nothing(client: Client, world: OfficeWorld) -> None:
    account = an_account(world=world, purpose="公開の目的")
    publish_policy(account.policies.get(), by=world.staff, at=AT, on=ON)
    a_policy(PolicyState.APPROVED, world=world, account=account, purpose="まだ見せない目的", topics="秘めた話題")
    found = {word: client.get("/public/accounts.json", {"about": word}).json()["accounts"] for word in WORDS}
    assert {word: bool(rows) for word, rows in found.items()} == {"公開の": True, "見せない": False, "秘めた": False}


WORDS = ("公開の", "見せない", "秘めた")
