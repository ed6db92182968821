"""One record's whole history with its dossier, and whether the chains hold."""

from uuid import uuid4

import pytest

from approvals.moves.decision import CONSENT
from core.audit.models import Event
from core.periods.clock import japan_date
from core.staff.offices import Office
from tests.approvals.pages import a_world, browser_of, today
from tests.dashboard.evidence.forging import overwrite
from tests.dashboard.trail.readers import EARLIER, as_auditor, open_as, queries
from tests.factories import a_person
from tests.factories.approvals import a_deputy, a_filing, a_request, decide, errand_of, step_at

pytestmark = pytest.mark.django_db


def test_request_shows_its_steps_filing_and_account() -> None:
    world = a_world()
    filing = a_filing(world=world, when=EARLIER)
    request = errand_of(filing)

    shown = as_auditor(world, "record_trail", request.stream).context

    streams = {part.stream for part in shown["parts"]}
    assert {request.stream, filing.stream, filing.account.stream, *(s.stream for s in request.steps.all())} <= streams
    assert (shown["faults"], shown["differences"]) == ([], [])
    assert shown["subject_url"] == f"/approvals/requests/{request.pk}/"
    assert {row["event"].stream for row in shown["rows"]} == streams


def test_step_leads_to_the_same_dossier() -> None:
    world = a_world()
    request = a_request(world=world, when=EARLIER)

    of_step = as_auditor(world, "record_trail", step_at(request, 1).stream).context["parts"]
    of_request = as_auditor(world, "record_trail", request.stream).context["parts"]

    assert {part.stream for part in of_step} == {part.stream for part in of_request}


def test_own_events_alone_on_request() -> None:
    world = a_world()
    request = a_request(world=world, when=EARLIER)

    rows = as_auditor(world, "record_trail", request.stream, show="own").context["rows"]

    assert {row["event"].stream for row in rows} == {request.stream}


def test_row_says_who_in_which_office_for_whom_and_the_code() -> None:
    world = a_world()
    request = a_request(world=world, when=EARLIER)
    deputy = a_deputy(world.section_head, japan_date(EARLIER), today(), when=EARLIER)
    step = decide(request, CONSENT, deputy, when=EARLIER)

    row = as_auditor(world, "record_trail", step.stream, show="own").context["rows"][0]

    event = Event.objects.filter(stream=step.stream).latest("number")
    assert deputy.person is not None
    assert world.section_head.person is not None
    assert row["who"] == f"{deputy.person.name}({deputy.label})、{world.section_head.person.name}に代わって"
    assert (row["office"], row["state"]) == ("課長", "決裁待ち → 回議済")
    assert row["code"] == f"{event.hash[:4]}-{event.hash[4:8]}".upper()


def test_broken_chain_is_shown_with_its_record() -> None:
    world = a_world()
    request = a_request(world=world, when=EARLIER)
    step = step_at(request, 1)
    last = Event.objects.filter(stream=step.stream).latest("number")
    values = {"stream": step.stream, "number": last.number + 1, "previous": last.hash, "move": "x.edit", "label": "x"}
    hashes = {"hash": "0" * 64, "facts_hash": "0" * 64}
    Event.objects.create(act_id=uuid4(), capacity="x", office="system", at=last.at, **values, **hashes)

    shown = as_auditor(world, "record_trail", request.stream).context

    name = f"{step.stream} の{last.number + 1}番目"
    assert shown["faults"] == [
        f"{name}:できごとが符号と合いません",
        f"{name}:内容が、廃棄の記録のないまま失われています",
    ]
    assert [part.stream for part in shown["parts"] if part.standing.faults] == [step.stream]


def test_record_changed_by_hand_is_shown_beside_its_trail() -> None:
    world = a_world()
    request = a_request(world=world, when=EARLIER)
    step = step_at(request, 1)
    overwrite(request, state="approved", decided_at=EARLIER)
    overwrite(step, office="department_head", version=9)

    answer = as_auditor(world, "record_trail", request.stream)

    number = Event.objects.filter(stream=step.stream).count()
    assert answer.context["faults"] == []
    shown = answer.context["differences"]
    assert (shown.pop(1).label, shown[0].about) == ("決裁の終わり", f"起案 {request.pk}")
    assert [(one.about, one.label, one.stored, one.told) for one in shown] == [
        (f"起案 {request.pk}", "状態", "許可", "決裁中"),
        (f"決裁の段階 {step.pk}", "版", "9", str(number)),
        (f"決裁の段階 {step.pk}", "職", "部長", "課長"),
    ]
    assert "見つかりませんでした" not in answer.content.decode()


def test_record_deleted_by_hand_is_shown_beside_its_trail() -> None:
    world = a_world()
    request = a_request(world=world, when=EARLIER)
    step = step_at(request, 3)
    type(step)._base_manager.filter(pk=step.pk)._raw_delete("default")

    shown = as_auditor(world, "record_trail", step.stream).context

    assert [(one.label, one.stored, one.told) for one in shown["differences"]] == [("記録", "ありません", "あります")]


def test_record_without_a_dossier_shows_itself() -> None:
    world = a_world()
    person = a_person(at=EARLIER)

    shown = as_auditor(world, "record_trail", person.stream).context

    assert [part.stream for part in shown["parts"]] == [person.stream]


def test_administrators_are_not_led_to_papers() -> None:
    world = a_world()
    request = a_request(world=world, when=EARLIER)

    shown = open_as(world.people[Office.ADMINISTRATOR], "record_trail", request.stream).context

    assert shown["subject_url"] == ""


def test_queries_do_not_grow_with_the_rounds() -> None:
    world = a_world()
    one, three = a_request(world=world, when=EARLIER), a_request(world=world, rounds=3, when=EARLIER)

    assert queries(world, "record_trail", three.stream) == queries(world, "record_trail", one.stream)


def test_search_by_number_leads_to_the_whole_matter() -> None:
    world = a_world()
    filing = a_filing(world=world, when=EARLIER)
    request = errand_of(filing)

    shown = browser_of(world.people[Office.AUDITOR]).get("/trail/", {"document_number": request.document_number})

    assert shown.context["matters"] == [(request.stream, f"起案 {request.pk}")]
    assert f'href="/trail/records/{request.stream}/"' in shown.content.decode()
