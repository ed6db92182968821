"""Filings through the pages: filed by the section, received by 総務部長, late on both sides, corrected (4-1-(2))."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from approvals.actions import ask_correction, file_filing
from approvals.models import Filing
from approvals.states import FilingState
from core.lifecycle.actor import Actor
from core.periods.clock import now
from core.periods.opening_days import opening_days_between
from core.staff.offices import Office
from tests.approvals.pages import (
    LONG_AGO,
    a_world,
    ago,
    browser_of,
    errors_of,
    queries_of,
    said,
    send,
    text_of,
    to,
    today,
)
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, a_filing, again
from tests.factories.core import an_appointment, the_actor

pytestmark = pytest.mark.django_db


def a_case(at: FilingState = FilingState.DUE, **values: Any) -> tuple[OfficeWorld, Filing]:
    """Return a world and a filing of its section, made an hour ago."""
    world = a_world()
    return world, a_filing(at, world=world, when=values.pop("when", ago(hours=1)), **values)


def lines(actor: Actor, cut: str = "") -> list[Filing]:
    """Return the filings that a list shows."""
    return [line.filing for line in to(actor, "filing_list", **({"show": cut} if cut else {})).context["lines"]]


def test_section_files() -> None:
    world, filing = a_case()

    page = to(world.staff, "filing_detail", filing.pk)
    answer = send(world.staff, "filing_file", filing.pk, note="急ぎの案件です。")

    filed = again(filing)
    assert page.context["acts"].file is True
    assert answer["Location"] == reverse("approvals:filing_detail", args=[filing.pk])
    assert (filed.state, filed.filed_by, filed.body["備考"]) == ("filed", world.staff.person, "急ぎの案件です。")


def test_director_receives_in_one_click() -> None:
    world, filing = a_case(FilingState.FILED)

    answer = send(world.general_affairs_director, "filings_receive", only=filing.pk)

    assert said(answer) == ["1件の届出を受理しました。"]
    assert (again(filing).state, again(filing).received_by) == ("received", world.general_affairs_director.person)


def test_director_receives_many_at_once() -> None:
    world, first = a_case(FilingState.FILED)
    others = [a_filing(at, world=world, when=ago(hours=1)) for at in (FilingState.FILED, FilingState.DUE)]

    answer = send(
        world.general_affairs_director,
        "filings_receive",
        filing=[first.pk, *(one.pk for one in others), "x", "-1", "9" * 40, "１"],
    )

    assert said(answer) == [
        "2件の届出を受理しました。",
        "1件は、すでに受理されているか、まだ届け出られていません。",
    ]
    assert [again(one).state for one in (first, *others)] == ["received", "received", "due"]


def test_receiving_nothing_says_how() -> None:
    world, _ = a_case(FilingState.FILED)

    answer = send(world.general_affairs_director, "filings_receive", filing=["x", 10**15])

    assert said(answer) == ["受理する届出が選ばれていません。届出の左の欄に印を付けてから押してください。"]


@pytest.mark.parametrize("office", [Office.STAFF, Office.POLICY_DIRECTOR, Office.AUDITOR])
def test_only_the_director_receives(office: Office) -> None:
    world, filing = a_case(FilingState.FILED)
    before = everything()

    answer = send(world.people[office], "filings_receive", only=filing.pk)

    assert everything() == before
    assert answer.status_code == 403
    assert "届出を受理するのは総務部長です。" in text_of(answer)


@pytest.mark.parametrize("office", [Office.GENERAL_AFFAIRS_DIRECTOR, Office.DEPARTMENT_HEAD, Office.AUDITOR])
def test_only_the_section_files(office: Office) -> None:
    world, filing = a_case()
    before = everything()

    answer = send(world.people[office], "filing_file", filing.pk, note="書きかけの文")

    assert everything() == before
    assert answer.status_code == 403
    assert f"届け出るのは{world.section.name}の職員です。" in text_of(answer)


def test_filing_twice_is_a_conflict() -> None:
    world, filing = a_case(FilingState.FILED)

    answer = send(world.staff, "filing_file", filing.pk)

    assert answer.status_code == 409


@pytest.mark.parametrize("name", ["filing_file", "filing_ask_correction", "filing_correct"])
def test_acts_opened_as_links_lead_to_the_page(name: str) -> None:
    world, filing = a_case()

    assert to(world.staff, name, filing.pk)["Location"] == reverse("approvals:filing_detail", args=[filing.pk])


def test_missing_filing_is_late_on_both_sides() -> None:
    world, filing = a_case(when=now() - timedelta(days=40))
    days = opening_days_between(filing.due_on, today())

    words = [text_of(to(actor, "filing_list", show="due")) for actor in (world.staff, world.general_affairs_director)]
    page = text_of(to(world.staff, "filing_detail", filing.pk))

    assert [f"期限を{days}開庁日超過" in text for text in (*words, page)] == [True] * 3


def test_filing_on_time_is_not_late() -> None:
    world, filing = a_case(FilingState.FILED)

    assert to(world.staff, "filing_detail", filing.pk).context["late"] == ""


def test_late_filing_stays_marked_after_filing() -> None:
    world, filing = a_case(when=now() - timedelta(days=40))
    file_filing(filing, by=world.staff, at=now())
    days = opening_days_between(filing.due_on, today())

    line = to(world.general_affairs_director, "filing_list").context["lines"][0]

    assert line.late == f"{days}開庁日遅れて届出"


def test_correction_is_asked_and_answered() -> None:
    world, filing = a_case(FilingState.FILED)

    asked = send(
        world.general_affairs_director, "filing_ask_correction", filing.pk, correction="通称を書いてください。"
    )
    shown = text_of(to(world.staff, "filing_detail", filing.pk))
    answered = send(world.staff, "filing_correct", filing.pk, note="通称を書きました。")

    corrected = again(filing)
    history = [line["what"] for line in to(world.staff, "filing_detail", filing.pk).context["timeline"]]
    assert (asked.status_code, answered.status_code) == (302, 302)
    assert "通称を書いてください。" in shown
    assert (corrected.state, corrected.correction, corrected.note) == ("filed", "", "通称を書きました。")
    assert history == ["届出を補正した", "届出の補正を求めた", "届け出た", "アカウントを取得した"]


@pytest.mark.parametrize("text", ["", "  ", "x\x00", "あ" * 301])
def test_correction_needs_its_words(text: str) -> None:
    world, filing = a_case(FilingState.FILED)
    before = everything()

    answer = send(world.general_affairs_director, "filing_ask_correction", filing.pk, correction=text)

    assert everything() == before
    assert (answer.status_code, list(errors_of(answer, "ask_form"))) == (200, ["correction"])


def test_correction_is_asked_by_the_director_only() -> None:
    world, filing = a_case(FilingState.FILED)

    assert send(world.staff, "filing_ask_correction", filing.pk, correction="直して").status_code == 403


def test_answer_to_a_correction_needs_its_words() -> None:
    world, filing = a_case(FilingState.FILED)
    ask_correction(filing, by=world.general_affairs_director, at=ago(minutes=5), correction="通称を")

    answer = send(world.staff, "filing_correct", filing.pk, note="")

    assert errors_of(answer, "correct_form") == {"note": ["入力してください。"]}


def test_lists_in_cuts() -> None:
    world, due = a_case()
    filed, received = [a_filing(at, world=world, when=ago(hours=1)) for at in (FilingState.FILED, FilingState.RECEIVED)]

    assert (lines(world.staff), lines(world.general_affairs_director)) == ([due], [filed])
    assert (lines(world.staff, "filed"), lines(world.staff, "received")) == ([filed], [received])
    assert lines(world.foreign[Office.STAFF], "due") == []


def test_director_in_another_office_is_offered_the_switch() -> None:
    world, filing = a_case(FilingState.FILED)
    director = world.general_affairs_director
    head = an_appointment(director.person, Office.DEPARTMENT_HEAD, world.foreign_section.department, LONG_AGO, at=now())

    page = to(the_actor(head, now()), "filing_list")

    assert [other.key for other in page.context["switches"]] == [director.key]
    assert [line.filing for line in page.context["lines"]] == [filing]


def test_boxes_are_for_the_director_only() -> None:
    world, _ = a_case(FilingState.FILED)

    shown = [
        to(actor, "filing_list", show="filed").context["may_receive"]
        for actor in (world.general_affairs_director, world.staff)
    ]

    assert shown == [True, False]


def test_foreign_and_missing_filings_answer_alike() -> None:
    world, filing = a_case()
    outsider = world.foreign[Office.STAFF]

    found = [to(outsider, "filing_detail", pk).status_code for pk in (filing.pk, 999_999, 10**30)]

    assert found == [404, 404, 404]
    assert send(outsider, "filing_file", filing.pk).status_code == 404


@pytest.mark.parametrize("office", [Office.STAFF, Office.GENERAL_AFFAIRS_DIRECTOR])
def test_list_costs_the_same_for_one_and_three(office: Office, django_assert_num_queries: Any) -> None:
    world, _ = a_case(FilingState.FILED)
    browser, url = browser_of(world.people[office]), reverse("approvals:filing_list") + "?show=filed"
    one = queries_of(browser, url)
    for _ in range(2):
        a_filing(FilingState.FILED, world=world, when=ago(hours=1))

    with django_assert_num_queries(one):
        browser.get(url)
