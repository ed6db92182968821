"""Who leads what goes on reads report and evidence of its doubles, of another section and of a leak too (第7)."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.models import Account
from core.lifecycle.errors import Denied
from core.staff.offices import Office
from core.uploads.forms import Upload
from incidents.actions import acknowledge_incident, merge_incident, retype_incident
from incidents.attributing import attribute_incident
from incidents.course import add_evidence, add_note
from incidents.models import Incident
from incidents.states import IncidentKind, IncidentState
from incidents.watching import watch
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, everything
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.incidents import WITHOUT, an_incident
from tests.incidents.test_sight import DIRECTORS, seers, sees
from tests.matrix.incident_records import PNG

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind
FOREIGN = {"foreign_staff", "foreign_section_head", "foreign_department_head"}


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def elsewhere(world: OfficeWorld, **values: Any) -> Account:
    """Return an account of the other department's section."""
    return an_account(
        world=replace(world, section=world.foreign_section, people=world.people | world.foreign), **values
    )


def merged(double: Incident, target: Incident, world: OfficeWorld, by: Office = Office.PR_SECTION_HEAD) -> Incident:
    return merge_incident(again(double), by=world.people[by], at=target.reported_at, merged_into=again(target))


def a_foreign(world: OfficeWorld, **values: Any) -> Incident:
    """Report a problem of the other department's account, by its staff."""
    return an_incident(world=world, account=elsewhere(world), by=world.foreign[Office.STAFF], **values)


def test_who_leads_the_target_reads_a_double_of_another_section_and_its_staff_do_not(world: OfficeWorld) -> None:
    double, target = a_foreign(world, kind=K.FLAMING), an_incident(world=world, kind=K.FLAMING)
    assert seers(world, double) == FOREIGN | DIRECTORS
    merged(double, target, world)
    assert seers(world, double) == FOREIGN | DIRECTORS | {"section_head", "department_head"}
    assert seers(world, target) == {"staff", "second_staff", "section_head", "department_head"} | DIRECTORS
    assert sees(a_deputy(world.section_head), double)


def test_of_a_leak_the_manager_of_the_target_alone_is_added(world: OfficeWorld) -> None:
    double = a_foreign(world, kind=K.FLAMING)
    target = an_incident(world=world, kind=K.LEAK, by=world.second_staff)
    merge_incident(double, by=world.people[Office.PR_SECTION_HEAD], at=AT, merged_into=target)
    assert again(double).kind == "leak"
    assert seers(world, double) == {"foreign_staff", "foreign_section_head", "auditor", "section_head"}


def test_of_a_leak_told_late_those_above_who_read_the_target_read_the_double(world: OfficeWorld) -> None:
    double = a_foreign(world, kind=K.LEAK)
    target = an_incident(world=world, kind=K.LEAK)
    merge_incident(double, by=world.foreign[Office.SECTION_HEAD], at=AT, merged_into=target)
    added = {"section_head", "department_head", "pr_section_head", "general_affairs_director"}
    before = seers(world, double)
    watch(target.acknowledge_by)
    assert (before & added, seers(world, double) & added) == ({"section_head"}, added)


def test_of_a_leak_without_an_account_the_head_of_the_pr_section_is_added(world: OfficeWorld) -> None:
    double = a_foreign(world, kind=K.LEAK)
    target = an_incident(world=world, kind=K.LEAK, account=WITHOUT)
    assert "pr_section_head" not in seers(world, double)
    merge_incident(double, by=world.foreign[Office.SECTION_HEAD], at=AT, merged_into=target)
    assert seers(world, double) == {"foreign_staff", "foreign_section_head", "auditor", "pr_section_head"}


def test_a_leak_is_merged_into_a_leak_alone(world: OfficeWorld) -> None:
    double, target = a_foreign(world, kind=K.LEAK), an_incident(world=world, kind=K.FLAMING)
    with pytest.raises(Denied, match="情報漏えいの問題にだけ"):
        merge_incident(double, by=world.foreign[Office.SECTION_HEAD], at=AT, merged_into=target)


