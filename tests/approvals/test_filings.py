"""The filing with 総務部長 (4-1-(2)): filed by the section, received, corrected; never rejected, no gate."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.states import AccountState
from approvals.actions import ask_correction, correct_filing, file_filing, receive_filings
from approvals.models import Filing
from approvals.states import FilingState
from core.deadlines.models import Obligation
from core.deadlines.sweep import sweep
from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Conflict, Denied
from core.notifications.models import Message
from core.periods.opening_days import add_opening_days
from core.staff.authority import capacities
from core.staff.offices import Office
from tests.factories import AT, ON, a_version, an_appointment, at_nine, everything
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_filing,
    again,
    an_account,
    an_office_world,
    appointment_of,
    errand_of,
    filing_of,
)
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def duties(filing: Filing, state: str = "open") -> list[tuple[str, str]]:
    """Return rule and debtor's office of the obligations about a filing, in order."""
    found = Obligation.objects.filter(about=filing.stream, state=state).order_by("id")
    return list(found.values_list("rule", "debtor_office"))


def overdue_for(by: Actor, when: Any) -> list[str]:
    """Return the rules of what is overdue in a person's inbox."""
    assert by.person is not None
    found = Obligation.objects.open().owed_by(by.person, capacities(by.person, when), when).overdue(when)
    return list(found.values_list("rule", flat=True))


def test_filing_states_what_the_account_is_and_asks_for_the_receipt(world: OfficeWorld) -> None:
    filing = file_filing(a_filing(FilingState.DUE, world=world), by=world.second_staff, at=AT, note=" 急ぎ ")
    account = filing.account
    assert (filing.state, filing.filed_by, filing.filed_at) == ("filed", world.second_staff.person, AT)
    assert filing.body == {
        "サービス": "X",
        "アカウント名": account.name,
        "通称": account.common_name,
        "アカウントID": account.handle,
        "URL": account.url,
        "運用する部署": world.section.full_name,
        "取得日": "2026-11-24",
        "取得の許可": errand_of(filing).document_number,
        "備考": "急ぎ",
    }
    assert duties(filing) == [("approvals.receive", "general_affairs_director")]
    assert duties(filing, "fulfilled") == [("approvals.file", "staff")]
    assert Obligation.objects.get(rule="approvals.receive").due_on == add_opening_days(ON, 5)
    told = Message.objects.get(title__startswith="取得の届出がありました")
    assert (told.person, told.body) == (world.general_affairs_director.person, filing.document_number)


def test_filing_twice_is_a_conflict(world: OfficeWorld) -> None:
    filing = a_filing(world=world)
    before = everything()
    with pytest.raises(Conflict):
        file_filing(filing, by=world.staff, at=AT)
    assert everything() == before


def test_receipt_of_one_ends_the_duty_and_tells_the_filer(world: OfficeWorld) -> None:
    filing = a_filing(world=world)
    assert receive_filings([filing], by=world.general_affairs_director, at=AT) == 1
    received = again(filing)
    assert (received.state, received.received_by, received.received_at) == (
        FilingState.RECEIVED,
        world.general_affairs_director.person,
        AT,
    )
    assert duties(filing) == []
    assert Message.objects.filter(title__startswith="取得の届出が受理されました").get().person == world.staff.person


def test_receipt_of_many_at_once_is_one_act(world: OfficeWorld) -> None:
    filings = [a_filing(world=world) for _ in range(3)]
    assert receive_filings(filings, by=world.general_affairs_director, at=AT) == 3
    assert list(Filing.objects.values_list("state", flat=True)) == ["received"] * 3


def test_receipt_passes_over_what_is_received_or_not_filed(world: OfficeWorld) -> None:
    filings = [a_filing(at, world=world) for at in (FilingState.DUE, FilingState.RECEIVED, FilingState.FILED)]
    assert receive_filings(filings, by=world.general_affairs_director, at=AT) == 1
    assert [again(filing).state for filing in filings] == ["due", "received", "received"]


