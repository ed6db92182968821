"""What a problem's pages ask the database for where most hangs on it: eight queries, as `test_page_queries` has it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.notices.states import NoticeKind, NoticeState
from core.lifecycle.actor import Actor
from core.staff.offices import Office
from incidents.actions import merge_incident
from incidents.closing import link_closure
from incidents.models import Incident
from incidents.standing_warning import link_warning
from incidents.states import IncidentKind, IncidentState
from incidents.unlinking import unlink_closure, unlink_warning
from publications.imitations.actions import enter_imitation
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories.approvals import OfficeWorld, again, an_account
from tests.factories.incidents import an_incident, person_of, task_of
from tests.factories.notices import a_notice
from tests.factories.suspensions import suspended
from tests.incidents.test_warning import WARNING

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
MOST = 8


def asked(world: OfficeWorld, url: str, by: Actor | None = None) -> int:
    """Return how many queries a page takes that was opened before."""
    browser: Any = browser_of(by or world.section_head)
    assert browser.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        browser.get(url)
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in queries)


def hung_upon(world: OfficeWorld, kind: IncidentKind) -> Incident:
    """Return a problem with a double for which its account is silent, and with a closure that was linked twice."""
    account = an_account(world=world, when=ago(hours=3))
    given: dict[str, Any] = {"world": world, "kind": kind, "account": account, "when": ago(hours=2)}
    double, target = (an_incident(S.ACKNOWLEDGED, **given) for _ in range(2))
    suspended(account, by=world.section_head, incident=double, when=ago(minutes=100))
    notice = a_notice(NoticeState.DRAFT, NoticeKind.CLOSURE, world=world, account=again(account), when=ago(minutes=90))
    merge_incident(again(double), by=world.section_head, at=ago(minutes=80), merged_into=again(target))
    for minutes in (70, 50):
        link_closure(again(target), by=world.section_head, at=ago(minutes=minutes), notice=notice)
        if minutes == 70:
            unlink_closure(again(target), by=world.section_head, at=ago(minutes=60), reason="別の問題のもの")
    return again(target)


@pytest.mark.parametrize("kind", [K.HIJACK, K.OTHER])
def test_a_problem_with_all_of_an_account(kind: IncidentKind) -> None:
    world = a_world()
    page = f"/incidents/{hung_upon(world, kind).pk}/"
    counts = {part: asked(world, f"{page}{part}") for part in ("", "sheet/", "account/", "closure/unlink/")}
    assert {part: count for part, count in counts.items() if count > MOST} == {}


def test_the_step_of_a_password() -> None:
    world = a_world()
    incident = hung_upon(world, K.HIJACK)
    assert asked(world, f"/incidents/tasks/{task_of(incident, 'password').pk}/do/") <= MOST
    assert asked(world, f"/incidents/tasks/{task_of(incident, 'roles').pk}/do/") <= MOST


def test_a_problem_whose_links_were_undone() -> None:
    world = a_world()
    keeper = world.people[Office.PR_SECTION_HEAD]
    of_closure = hung_upon(world, K.OTHER)
    unlink_closure(of_closure, by=world.section_head, at=ago(minutes=40), reason="別の問題のもの")
    imitation = enter_imitation(by=keeper, at=ago(hours=3), **WARNING)
    of_warning = an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=2))
    link_warning(task_of(of_warning, "list"), by=keeper, at=ago(minutes=90), imitation=imitation)
    assert asked(world, f"/incidents/{of_warning.pk}/warning/unlink/") <= MOST
    said: dict[str, Any] = {"by": world.section_head, "at": ago(minutes=80), "reason": "別のもの", "puts_again": True}
    unlink_warning(again(of_warning), **said)
    for incident in (of_closure, of_warning):
        for part in ("", "sheet/"):
            assert asked(world, f"/incidents/{incident.pk}/{part}") <= MOST


@pytest.mark.parametrize("by", ["section_head", "staff", "department_head"])
def test_a_double_of_a_double_with_a_warning_that_was_linked(by: str) -> None:
    world = a_world()
    keeper = world.people[Office.PR_SECTION_HEAD]
    imitation = enter_imitation(by=keeper, at=ago(hours=3), **WARNING)
    one, two, last = (an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=2)) for _ in range(3))
    link_warning(task_of(one, "list"), by=keeper, at=ago(minutes=90), imitation=imitation)
    for double, target in ((one, two), (two, last)):
        merge_incident(again(double), by=world.section_head, at=ago(minutes=60), merged_into=again(target))
    actor = getattr(world, by)
    counts = {
        f"{incident.pk}/{part}": asked(world, f"/incidents/{incident.pk}/{part}", actor)
        for incident in (one, two, last)
        for part in ("", "sheet/")
    }
    if by != "staff":
        counts["unlink"] = asked(world, f"/incidents/{one.pk}/warning/unlink/", actor)
    assert {part: count for part, count in counts.items() if count > MOST} == {}


def test_the_page_names_who_holds_each_office_and_the_vacant_one() -> None:
    world = a_world(without=[Office.GENERAL_AFFAIRS_DIRECTOR])
    incident = an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=1))
    browser: Any = browser_of(world.staff)
    shown = browser.get(f"/incidents/{incident.pk}/")
    assert [(one.label.removeprefix(world.section.name), one.people) for one in shown.context["contacts"]] == [
        ("の課長", person_of(world.section_head).name),
        ("ふるさと発信課長", person_of(world.people[Office.PR_SECTION_HEAD]).name),
        ("総務部長", "就いている職員がいません"),
    ]
    assert "就いている職員がいません" in text_of(shown)