def test_a_double_that_stays_a_leak_is_not_opened_with_its_target(world: OfficeWorld) -> None:
    double = a_foreign(world, kind=K.LEAK)
    target = acknowledge_incident(an_incident(world=world, kind=K.LEAK), by=world.section_head, at=AT, kind="leak")
    merge_incident(double, by=world.foreign[Office.SECTION_HEAD], at=AT, merged_into=target)
    held = again(target)
    retype_incident(held, by=world.section_head, at=AT, seen=held.fingerprint(), kind="flaming", reason="公開の資料")
    assert seers(world, double) == {"foreign_staff", "foreign_section_head", "auditor", "section_head"}


def test_what_was_merged_twice_is_read_by_who_leads_what_goes_on(world: OfficeWorld) -> None:
    first, second = a_foreign(world, kind=K.OTHER), a_foreign(world, kind=K.OTHER)
    third = an_incident(world=world, kind=K.OTHER)
    merged(first, second, world)
    assert not sees(world.section_head, first)
    merged(second, third, world)
    assert (sees(world.section_head, first), sees(world.section_head, second)) == (True, True)


def test_who_leads_no_more_reads_the_double_no_more(world: OfficeWorld) -> None:
    double, target = a_foreign(world, kind=K.OTHER), an_incident(world=world, kind=K.OTHER)
    merged(double, target, world)
    held = again(target)
    given: dict[str, Any] = {"seen": held.fingerprint(), "account": None, "reason": "別のこと"}
    attribute_incident(held, by=world.section_head, at=AT, **given)
    assert not sees(world.section_head, double)


def test_the_page_of_the_target_leads_to_report_and_evidence_and_nothing_is_added_to_the_double() -> None:
    world = a_world()
    when: dict[str, Any] = {"when": ago(hours=2)}
    double = an_incident(
        world=world, account=elsewhere(world, **when), by=world.foreign[Office.STAFF], title="ほかの課の報告", **when
    )
    picture = Upload("画面.png", "image/png", PNG)
    add_evidence(double, by=world.foreign[Office.STAFF], at=ago(hours=1), file=picture, words="偽の画面")
    target = an_incident(S.ACKNOWLEDGED, world=world, **when)
    browser: Any = browser_of(world.section_head)
    assert browser.get(f"/incidents/{double.pk}/").status_code == 404
    merge_incident(again(double), by=world.people[Office.PR_SECTION_HEAD], at=ago(minutes=30), merged_into=target)
    evidence = f"/incidents/evidence/{double.evidence.get().pk}/"
    shown = browser.get(f"/incidents/{target.pk}/")
    told = [
        line["note"] for line in shown.context["timeline"] if line["what"] == f"ほかの報告を統合した:{double.number}"
    ]
    by = world.people[Office.PR_SECTION_HEAD].name
    assert [by in note for note in told] == [True]
    page = shown.content.decode()
    assert ("ほかの課の報告" in page, evidence in page) == (True, True)
    assert browser.get(evidence).status_code == 200
    of_double = browser.get(f"/incidents/{double.pk}/")
    assert "経過と証拠は、統合した先に書き足します。" in text_of(of_double)
    assert f'href="/incidents/{target.pk}/"' in of_double.content.decode()
    refused = browser.post(f"/incidents/{double.pk}/note/", {"words": "書き足す"})
    assert refused.status_code == 403
    assert "統合した先に書き足してください。" in text_of(refused)
    with pytest.raises(Denied, match="統合の問題には、書き足せません"):
        add_note(again(double), by=world.section_head, at=AT, words="書き足す")


