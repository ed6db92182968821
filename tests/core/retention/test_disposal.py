"""Carrying out a disposal: content goes from every table and the disk; who did what when stays, the chain holds."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from approvals.models import Attachment, Request
from approvals.states import RequestState
from core.audit.history import authors_of_streams
from core.audit.models import Event
from core.audit.verifier import faults
from core.audit.whole import Whole
from core.deadlines.models import Obligation
from core.deadlines.weekly import tell_weeks
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import Conflict, Denied
from core.notifications.forgetting import EMPTIED, forget
from core.notifications.models import Message, OutboxMail
from core.people.outbox import requeue_mail
from core.retention import carrying_out
from core.retention.actions import carry_out_disposal, list_disposal, permit_disposal
from core.retention.files import remove_pending
from core.retention.matters import matters_of
from core.retention.models import DisposalItem, PendingRemoval
from core.retention.states import DisposalState
from core.staff.offices import Office
from dashboard.evidence.run import run_check
from tests.dashboard.evidence.forging import overwrite
from tests.factories import AT, ON, a_version, an_appointment, everything, places_of, the_actor
from tests.factories.approvals import OfficeWorld, account_of, again, step_at
from tests.factories.retention import (
    BASIS,
    LONG_AGO,
    METHOD,
    a_disposal,
    a_hold,
    an_old_request,
    an_old_world,
    seen,
    the_officer,
)

pytestmark = pytest.mark.django_db

FILE = b"%PDF-1.4 the only copy"
CONTENT: dict[str, Any] = {
    "common_name": "磐城の海だより",
    "handle": "iwaki_no_umi_2014",
    "reason": "潮の満ち引きを知らせるため",
    "purpose": "海の様子を伝える",
    "topics": "波と風の話題",
    "in_charge": "浜の当番三人",
    "frequency": "満月のたびに",
    "timing": "夜明けの前",
    "method": "灯台から発信",
    "opinions": "浜で伺う",
    "further": "荒天の日は休む",
}
OPINION = "いまの人数では続けられません。"
"""What the factory's denial says."""


@pytest.fixture
def world() -> OfficeWorld:
    return an_old_world()


@pytest.fixture
def request_(world: OfficeWorld) -> Iterator[Request]:
    made = an_old_request(world=world, files=[FILE], account_name="浜の灯台", **CONTENT)
    paths = [Path(one.file.path) for one in Attachment.objects.all()]
    yield made
    for path in paths:
        path.unlink(missing_ok=True)


def spread(world: OfficeWorld, request: Request) -> None:
    """Have everything say what it can of a request: the weekly word, the check of the evidence, a mail put back."""
    assert tell_weeks(LONG_AGO + timedelta(days=7)) == 1
    step = step_at(request, 1)
    overwrite(step, decided_at=LONG_AGO + timedelta(hours=1))
    assert [f.stream for f in run_check(by=SYSTEM, at=AT).findings if request.document_number in f.sentence] != []
    overwrite(step, decided_at=step.decided_at)  # what does not match its trail is not disposed of
    mail = OutboxMail.objects.filter(subject__contains=request.account_name).select_related("person")[0]
    OutboxMail.objects.filter(pk=mail.pk).update(state="exhausted", sent_at=None)
    administrator = the_actor(an_appointment(office=Office.ADMINISTRATOR))
    requeue_mail(mail, by=administrator, at=AT)


def test_content_is_gone_from_every_table(world: OfficeWorld, request_: Request) -> None:
    spread(world, request_)
    words = [*CONTENT.values(), OPINION, "資料1.pdf"]
    assert [word for word in words if not places_of(word)] == []
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    assert {word: places_of(word) for word in words if places_of(word)} == {}


def test_title_stays_in_the_register_alone(world: OfficeWorld, request_: Request) -> None:
    spread(world, request_)
    assert Message.objects.filter(key__startswith="week:", body__contains="浜の灯台").exists()
    assert places_of("浜の灯台") >= {"approvals.Request", "accounts.Account", "notifications.Message"}
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    assert places_of("浜の灯台") == {"retention.DisposalItem", "audit.Facts"}
    kept = Event.objects.filter(facts__body__contains="浜の灯台").values_list("move", flat=True)
    assert set(kept) == {"retention.disposalitem.create"}


def test_words_about_another_matter_are_not_forgotten(world: OfficeWorld, request_: Request) -> None:
    an_old_request(world=world, account_name="別の名", when=LONG_AGO + timedelta(days=7))
    assert [tell_weeks(LONG_AGO + timedelta(days=days)) for days in (7, 14)] == [1, 1]
    weekly = Message.objects.filter(key__startswith="week:2014-06-09").order_by("pk").values_list("body", flat=True)
    before = list(weekly.all())
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    assert (list(weekly.all()), {"別の名" in body for body in before}) == (before, {True})
    emptied = Message.objects.filter(key__startswith="week:2014-06-02").values_list("title", "body")
    assert set(emptied) == {(EMPTIED, "")}


