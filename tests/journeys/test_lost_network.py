"""The network drops while somebody reports: nothing typed is lost, and nothing is reported twice (第7)."""

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.journeys.conftest import Somebody
from tests.journeys.responding import NO_ACCOUNT
from tests.journeys.walker import Album, Walker
from tests.services.live import LiveCopy

COUNT = "from incidents.models import Incident; print(Incident.objects.filter(title='{title}').count())"
WAITING, CHANGED = "まだ送れていません。ネットワークに", "書き直したので、もう一度「報告する」を押してください"
PICTURE = FilePayload(name="画面.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n" + bytes(8))


@pytest.fixture
def reporting(somebody: Somebody) -> Walker:
    """Open the form of a report, under a clock that can be moved."""
    walker = somebody("緑川 栞")
    walker.page.clock.install()
    walker.go("/incidents/report/")
    return walker


def write(walker: Walker, title: str) -> None:
    """Fill in a report with a picture."""
    walker.page.locator("input[name=kind][value=flaming]").check()
    walker.fill(title=title, account=NO_ACCOUNT, words="批判が続いています。")
    walker.page.locator("input[name=picture]").set_input_files([PICTURE])


def pass_by(page: Page, seconds: int) -> None:
    page.clock.fast_forward(seconds * 1000)


def number_of(live_app: LiveCopy, title: str) -> int:
    return int(live_app.manage("shell", "-v", "0", "-c", COUNT.format(title=title)).strip().splitlines()[-1])


def test_what_was_typed_stays_and_is_sent_when_the_network_is_back(
    reporting: Walker, live_app: LiveCopy, album: Album
) -> None:
    write(reporting, "網が切れた報告")
    reporting.page.context.set_offline(True)
    reporting.press("報告する")
    reporting.reads(WAITING)
    album.look(reporting.page, "つながらない")
    expect(reporting.page.locator("#id_title")).to_have_value("網が切れた報告")
    pass_by(reporting.page, 11)
    reporting.reads(WAITING)

    reporting.page.context.set_offline(False)
    reporting.reads("報告しました。")
    reporting.reads("画面.png")
    assert number_of(live_app, "網が切れた報告") == 1
    assert album.faults == []


def test_what_is_changed_while_the_network_is_away_is_sent_by_the_person(reporting: Walker, live_app: LiveCopy) -> None:
    write(reporting, "書きかけ")
    reporting.page.context.set_offline(True)
    reporting.press("報告する")
    reporting.reads(WAITING)
    reporting.page.locator("#id_title").press("End")
    reporting.page.locator("#id_title").press_sequentially("を直した")
    reporting.reads(CHANGED)
    reporting.page.context.set_offline(False)
    pass_by(reporting.page, 60)
    reporting.reads(CHANGED)

    reporting.press("報告する")
    reporting.reads("報告しました。")
    assert [number_of(live_app, title) for title in ("書きかけ", "書きかけを直した")] == [0, 1]


def test_an_answer_that_is_lost_reports_nothing_twice(reporting: Walker, live_app: LiveCopy) -> None:
    write(reporting, "答えの届かない報告")
    lost: list[int] = []

    def lose(route: Route) -> None:
        """Let the server act, and lose what it answers."""
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    reporting.page.route("**/incidents/report/", lose, times=1)
    reporting.press("報告する")
    reporting.reads(WAITING)
    assert (lost, number_of(live_app, "答えの届かない報告")) == ([200], 1)

    pass_by(reporting.page, 11)
    reporting.reads("報告しました。")
    assert number_of(live_app, "答えの届かない報告") == 1


def test_what_is_changed_while_it_is_sent_is_no_second_report_by_itself(reporting: Walker, live_app: LiveCopy) -> None:
    write(reporting, "送る間に直す報告")

    def change_and_lose(route: Route) -> None:
        """Let the server act, the person go on writing, and lose the answer."""
        route.fetch()
        reporting.page.locator("#id_words").press("End")
        reporting.page.locator("#id_words").press_sequentially("続報")
        route.abort("connectionreset")

    reporting.page.route("**/incidents/report/", change_and_lose, times=1)
    reporting.press("報告する")
    reporting.reads(CHANGED)
    pass_by(reporting.page, 60)
    reporting.reads(CHANGED)
    assert number_of(live_app, "送る間に直す報告") == 1


def test_what_the_server_refuses_is_shown_as_ever(reporting: Walker) -> None:
    reporting.press("報告する")
    reporting.reads("選んでください。")
    expect(reporting.page.locator("#error-summary")).to_be_focused()
