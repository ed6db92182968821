"""What the trail says of a link to a problem, in words."""

import pytest

from approvals.notices.states import NoticeKind, NoticeState
from core.audit.models import Event
from core.lifecycle.fact_words import fact_rows
from core.lifecycle.trails import facts_of
from core.records import Record
from core.staff.offices import Office
from incidents.closing import link_closure
from incidents.standing_warning import link_warning
from incidents.states import IncidentKind, IncidentState
from incidents.unlinking import unlink_closure, unlink_warning
from publications.imitations.actions import enter_imitation
from tests.factories import AT
from tests.factories.approvals import again, an_office_world
from tests.factories.incidents import an_incident, task_of
from tests.factories.notices import a_notice
from tests.incidents.test_warning import WARNING

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind


def told(record: Record) -> list[tuple[str, str]]:
    event = Event.objects.filter(stream=record.stream).latest("number")
    return fact_rows(event, {name: value for name, value in facts_of(event).items() if name != "changes"})


def test_a_linked_closure_is_named() -> None:
    world = an_office_world()
    notice = a_notice(NoticeState.DRAFT, NoticeKind.CLOSURE, world=world)
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK, account=notice.account)
    done = link_closure(incident, by=world.section_head, at=AT, notice=notice)
    assert told(done) == [("結び付けた廃止", str(notice))]


def test_a_linked_warning_is_named() -> None:
    world = an_office_world()
    keeper = world.people[Office.PR_SECTION_HEAD]
    warning = enter_imitation(by=keeper, at=AT, **WARNING)
    incident = an_incident(S.ACKNOWLEDGED, world=world)
    link_warning(task_of(incident, "list"), by=keeper, at=AT, imitation=warning)
    assert ("結び付けた警告", warning.title) in told(incident)


def test_links_that_were_undone_are_told_with_their_reason() -> None:
    world = an_office_world()
    keeper = world.people[Office.PR_SECTION_HEAD]
    notice = a_notice(NoticeState.DRAFT, NoticeKind.CLOSURE, world=world)
    closing = an_incident(S.ACKNOWLEDGED, world=world, kind=K.HIJACK, account=notice.account)
    linked = link_closure(closing, by=world.section_head, at=AT, notice=notice)
    undone = unlink_closure(linked, by=world.section_head, at=AT, reason="別の廃止")
    assert told(undone) == [("理由", "別の廃止")]
    warning = enter_imitation(by=keeper, at=AT, **WARNING)
    listed = an_incident(S.ACKNOWLEDGED, world=world)
    link_warning(task_of(listed, "list"), by=keeper, at=AT, imitation=warning)
    unlink_warning(again(listed), by=keeper, at=AT, reason="別の警告")
    assert sorted(told(listed)) == [("外した警告", warning.title), ("理由", "別の警告")]
