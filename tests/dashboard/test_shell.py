"""The frame of every page: navigation by office, counts, labels, and that it never breaks a page."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from core.lifecycle.actor import Actor
from core.lifecycle.requests import acting_request
from core.notifications.heartbeat import beat
from core.periods.clock import japan_date, now
from core.staff.authority import capacities
from core.staff.offices import Office
from core.ui.eras import era_datetime
from dashboard.context_processors import shell
from tests.factories import a_version, an_appointment
from tests.factories.approvals import OfficeWorld, a_request, an_office_world

pytestmark = pytest.mark.django_db
WHEN = now()
TODAY = japan_date(WHEN)
LONG_AGO = TODAY - timedelta(days=60)
EVERYBODY = [
    "受信箱",
    "期限の暦",
    "お知らせ",
    "アカウント台帳",
    "起案・決裁",
    "届出",
    "変更・廃止",
    "協議",
    "にせのアカウント",
    "報告と対応",
    "対応の手順",
    "版と設定",
    "用語",
]
RETENTION = ["廃棄できる記録", "廃棄の手続", "保存の延長", "廃棄簿"]
TRAIL = ["監査証跡", "職の決定", "証拠の突合"]
AS_OF, SAMPLES = "時点の台帳", "監査の標本"
CALLS = "見直しの求め"
MASTERS = ["職員", "部署", "任用", "代決", "職の名称", "サービス", "経路"]


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today."""
    return an_office_world(WHEN, since=LONG_AGO)


def framed(actor: Actor | None, path: str = "/") -> dict[str, Any]:
    """Return the frame of a page for a person in one office."""
    request = acting_request(RequestFactory().get(path))
    request.at, request.on, request.actor = WHEN, TODAY, actor
    request.capacities = capacities(actor.person, TODAY) if actor and actor.person else []
    return shell(request)


def labels(frame: dict[str, Any]) -> list[str]:
    return [item["label"] for group in frame["navigation"] for item in group["items"]]


@pytest.mark.parametrize(
    ("office", "further"),
    [
        (Office.STAFF, []),
        (Office.SECTION_HEAD, [CALLS]),
        (Office.DEPARTMENT_HEAD, []),
        (Office.POLICY_DIRECTOR, [CALLS, AS_OF]),
        (Office.GENERAL_AFFAIRS_DIRECTOR, ["アカウントの取込み", AS_OF, *RETENTION]),
        (Office.DEPUTY_MAYOR, [AS_OF, *RETENTION]),
        (Office.PR_SECTION_HEAD, [CALLS]),
        (Office.RECORDS_OFFICER, RETENTION),
        (Office.PERSONNEL_OFFICER, MASTERS),
        (Office.AUDITOR, [CALLS, AS_OF, SAMPLES, *MASTERS, *RETENTION, *TRAIL]),
        (Office.ADMINISTRATOR, [*MASTERS, "送信箱", "稼働状況", *TRAIL]),
    ],
)
def test_navigation_by_office(world: OfficeWorld, office: Office, further: list[str]) -> None:
    assert sorted(labels(framed(world.people[office]))) == sorted([*EVERYBODY, *further])


@pytest.mark.parametrize("office", list(Office))
def test_every_link_of_the_navigation_opens(client: Client, world: OfficeWorld, office: Office) -> None:
    actor = world.people[office]
    assert actor.person is not None
    client.force_login(actor.person)
    urls = [item["url"] for group in framed(actor)["navigation"] for item in group["items"]]
    assert {url: client.get(url, follow=True).status_code for url in urls} == dict.fromkeys(urls, 200)


@pytest.mark.parametrize(
    ("path", "label"),
    [("/", "受信箱"), ("/messages/", "お知らせ"), ("/accounts/", "アカウント台帳"), ("/glossary/", "用語")],
)
def test_current_page_is_marked(client: Client, world: OfficeWorld, path: str, label: str) -> None:
    assert world.staff.person is not None
    client.force_login(world.staff.person)
    navigation = client.get(path).context["navigation"]
    marked = [item["label"] for group in navigation for item in group["items"] if item["current"]]
    assert marked == [label]


def test_inbox_count_and_unread(world: OfficeWorld) -> None:
    a_request(world=world, when=WHEN)
    frame = framed(world.section_head)
    counts = {item["label"]: item["count"] for group in frame["navigation"] for item in group["items"]}
    assert (counts["受信箱"], counts["お知らせ"], counts["届出"]) == (1, 1, None)
    assert frame["unread"] == 1


def test_labels_of_version_and_sweep(world: OfficeWorld) -> None:
    frame = framed(world.staff)
    assert (str(frame["rulebook_label"]), str(frame["sweep_label"])) == ("", "まだ行っていません")
    a_version(LONG_AGO, title="平成28年4月1日改正版", at=WHEN)
    beat("sweep", WHEN)
    frame = framed(world.staff)
    assert str(frame["rulebook_label"]) == "ガイドライン 平成28年4月1日改正版"
    assert str(frame["sweep_label"]) == f"{era_datetime(WHEN)} 実施済み"


def test_capacities_mark_the_current_one(world: OfficeWorld) -> None:
    an_appointment(world.staff.person, Office.STAFF, world.foreign_section, LONG_AGO, at=WHEN)
    shown = framed(world.staff)["capacities"]
    assert [(one["label"], one["current"]) for one in shown] == [
        (f"{world.section.name} 主査", True),
        (f"{world.foreign_section.name} 主査", False),
    ]


@pytest.mark.parametrize("request_of", ["plain", "anonymous"])
def test_nothing_is_read_for_nobody(request_of: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        frame = framed(None) if request_of == "anonymous" else shell(RequestFactory().get("/"))
    assert (sorted(frame), len(queries)) == (["city_name", "demo"], 0)


def test_city_name_is_a_setting(settings: Any) -> None:
    settings.CITY_NAME = "見本市"
    assert framed(None)["city_name"] == "見本市"


@pytest.mark.parametrize(
    ("office", "most"),
    [(Office.STAFF, 4), (Office.SECTION_HEAD, 4), (Office.DEPARTMENT_HEAD, 7), (Office.POLICY_DIRECTOR, 2)],
)
def test_frame_costs_few_queries(world: OfficeWorld, office: Office, most: int) -> None:
    frame = framed(world.people[office])
    with CaptureQueriesContext(connection) as queries:
        for name in ("navigation", "navigation", "unread", "rulebook_label", "sweep_label"):
            assert frame[name] is not None
            str(frame[name])
    assert len(queries) <= most


def test_unanswering_database_leaves_the_frame_what_needs_no_reading(world: OfficeWorld) -> None:
    frame = framed(world.staff)

    def fail(*args: Any) -> Any:
        raise DatabaseError

    with connection.execute_wrapper(fail):
        shown = [bool(frame["navigation"]), bool(frame["unread"]), bool(frame["rulebook_label"])]
    assert shown == [True, False, False]


def test_missing_page_has_the_frame(client: Client, world: OfficeWorld) -> None:
    assert world.staff.person is not None
    client.force_login(world.staff.person)
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "アカウント台帳" in response.content.decode()


def test_missing_page_for_nobody(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "site-nav" not in response.content.decode()