@pytest.mark.parametrize("at", list(FilingState))
def test_receipt_by_another_office_is_refused(world: OfficeWorld, at: FilingState) -> None:
    filing = a_filing(at, world=world)
    before = everything()
    for office in set(Office) - {Office.GENERAL_AFFAIRS_DIRECTOR}:
        with pytest.raises(Denied, match="届出を受理するのは総務部長です。"):
            receive_filings([filing], by=world.people[office], at=AT)
    assert everything() == before


def test_a_receipt_of_nothing_is_none(world: OfficeWorld) -> None:
    assert receive_filings([], by=world.general_affairs_director, at=AT) == 0


def test_a_late_filing_is_overdue_for_the_section_and_a_late_receipt_for_the_director(world: OfficeWorld) -> None:
    filing = a_filing(FilingState.DUE, world=world)
    last, late = filing.due_on, filing.due_on + timedelta(days=1)
    assert (overdue_for(world.staff, last), overdue_for(world.staff, late)) == ([], ["approvals.file"])
    file_filing(filing, by=world.staff, at=at_nine(late))
    assert overdue_for(world.staff, late) == []
    received_late = add_opening_days(late, 5) + timedelta(days=1)
    assert overdue_for(world.general_affairs_director, received_late) == ["approvals.receive"]


def test_a_missing_filing_reaches_section_and_office_above_by_the_sweep(world: OfficeWorld) -> None:
    filing = a_filing(FilingState.DUE, world=world)
    late = add_opening_days(filing.due_on, 5)
    Message.objects.all().delete()
    sweep(at_nine(late))
    told = Message.objects.filter(title__contains="総務部長へ届け出る").values_list("person__name", flat=True)
    people = (world.staff, world.second_staff, world.section_head)
    assert sorted(told) == sorted(by.person.name for by in people if by.person)


def test_a_missing_filing_stops_nothing(world: OfficeWorld) -> None:
    account = an_account(AccountState.ACTIVE, world=world)
    filing = filing_of(account)
    much_later = at_nine(filing.due_on + timedelta(days=200))
    assert file_filing(filing, by=world.staff, at=much_later).state == FilingState.FILED


@pytest.mark.parametrize("at", [FilingState.FILED, FilingState.RECEIVED])
def test_a_correction_is_asked_answered_and_asked_again(world: OfficeWorld, at: FilingState) -> None:
    filing = a_filing(at, world=world)
    director = world.general_affairs_director
    asked = ask_correction(filing, by=director, at=AT, correction=" 通称を書いてください。 ")
    assert (asked.state, asked.correction) == (at, "通称を書いてください。")
    assert ("approvals.correct", "staff") in duties(filing)
    told = Message.objects.filter(title__startswith="補正を求められました")
    assert [(one.person, one.body) for one in told.order_by("id")] == [
        (world.staff.person, "通称を書いてください。"),
        (world.section_head.person, "通称を書いてください。"),
    ]
    corrected = correct_filing(asked, by=world.staff, at=AT, note="通称を補いました。")
    assert (corrected.state, corrected.correction, corrected.note) == (at, "", "通称を補いました。")
    assert corrected.body["備考"] == "通称を補いました。"
    assert ("approvals.correct", "staff") not in duties(filing)
    back = Message.objects.get(title__startswith="届出が補正されました")
    assert (back.person, back.body) == (director.person, "通称を補いました。")
    ask_correction(corrected, by=director, at=AT, correction="もう一度、通称を確かめてください。")
    assert duties(filing).count(("approvals.correct", "staff")) == 1
    assert duties(filing, "fulfilled").count(("approvals.correct", "staff")) == 1


def test_a_correction_asked_while_one_is_open_is_refused(world: OfficeWorld) -> None:
    director = world.general_affairs_director
    filing = ask_correction(a_filing(world=world), by=director, at=AT, correction="通称")
    before = everything()
    with pytest.raises(Denied, match="補正は、すでに求めています") as refused:
        ask_correction(filing, by=director, at=AT, correction="URL")
    assert (refused.value.field, everything()) == ("correction", before)