def test_chain_is_provable_afterwards(world: OfficeWorld, request_: Request) -> None:
    before = dict(Event.objects.values_list("pk", "hash"))
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    assert (list(faults()), list(Whole().faults())) == ([], [])
    assert dict(Event.objects.filter(pk__in=before).values_list("pk", "hash")) == before


def test_facts_of_the_disposal_say_what_stands_there_now(world: OfficeWorld, request_: Request) -> None:
    disposal = a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    event = Event.objects.select_related("facts").get(stream=request_.stream, move="approvals.request.dispose")
    emptied: dict[str, Any] = {name: [None, ""] for name in [*CONTENT, "account_name", "replies"]}
    emptied |= {"operators": [None, []], "planned_start": [None, None], "disposed_on": [None, ON.isoformat()]}
    assert json.loads(event.facts.body) == {"disposal": disposal.stream, "changes": emptied}


def test_row_keeps_number_state_section_and_those_who_acted(world: OfficeWorld, request_: Request) -> None:
    kept = ("document_number", "state", "section_id", "drafter_id", "submitted_at", "decided_at", "round")
    before = Request.objects.values(*kept).get(pk=request_.pk)
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    assert Request.objects.values(*kept).get(pk=request_.pk) == before
    assert again(request_).disposed_on == ON


def test_authors_and_deciders_are_still_known(world: OfficeWorld, request_: Request) -> None:
    streams = [request_.stream]
    before = authors_of_streams(streams)
    told = list(
        Event.objects.filter(stream__startswith="approvals.")
        .order_by("pk")
        .values_list("move", "person", "office", "at")
    )
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    assert (authors_of_streams(streams), before) == ({world.staff.person.pk}, before)  # type: ignore[union-attr]
    left = list(
        Event.objects.filter(stream__startswith="approvals.")
        .order_by("pk")
        .values_list("move", "person", "office", "at")
    )
    assert left[: len(told)] == told


def test_another_matter_keeps_everything(world: OfficeWorld, request_: Request) -> None:
    other = an_old_request(world=world, reason="別の起案の理由")
    before = {name: places_of(name) for name in ("別の起案の理由", other.handle)}
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    assert {name: places_of(name) for name in before} == before


def test_permitted_request_goes_with_its_account(world: OfficeWorld) -> None:
    request = an_old_request(RequestState.APPROVED, world=world, account_name="浜の灯台", **CONTENT)
    a_disposal(DisposalState.CARRIED_OUT, request, world=world)
    assert {word for word in CONTENT.values() if places_of(word)} == set()
    assert places_of("体制が整わないため") == set()
    assert account_of(request).name == "廃棄済みのアカウント"


def test_messages_and_mails_about_it_say_nothing_more(world: OfficeWorld, request_: Request) -> None:
    about = Message.objects.filter(title__contains="浜の灯台")
    keys = list(about.values_list("key", flat=True))
    assert keys
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    assert set(Message.objects.filter(key__in=keys).values_list("body", flat=True)) == {""}
    assert set(OutboxMail.objects.filter(key__in=keys).values_list("body", flat=True)) <= {""}


def file_of(request: Request) -> Path:
    """Return where the one file of a request lies."""
    return Path(request.attachments.get().file.path)


def test_file_goes_after_the_commit(world: OfficeWorld, request_: Request) -> None:
    path = file_of(request_)
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    assert (path.read_bytes(), PendingRemoval.objects.count()) == (FILE, 1)
    assert remove_pending() == 1
    assert (path.exists(), PendingRemoval.objects.count(), remove_pending()) == (False, 0, 0)


def test_same_file_of_another_request_stays(world: OfficeWorld, request_: Request) -> None:
    other = an_old_request(world=world, files=[FILE])
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    remove_pending()
    assert file_of(other).read_bytes() == FILE
    file_of(other).unlink()


def test_file_that_can_not_be_removed_is_caught_up_later(world: OfficeWorld, request_: Request) -> None:
    path = file_of(request_)
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    path.unlink()
    path.mkdir()  # what stands in the way is no file
    (path / "inside").touch()
    assert (remove_pending(), PendingRemoval.objects.get().failure) == (0, "OSError")
    (path / "inside").unlink()
    assert (remove_pending(), path.exists(), PendingRemoval.objects.count()) == (1, False, 0)


