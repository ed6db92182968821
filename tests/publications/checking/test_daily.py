"""Pages are looked at once a day, and after three days without confirmation the section is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext, override_settings

from core.deadlines.models import Obligation
from core.lifecycle.act import perform
from core.notifications.models import Message
from publications.checking import daily
from publications.checking.daily import look_at_pages, next_batch
from publications.checking.looking import Look, Seen, look_at, note_look
from publications.checking.reach import Reach
from publications.models import CheckAsked, CheckRun, PageCheck, Publication
from publications.posting.actions import record_publication
from publications.posting.moves import REMOVE_EARLY
from publications.posting.states import Kind, Outcome, PublicationState
from tests.factories import AT, ON, together
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.factories.publications import a_publication
from tests.publications.checking.pages import pasted
from tests.publications.checking.server import Answer, Served, page, raw, serving

S = PublicationState
GONE = raw(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


def reach_of(served: Served) -> Reach:
    return Reach(frozenset(), frozenset({served.place}), lambda host, port: ["127.0.0.1"])


class Site:
    """A served page that tests change, and the publication that is recorded there."""

    def __init__(self, served: Served, settings: Any, answers: dict[str, Answer]) -> None:
        self.reach, self.answers, self.served = reach_of(served), answers, served
        settings.CITY_STAND_IN = [served.place]
        self.world: OfficeWorld = an_office_world()

    def publish(self, path: str = "/sns") -> Publication:
        self.answers[path] = GONE
        return a_publication(S.POSTED, world=self.world, url=self.served.url(path))

    def look(self, at: datetime = AT, **more: Any) -> int:
        return look_at_pages(lambda: at, self.reach, **more)


@pytest.fixture
def site(settings: Any) -> Any:
    """Serve a site of the city for the test."""
    answers: dict[str, Answer] = {}
    with serving(answers) as served:
        yield Site(served, settings, answers)


def day(number: int) -> datetime:
    return AT + timedelta(days=number)


def checks(publication: Publication) -> list[tuple[str, str]]:
    rows = PageCheck.objects.filter(publication=publication).order_by("pk")
    return [(one.outcome, one.reason) for one in rows]


@pytest.mark.django_db
@pytest.mark.parametrize("codec", ["utf-8", "shift_jis", "euc-jp"])
def test_the_page_that_the_application_wrote_is_confirmed(site: Site, codec: str) -> None:
    publication = site.publish()
    site.answers["/sns"] = page(pasted(publication, codec))
    assert site.look() == 1
    check = PageCheck.objects.get()
    assert (check.outcome, check.reason, check.checked_at, check.checked_on) == ("confirmed", "", AT, ON)
    assert (len(check.sha256), set(check.points.values())) == (64, {True})
    assert {"service", "name", "common_name", "url", "policy.purpose", "policy.replies"} < set(check.points)


@pytest.mark.django_db
def test_a_page_that_lacks_something_says_what(site: Site) -> None:
    publication = site.publish()
    source = pasted(publication).decode()
    assert publication.policy is not None
    wrong = source.replace(publication.account.url, "https://x.com/other").replace(publication.policy.purpose, "")
    site.answers["/sns"] = page(wrong.encode())
    site.look()
    assert checks(publication) == [("lacking", "ページに見当たりません:アカウントのURL、① 目的")]


@pytest.mark.django_db
def test_three_days_without_confirmation_are_told_and_a_confirmation_turns_it_back(site: Site) -> None:
    publication = site.publish()
    states = []
    for number in (0, 1, 2):
        site.look(day(number))
        site.look(day(number))
        states.append(again(publication).state)
    assert states == ["posted", "posted", "missing"]
    title = "掲載を確認できませんでした"
    assert Message.objects.filter(title__startswith=title).count() == 3
    assert len(checks(publication)) == 3
    site.look(day(3))
    assert Message.objects.filter(title__startswith=title).count() == 3
    site.answers["/sns"] = page(pasted(publication))
    site.look(day(4))
    assert again(publication).state == "posted"
    assert not Obligation.objects.open().filter(rule="publications.restore").exists()
    assert Message.objects.filter(title__startswith="掲載をもう一度確認できました").count() == 3


@pytest.mark.django_db
def test_three_failures_of_one_day_are_one_day(site: Site) -> None:
    publication = site.publish()
    for minutes in range(5):
        at = AT + timedelta(minutes=minutes)
        CheckAsked.objects.get_or_create(publication=publication, defaults={"asked_at": at})
        site.look(at)
    assert (len(checks(publication)), again(publication).state) == (5, "posted")


@pytest.mark.django_db
def test_a_confirmation_in_between_begins_the_count_anew(site: Site) -> None:
    publication = site.publish()
    for number, is_there in enumerate((False, False, True, False, False)):
        site.answers["/sns"] = page(pasted(publication)) if is_there else GONE
        site.look(day(number))
    assert again(publication).state == "posted"
    site.answers["/sns"] = GONE
    site.look(day(5))
    assert again(publication).state == "missing"


@pytest.mark.django_db
@pytest.mark.parametrize("since", [0, 3])
def test_recording_anew_begins_the_count_anew_whatever_day_it_names(site: Site, since: int) -> None:
    publication = site.publish()
    for number in (0, 1, 2):
        site.look(day(number))
    record_publication(
        publication.account, Kind.HOMEPAGE, by=site.world.staff, at=day(3), posted_on=ON + timedelta(days=since),
        url=publication.url,
    )  # fmt: skip
    site.look(day(3))
    assert again(publication).state == "posted"


@pytest.mark.django_db
def test_what_was_asked_for_while_a_page_was_looked_at_stays_asked_for(site: Site) -> None:
    publication = site.publish()
    look = Look.at(again(publication))
    seen = look_at(look, site.reach)
    record_publication(
        publication.account, Kind.HOMEPAGE, by=site.world.staff, at=day(0) + timedelta(minutes=1), posted_on=ON,
        url=publication.url,
    )  # fmt: skip
    assert note_look(look, seen, day(0) + timedelta(minutes=2)) is None
    assert CheckAsked.objects.filter(publication=publication).exists()


@pytest.mark.django_db
def test_what_changed_while_it_was_looked_at_is_not_noted(site: Site) -> None:
    publication = site.publish()
    look = Look.at(Publication.objects.select_related("account__platform", "policy").get(pk=publication.pk))
    seen = look_at(look, site.reach)
    record_publication(
        publication.account, Kind.HOMEPAGE, by=site.world.staff, at=AT, posted_on=ON, url=site.served.url("/new")
    )
    assert note_look(look, seen, AT) is None
    perform(again(publication), REMOVE_EARLY, by=site.world.staff, at=AT, removed_on=ON, reason="改修")
    assert note_look(Look.at(again(publication)), seen, AT) is None
    assert checks(publication) == []


@pytest.mark.django_db
def test_free_text_fields_and_what_came_down_are_not_looked_at(site: Site) -> None:
    a_publication(S.POSTED, Kind.PROFILE, world=site.world, url=site.served.url("/a"))
    a_publication(S.REQUIRED, world=site.world)
    a_publication(S.REMOVED_EARLY, world=site.world, url=site.served.url("/b"))
    site.answers["/a"] = GONE
    site.look()
    assert [asked.split()[1] for asked in site.served.asked] == ["/a"]
    assert CheckAsked.objects.count() == 0


@pytest.mark.django_db
def test_a_page_that_brings_the_look_down_stops_no_other(site: Site) -> None:
    first, second = site.publish("/1"), site.publish("/2")
    site.answers["/2"] = page(pasted(second))

    def broken(host: str, port: int) -> Any:
        return 0.5 if host.startswith("odd") else ["127.0.0.1"]

    odd = f"odd.city.example.lg.jp:{site.served.port}"
    site.reach = Reach(frozenset(), frozenset({site.served.place, odd}), broken)
    with override_settings(CITY_STAND_IN=[odd]):
        record_publication(
            first.account, Kind.HOMEPAGE, by=site.world.staff, at=AT, posted_on=ON, url=f"http://{odd}/1"
        )
    assert site.look() == 2
    assert [checks(one)[0][0] for one in (first, second)] == ["unreached", "confirmed"]


@pytest.mark.django_db
def test_a_run_that_ends_anywhere_is_continued_by_the_next(site: Site) -> None:
    published = [site.publish(f"/{number}") for number in range(6)]
    CheckAsked.objects.all().delete()
    assert site.look(seconds=0.000001) in {0, daily.BATCH}
    CheckRun.objects.update(holder="a run that was killed", until=AT + timedelta(seconds=60))
    assert site.look(AT + timedelta(seconds=30)) == 0
    site.look(AT + timedelta(seconds=61))
    assert {one.pk: len(checks(one)) for one in published} == {one.pk: 1 for one in published}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_is_read_with_constant_queries(site: Site, count: int) -> None:
    for number in range(count):
        site.publish(f"/{number}")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        batch = next_batch(lambda: AT)
        assert [Look.at(one).wanted[0].text for one in batch] == ["X"] * count
    assert len(captured) == 2


@pytest.mark.usefixtures("committed_db")
def test_several_runs_at_once_never_open_more_than_two_connections(settings: Any) -> None:
    answers: dict[str, Answer] = {}
    with serving(answers) as served:
        site = Site(served, settings, answers)
        published = [site.publish(f"/{number}") for number in range(9)]
        runs: list[Callable[[], Any]] = [lambda: look_at_pages(lambda: AT, site.reach)] * 4
        assert [type(one) for one in together(runs)] == [int] * 4
    assert 1 <= served.most_at_once <= daily.CONNECTIONS
    assert {one.pk: len(checks(one)) for one in published} == {one.pk: 1 for one in published}


@pytest.mark.usefixtures("committed_db")
def test_two_looks_at_once_turn_it_once_and_recording_meanwhile_wins(settings: Any) -> None:
    answers: dict[str, Answer] = {}
    with serving(answers) as served:
        site = Site(served, settings, answers)
        publication = site.publish()
    for number in (0, 1):
        note_look(Look.at(again(publication)), Seen(Outcome.UNREACHED, "なし"), day(number))
    look = Look.at(again(publication))
    noting: list[Callable[[], Any]] = [lambda: note_look(look, Seen(Outcome.UNREACHED, "なし"), day(2))] * 3
    assert {type(one) for one in together(noting)} == {PageCheck}
    assert (again(publication).state, Obligation.objects.filter(rule="publications.restore").count()) == ("missing", 1)
    recording: list[Callable[[], Any]] = [
        lambda: record_publication(
            publication.account, Kind.HOMEPAGE, by=site.world.staff, at=day(3), posted_on=ON + timedelta(days=3),
            url=publication.url,
        ),
        lambda: note_look(look, Seen(Outcome.UNREACHED, "なし"), day(3)),
    ]  # fmt: skip
    together(recording)
    assert again(publication).state == "posted"


@pytest.mark.django_db
def test_a_look_that_can_not_be_kept_stops_no_other(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = site.publish("/1"), site.publish("/2")
    site.answers["/2"] = page(pasted(second))

    def fails_for_the_first(look: Look, seen: Seen, at: datetime) -> object:
        if look.publication.pk == first.pk:
            raise DatabaseError
        return note_look(look, seen, at)

    monkeypatch.setattr(daily, "note_look", fails_for_the_first)
    site.look()
    assert [row[0] for row in checks(second)] == ["confirmed"]
    assert not CheckAsked.objects.exists()