def leave(actor: Actor, world: OfficeWorld) -> None:
    """End a person's appointment yesterday and give him or her another in a foreign section."""
    assert actor.person is not None
    edit(appointment_of(actor), by=SYSTEM, at=AT, ends_on=ON - timedelta(days=1))
    an_appointment(actor.person, Office.STAFF, world.foreign_section, ON)


def test_a_filer_who_has_gone_is_not_told_but_the_section_is(world: OfficeWorld) -> None:
    filing = a_filing(world=world)
    leave(world.staff, world)
    Message.objects.all().delete()
    ask_correction(filing, by=world.general_affairs_director, at=AT, correction="通称")
    receive_filings([filing], by=world.general_affairs_director, at=AT)
    told = Message.objects.order_by("id").values_list("title", "person")
    assert [(title.partition(":")[0], person) for title, person in told] == [
        ("補正を求められました", world.section_head.person.pk if world.section_head.person else None),
        ("取得の届出が受理されました", world.section_head.person.pk if world.section_head.person else None),
    ]


def test_a_receipt_of_many_tells_of_each(world: OfficeWorld) -> None:
    receive_filings([a_filing(world=world) for _ in range(3)], by=world.general_affairs_director, at=AT)
    assert (
        Message.objects.filter(title__startswith="取得の届出が受理されました", person=world.staff.person).count() == 3
    )


def test_a_deputys_receipt_is_told_to_the_principal(world: OfficeWorld) -> None:
    principal, filing = world.general_affairs_director, a_filing(world=world)
    receive_filings([filing], by=a_deputy(principal), at=AT)
    told = Message.objects.get(title__startswith="代わって取得の届出を受理しました")
    assert (told.person, told.link_pk) == (principal.person, filing.pk)


def test_a_receipt_in_person_tells_no_principal(world: OfficeWorld) -> None:
    a_filing(FilingState.RECEIVED, world=world)
    assert Message.objects.filter(title__startswith="代わって").count() == 0


def test_a_filing_under_correction_is_received_all_the_same(world: OfficeWorld) -> None:
    filing = ask_correction(a_filing(world=world), by=world.general_affairs_director, at=AT, correction="通称")
    assert receive_filings([filing], by=world.general_affairs_director, at=AT) == 1
    assert duties(filing) == [("approvals.correct", "staff")]


def test_corrections_by_others_or_without_words_are_refused(world: OfficeWorld) -> None:
    due, filed = a_filing(FilingState.DUE, world=world), a_filing(world=world)
    director, section = world.general_affairs_director, world.staff
    before = everything()
    for filing, by, words in ((due, director, "通称"), (filed, section, "通称"), (filed, director, " 　")):
        with pytest.raises(Denied):
            ask_correction(filing, by=by, at=AT, correction=words)
    with pytest.raises(Denied, match="補正は求められていません。"):
        correct_filing(filed, by=section, at=AT, note="直しました。")
    assert everything() == before
    asked = ask_correction(filed, by=director, at=AT, correction="通称")
    for by, note in ((director, "直しました。"), (world.foreign[Office.STAFF], "直しました。"), (section, "")):
        with pytest.raises(Denied):
            correct_filing(asked, by=by, at=AT, note=note)


def test_a_correction_longer_than_its_column_is_refused_before_the_database(world: OfficeWorld) -> None:
    filing = a_filing(world=world)
    with pytest.raises(ValidationError):
        ask_correction(filing, by=world.general_affairs_director, at=AT, correction="あ" * 301)


def test_the_receipts_target_is_the_one_of_the_version_in_force(world: OfficeWorld) -> None:
    a_version(settings={"receipt_target_days": 3})
    a_filing(world=world, platform=a_platform("youtube"))
    assert Obligation.objects.get(rule="approvals.receive").due_on == add_opening_days(ON, 3)


def test_receipt_waits_with_number_and_section(world: OfficeWorld) -> None:
    filing = a_filing(world=world)
    [duty] = Obligation.objects.open().filter(about=filing.stream)
    assert duty.note == f"{filing.document_number} {world.section.name}から"
    assert (duty.link_name, duty.link_pk) == ("approvals:filing_detail", filing.pk)
