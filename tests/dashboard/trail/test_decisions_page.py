"""What offices decided: chosen by office, unit, period; with waiting, deputies, self-settled ones, codes, months."""

from datetime import date, timedelta
from typing import Any

import pytest

from approvals.moves.decision import CONSENT, PERMIT, RETURN
from core.lifecycle.act import create, perform
from core.people.moves import ADOPT_VERSION
from core.rulebook.models import Version
from core.staff.offices import Office
from tests.approvals.pages import a_world
from tests.dashboard.trail.readers import EARLIER, as_auditor, queries
from tests.factories import at_nine
from tests.factories.approvals import OfficeWorld, a_deputy, a_filing, a_request, a_review, an_account, decide

pytestmark = pytest.mark.django_db
MAY = at_nine(date(2026, 5, 11))
PERIOD = {"first_on": "2026-05-01", "last_on": "2026-07-31"}


def page(world: OfficeWorld, **query: str) -> Any:
    return as_auditor(world, "decisions", **(PERIOD | query)).context


def labels(world: OfficeWorld, **query: str) -> list[str]:
    return [row.decision.event.label for row in page(world, **query)["rows"]]


def test_every_kind_of_decision_is_listed_newest_first() -> None:
    world = a_world()
    an_account(world=world, when=MAY)

    assert labels(world) == ["運用を始めた", "許可した", "許可した", "回議した"]


def test_row_says_document_waiting_and_code_of_what_was_decided() -> None:
    world = a_world()
    request = a_request(world=world, when=MAY)
    decide(request, CONSENT, world.section_head, when=MAY + timedelta(days=7))

    (row,) = page(world)["rows"]

    assert (row.decision.subject.number, row.decision.subject.title) == (request.document_number, request.title)
    assert (row.decision.waited, row.decision.code) == (5, request.code)
    assert (row.decision.is_deputys, row.decision.self_settled) == (False, False)


def test_waiting_counts_from_the_state_decided_on() -> None:
    world = a_world()
    request = a_request(world=world, when=MAY)
    decide(request, CONSENT, world.section_head, when=MAY + timedelta(days=7))
    decide(request, RETURN, world.department_head, opinion="直してください。", when=MAY + timedelta(days=8))

    assert [(row.decision.event.label, row.decision.waited) for row in page(world)["rows"]] == [
        ("差し戻した", 1),
        ("回議した", 5),
    ]


def test_deputies_and_later_reviews_are_marked() -> None:
    world = a_world()
    a_review("reviewed", world=world, when=MAY)  # type: ignore[arg-type]

    assert [(r.decision.event.label, r.decision.is_deputys) for r in page(world)["rows"]] == [
        ("後閲した", False),
        ("回議した", True),
    ]
    assert labels(world, by_deputies="on") == ["回議した"]


def test_what_its_author_settled_is_marked() -> None:
    world = a_world()
    director = world.policy_director
    version = create(Version, by=director, at=MAY, title="改正版", in_force_from=date(2026, 6, 1))
    perform(version, ADOPT_VERSION, by=director, at=MAY, seen=version.fingerprint())

    (row,) = page(world)["rows"]
    assert (row.decision.self_settled, row.decision.subject.title) == (True, "ガイドラインの版 改正版")


def test_receipt_is_a_decision_and_filing_is_none() -> None:
    world = a_world()
    filing = a_filing("received", world=world, when=MAY)  # type: ignore[arg-type]

    rows = page(world, office="general_affairs_director")["rows"]
    assert [(r.decision.event.label, r.decision.subject.number) for r in rows] == [
        ("届出を受理した", filing.document_number)
    ]


def test_office_unit_and_days_narrow_the_list() -> None:
    world, other = a_world(), a_world()
    a_request(world=world, decided=2, when=MAY)
    a_request(world=other, decided=1, when=MAY)

    assert labels(world, office="section_head") == ["回議した", "回議した"]
    assert labels(world, unit=str(world.department.pk)) == ["許可した", "回議した"]
    assert labels(world, unit=str(world.section.pk)) == ["回議した"]
    assert labels(world, first_on="2026-05-12") == []
    assert labels(world, last_on="2026-05-10") == []
    assert len(labels(world, first_on="2026-05-11", last_on="2026-05-11")) == 3


def test_summary_counts_by_kind_and_month() -> None:
    world = a_world()
    request = a_request(world=world, when=MAY)
    decide(request, CONSENT, a_deputy(world.section_head, MAY.date(), MAY.date(), when=MAY), when=MAY)
    decide(request, PERMIT, world.department_head, when=at_nine(date(2026, 7, 1)))

    summary = page(world)["summary"]

    assert (summary.total, summary.by_deputies, sorted(summary.by_label)) == (2, 1, [("回議した", 1), ("許可した", 1)])
    assert [(m.first_on.month, m.count, m.by_deputies, m.width) for m in summary.months] == [
        (5, 1, 1, 100),
        (6, 0, 0, 0),
        (7, 1, 0, 100),
    ]


def test_summary_counts_by_japan_months() -> None:
    world = a_world()
    first = at_nine(date(2026, 6, 1)) - timedelta(hours=9)
    a_request(world=world, decided=1, when=first)

    assert [(m.first_on.month, m.count) for m in page(world)["summary"].months] == [(5, 0), (6, 1), (7, 0)]


def test_print_says_what_was_asked_how_much_is_shown_and_who_printed() -> None:
    world = a_world()
    a_request(world=world, decided=1, when=MAY)
    auditor = world.people[Office.AUDITOR]
    assert auditor.person is not None

    answer = as_auditor(world, "decisions", **(PERIOD | {"office": "section_head", "unit": str(world.section.pk)}))

    printed = answer.content.decode().partition('<p class="print-only">')[2].partition("</p>")[0]
    asked = f"職:課長、部署:{world.section.name}、令和8年5月1日(金)から令和8年7月31日(金)まで。"
    assert printed.startswith(f"{asked}全1件のうち、この印刷は1件。")
    assert printed.endswith(f"、{auditor.person.name}({auditor.label})が印刷。")
    assert "<span>令和8年5月</span>" in answer.content.decode()


def test_default_is_this_fiscal_year() -> None:
    world = a_world()
    a_request(world=world, decided=1, when=EARLIER)

    shown = as_auditor(world, "decisions").context

    assert len(shown["rows"]) == 1
    assert (shown["wanted"]["first_on"].month, shown["wanted"]["last_on"].day) == (4, 31)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"last_on": "2026-04-01"}, ["last_on"]),
        ({"last_on": "2036-04-01"}, ["last_on"]),
        ({"first_on": "x"}, ["first_on"]),
        ({"office": "mayor"}, ["office"]),
        ({"unit": "999999"}, ["unit"]),
    ],
)
def test_impossible_filters_are_refused_at_the_field(query: dict[str, str], fields: list[str]) -> None:
    shown = page(a_world(), **query)

    assert list(shown["form"].errors) == fields
    assert "summary" not in shown


def test_queries_are_the_same_for_one_and_three_decisions() -> None:
    world = a_world()
    a_request(world=world, decided=1, when=MAY)
    one = queries(world, "decisions", **PERIOD)
    a_request(world=world, decided=1, when=MAY)
    a_request(world=world, decided=1, when=MAY)

    assert queries(world, "decisions", **PERIOD) == one


def test_office_that_decides_nothing_has_an_empty_list() -> None:
    assert page(a_world(), office=Office.AUDITOR.value)["rows"] == []