def test_failure_in_the_middle_leaves_everything(
    world: OfficeWorld, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    disposal = a_disposal(DisposalState.PERMITTED, request_, an_old_request(world=world), world=world)
    before, real, calls = everything(), forget, []

    def fail_the_second_time(links: Any, streams: Any) -> int:
        calls.append(links)
        if len(calls) == 2:
            raise OSError("the connection is gone")
        return real(links, streams)

    monkeypatch.setattr(carrying_out, "forget", fail_the_second_time)
    with pytest.raises(OSError, match="gone"):
        carry_out_disposal(disposal, by=the_officer(world), at=AT, seen=disposal.fingerprint(), how=METHOD)
    assert (len(calls), everything() == before, file_of(request_).read_bytes()) == (2, True, FILE)


def test_matter_changed_after_the_permission_is_a_conflict(world: OfficeWorld, request_: Request) -> None:
    disposal = a_disposal(DisposalState.PERMITTED, request_, world=world)
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(Obligation.objects.about(step_at(request_, 1).stream).get(), note="後から書き足した")
    before = everything()
    with pytest.raises(Conflict):
        carry_out_disposal(disposal, by=the_officer(world), at=AT, seen=disposal.fingerprint(), how=METHOD)
    assert everything() == before


def test_hold_placed_after_the_permission_stops_the_disposal(world: OfficeWorld, request_: Request) -> None:
    disposal = a_disposal(DisposalState.PERMITTED, request_, world=world)
    a_hold(request_, world)
    with pytest.raises(Denied, match="保存を延ばしています"):
        carry_out_disposal(disposal, by=the_officer(world), at=AT, seen=disposal.fingerprint(), how=METHOD)
    assert places_of(CONTENT["reason"]) >= {"approvals.Request"}


def test_hold_placed_before_the_permission_stops_it(world: OfficeWorld, request_: Request) -> None:
    disposal = a_disposal(DisposalState.REQUESTED, request_, world=world)
    a_hold(request_, world)
    with pytest.raises(Denied, match="保存を延ばしています"):
        permit_disposal(disposal, by=world.general_affairs_director, at=AT, seen=disposal.fingerprint())


def test_longer_period_adopted_after_the_permission_stops_the_disposal(world: OfficeWorld, request_: Request) -> None:
    disposal = a_disposal(DisposalState.PERMITTED, request_, world=world)
    a_version(ON, settings={"keep_unpermitted_years": 30})
    with pytest.raises(Denied, match="まだ満ちていません"):
        carry_out_disposal(disposal, by=the_officer(world), at=AT, seen=disposal.fingerprint(), how=METHOD)


def test_listing_too_early_is_refused(world: OfficeWorld) -> None:
    request = an_old_request(world=world)
    last_day = AT.replace(year=2020, month=3, day=31)
    matter = matters_of([request.stream], last_day.date())[request.stream]
    chosen = {request.stream: matter.digest}
    with pytest.raises(Denied, match="まだ満ちていません"):
        list_disposal(chosen, by=the_officer(world), at=last_day, basis=BASIS)
    next_day = last_day + timedelta(days=1)
    assert list_disposal(chosen, by=the_officer(world), at=next_day, basis=BASIS).count == 1


def test_listing_something_else_than_was_seen_is_a_conflict(world: OfficeWorld) -> None:
    request = an_old_request(world=world)
    with pytest.raises(Conflict):
        list_disposal({request.stream: "0" * 64}, by=the_officer(world), at=AT, basis=BASIS)
    with pytest.raises(Conflict):
        list_disposal({"approvals.request:999999": "0" * 64}, by=the_officer(world), at=AT, basis=BASIS)


def test_listing_what_another_disposal_lists_is_a_conflict(world: OfficeWorld) -> None:
    request = an_old_request(world=world)
    a_disposal(DisposalState.REQUESTED, request, world=world)
    with pytest.raises(Conflict):
        list_disposal(seen(request), by=the_officer(world), at=AT, basis=BASIS)


def test_register_names_who_when_and_on_whose_permission(world: OfficeWorld, request_: Request) -> None:
    a_disposal(DisposalState.CARRIED_OUT, request_, world=world)
    [item] = DisposalItem.objects.register()
    disposal = item.disposal
    assert (item.title, item.document_number, item.concluded_on, item.years, item.disposed_on) == (
        "X「浜の灯台」の取得",
        request_.document_number,
        LONG_AGO.date(),
        5,
        ON,
    )
    people = (disposal.requested_by, disposal.permitted_by, disposal.carried_out_by)
    officer, director = the_officer(world).person, world.general_affairs_director.person
    assert (people, disposal.basis, disposal.how) == ((officer, director, officer), BASIS, METHOD)