def test_the_reporter_of_a_double_is_told_whom_to_turn_to() -> None:
    world = a_world()
    double = an_incident(world=world, account=WITHOUT, by=world.foreign[Office.STAFF], when=ago(hours=2))
    target = an_incident(world=world, title="読めない件名", when=ago(hours=1))
    merge_incident(double, by=world.people[Office.PR_SECTION_HEAD], at=ago(minutes=30), merged_into=target)
    reporter: Any = browser_of(world.foreign[Office.STAFF])
    page = text_of(reporter.get(f"/incidents/{double.pk}/"))
    said = f"統合した先は問題 {target.number}です。書き足すことは、その対応を決める人({world.section.name}の課長)に"
    assert (said in page, "読めない件名" in page) == (True, False)


def test_what_is_no_leak_any_more_hands_its_leaks_to_nobody_else(world: OfficeWorld) -> None:
    leak = a_foreign(world, kind=K.LEAK)
    target = acknowledge_incident(an_incident(world=world, kind=K.LEAK), by=world.section_head, at=AT, kind="leak")
    merge_incident(leak, by=world.foreign[Office.SECTION_HEAD], at=AT, merged_into=target)
    held = again(target)
    retype_incident(held, by=world.section_head, at=AT, seen=held.fingerprint(), kind="flaming", reason="公開の資料")
    held, head = again(target), world.people[Office.PR_SECTION_HEAD]
    readers = seers(world, leak)
    for account in (None, elsewhere(world, account_name="道路の公式")):
        given: dict[str, Any] = {"seen": held.fingerprint(), "account": account, "reason": "別のこと"}
        with pytest.raises(Denied, match="情報漏えいが統合されているので、アカウントを改められません"):
            attribute_incident(held, by=head, at=AT, **given)
    nowhere = an_incident(world=world, kind=K.FLAMING, account=WITHOUT)
    before = everything()
    with pytest.raises(Denied, match="情報漏えいが統合されている問題は、情報漏えいの問題にだけ") as refused:
        merge_incident(held, by=head, at=AT, merged_into=nowhere)
    assert refused.value.field == "merged_into"
    assert (everything(), seers(world, leak)) == (before, readers)
    assert merge_incident(held, by=head, at=AT, merged_into=an_incident(world=world, kind=K.LEAK)).state == "merged"


def test_a_leak_with_its_leaks_may_be_of_another_account(world: OfficeWorld) -> None:
    leak, target = a_foreign(world, kind=K.LEAK), an_incident(world=world, kind=K.LEAK)
    merge_incident(leak, by=world.foreign[Office.SECTION_HEAD], at=AT, merged_into=target)
    held = again(target)
    given: dict[str, Any] = {"seen": held.fingerprint(), "account": None, "reason": "別のこと"}
    attribute_incident(held, by=world.section_head, at=AT, **given)
    assert (sees(world.section_head, leak), sees(world.people[Office.PR_SECTION_HEAD], leak)) == (False, True)


def test_the_reporter_of_a_double_of_a_leak_is_told_to_turn_to_who_merged_it() -> None:
    world = a_world()
    given: dict[str, Any] = {"when": ago(hours=2)}
    account = elsewhere(world, **given)
    double = an_incident(world=world, account=account, by=world.foreign[Office.STAFF], kind=K.LEAK, **given)
    target = an_incident(world=world, kind=K.LEAK, title="読めない件名", when=ago(hours=1))
    merge_incident(double, by=world.foreign[Office.SECTION_HEAD], at=ago(minutes=30), merged_into=target)
    reporter: Any = browser_of(world.foreign[Office.STAFF])
    page = text_of(reporter.get(f"/incidents/{double.pk}/"))
    said = f"統合した先は問題 {target.number}です。書き足すことは、統合した人に知らせてください。"
    assert (said in page, "読めない件名" in page, world.section.name in page) == (True, False, False)
    merged_by = world.foreign[Office.SECTION_HEAD].person
    assert merged_by is not None
    assert merged_by.name in page.partition("ほかの問題に統合した")[2][:40]
