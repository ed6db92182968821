"""Retention through the web: the right act, and every wrong one, by the people who sit at the pages."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.states import RequestState
from core.periods.clock import now
from core.periods.era import era_date
from core.retention.matters import matters_of
from core.retention.models import Disposal, DisposalItem
from core.retention.states import DisposalState
from core.staff.offices import Office
from tests.approvals.attempts import everybody
from tests.approvals.pages import browser_of, today
from tests.core.retention.pages import a_disposal_today, chosen, send, send_seen, text_of, to
from tests.factories import an_appointment, everything, the_actor
from tests.factories.approvals import OfficeWorld, again
from tests.factories.retention import BASIS, LONG_AGO, a_hold, an_old_request, an_old_world, the_officer

pytestmark = pytest.mark.django_db

PAGES = ("due_list", "class_list", "disposal_list", "hold_list", "register")
READERS = {"records_officer", "general_affairs_director", "deputy_mayor", "auditor"}


@pytest.fixture
def world() -> OfficeWorld:
    return an_old_world()


def test_whole_way_through_the_pages(world: OfficeWorld) -> None:
    request = an_old_request(world=world)
    officer, director = the_officer(world), world.general_affairs_director
    listed = send(officer, "due_list", chosen=chosen(), basis=BASIS)
    disposal = Disposal.objects.get()
    assert (listed.status_code, listed.url) == (302, reverse("retention:disposal_detail", args=[disposal.pk]))
    assert send_seen(director, "disposal_permit", disposal.pk).status_code == 302
    assert send_seen(officer, "disposal_carry_out", disposal.pk, how="消去", sure="on").status_code == 302
    assert (again(disposal).state, again(request).disposed_on) == ("carried_out", today())
    assert f"{request.document_number}" in text_of(to(officer, "register"))


def test_pages_exist_for_their_readers_alone(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.REQUESTED, world)
    addresses = [*((name,) for name in PAGES), ("disposal_detail", disposal.pk)]
    people = {name: actor for name, actor in everybody(world).items() if actor.person is not None}
    for name, *args in addresses:
        answers = {who: to(actor, str(name), *args).status_code for who, actor in people.items()}  # type: ignore[arg-type]
        assert (name, {who for who, code in answers.items() if code == 200}) == (name, READERS)
        assert set(answers.values()) == {200, 404}


def test_page_for_nobody_looks_like_one_that_does_not_exist(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.REQUESTED, world)
    hidden = to(world.staff, "disposal_detail", disposal.pk)
    missing = to(world.staff, "disposal_detail", disposal.pk + 1)
    assert (hidden.status_code, text_of(hidden)) == (404, text_of(missing))


def test_only_the_officer_sees_boxes_and_posts_the_list(world: OfficeWorld) -> None:
    an_old_request(world=world)
    auditor = world.people[Office.AUDITOR]
    boxes = [to(who, "due_list").content.count(b"checkbox") for who in (auditor, the_officer(world))]
    assert boxes == [0, 1]
    before = everything()
    refused = send(auditor, "due_list", chosen=chosen(), basis=BASIS)
    assert (refused.status_code, everything() == before) == (403, True)


def test_too_early_is_refused_and_typing_kept(world: OfficeWorld) -> None:
    request = an_old_request(world=world, when=now())
    matter = matters_of([request.stream], today())[request.stream]
    response = send(the_officer(world), "due_list", chosen=[f"{request.stream}|{matter.digest}"], basis=BASIS)
    assert (response.status_code, "まだ満ちていません" in text_of(response)) == (403, True)
    assert (BASIS in response.content.decode(), Disposal.objects.count()) == (True, 0)


def test_nothing_chosen_and_no_basis_are_told_at_their_fields(world: OfficeWorld) -> None:
    an_old_request(world=world)
    without_basis = send(the_officer(world), "due_list", chosen=chosen(), basis="")
    assert without_basis.context["form"].errors == {"basis": ["入力してください。"]}
    assert b" checked" in without_basis.content
    nothing = send(the_officer(world), "due_list", basis=BASIS)
    assert nothing.context["form"].errors == {"chosen": ["廃棄する記録を選んでください。"]}
    neither = send(the_officer(world), "due_list", basis="")
    assert set(neither.context["form"].errors) == {"chosen", "basis"}
    assert Disposal.objects.count() == 0


@pytest.mark.parametrize(
    "forged", ["staff.person:1|" + "0" * 64, "approvals.request:1", "x|y", "approvals.request:0|z"]
)
def test_forged_choice_is_no_choice(world: OfficeWorld, forged: str) -> None:
    response = send(the_officer(world), "due_list", chosen=[forged], basis=BASIS)
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["chosen"])


def test_list_that_changed_meanwhile_is_a_conflict(world: OfficeWorld) -> None:
    request = an_old_request(world=world)
    seen = chosen()
    a_disposal_today(DisposalState.REQUESTED, world, request)
    before = everything()
    response = send(the_officer(world), "due_list", chosen=seen, basis=BASIS)
    assert (response.status_code, everything() == before) == (409, True)


def test_matter_under_a_hold_is_refused(world: OfficeWorld) -> None:
    request = an_old_request(world=world)
    seen = chosen()
    a_hold(request, world, when=now())
    response = send(the_officer(world), "due_list", chosen=seen, basis=BASIS)
    assert (response.status_code, "保存を延ばしています" in text_of(response)) == (403, True)


ACTS = {
    "disposal_permit": {},
    "disposal_decline": {"reason": "調査に使うため"},
    "disposal_withdraw": {"reason": "選び直すため"},
    "disposal_carry_out": {"how": "消去", "sure": "on"},
}
RIGHT = {
    "disposal_permit": "general_affairs_director",
    "disposal_decline": "general_affairs_director",
    "disposal_withdraw": "records_officer",
    "disposal_carry_out": "records_officer",
}


@pytest.mark.parametrize("name", list(ACTS))
def test_act_of_the_wrong_office_is_refused(world: OfficeWorld, name: str) -> None:
    state = DisposalState.PERMITTED if name == "disposal_carry_out" else DisposalState.REQUESTED
    disposal = a_disposal_today(state, world)
    before = everything()
    for who, actor in everybody(world).items():
        if actor.person is None or who == RIGHT[name]:
            continue
        response = send(actor, name, disposal.pk, seen=disposal.fingerprint(), **ACTS[name])
        assert (who, response.status_code) == (who, 403 if who in READERS else 404)
        assert (who, to(actor, name, disposal.pk).status_code) == (who, 403 if who in READERS else 404)
    assert everything() == before


def test_permitting_ones_own_request_is_refused(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.REQUESTED, world)
    own = the_actor(
        an_appointment(the_officer(world).person, Office.GENERAL_AFFAIRS_DIRECTOR, world.department), at=now()
    )
    response = send(own, "disposal_permit", disposal.pk, seen=disposal.fingerprint())
    reason = "自分か、自分が代わる人が求めた廃棄は許可できません。"
    assert (response.status_code, reason in text_of(response)) == (403, True)
    assert again(disposal).state == "requested"


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_permitting_what_was_not_seen_is_a_conflict(world: OfficeWorld, seen: str) -> None:
    disposal = a_disposal_today(DisposalState.REQUESTED, world)
    response = send(world.general_affairs_director, "disposal_permit", disposal.pk, seen=seen)
    assert (response.status_code, again(disposal).state) == (409, "requested")


def test_carrying_out_twice_is_a_conflict(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.PERMITTED, world)
    officer, given = the_officer(world), {"seen": disposal.fingerprint(), **ACTS["disposal_carry_out"]}
    first = send(officer, "disposal_carry_out", disposal.pk, **given)
    before = everything()
    again_ = send(officer, "disposal_carry_out", disposal.pk, **given)
    assert (first.status_code, again_.status_code, everything() == before) == (302, 409, True)


def test_carrying_out_without_the_confirmation_is_not_done(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.PERMITTED, world)
    response = send_seen(the_officer(world), "disposal_carry_out", disposal.pk, how="消去")
    assert (list(response.context["form"].errors), again(disposal).state) == (["sure"], "permitted")


def test_declining_without_a_reason_is_not_done(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.REQUESTED, world)
    response = send_seen(world.general_affairs_director, "disposal_decline", disposal.pk, reason=" ")
    assert (list(response.context["form"].errors), again(disposal).state) == (["reason"], "requested")


def test_acts_are_no_links(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.REQUESTED, world)
    before = everything()
    shown = to(world.general_affairs_director, "disposal_permit", disposal.pk)
    assert (shown.status_code, everything() == before) == (200, True)


def test_permission_waits_in_the_inbox_with_a_link(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.REQUESTED, world)
    inbox = browser_of(world.general_affairs_director).get("/")
    assert reverse("retention:disposal_detail", args=[disposal.pk]) in inbox.content.decode()


def test_pages_name_the_office_that_must_permit() -> None:
    world = an_old_world(without=[Office.GENERAL_AFFAIRS_DIRECTOR])
    officer = the_officer(world)
    an_appointment(officer.person, Office.GENERAL_AFFAIRS_DIRECTOR, world.department)
    an_old_request(world=world)
    listed = send(officer, "due_list", chosen=chosen(), basis=BASIS)
    page = to(officer, "disposal_detail", Disposal.objects.get().pk)
    assert [str(one) for one in get_messages(listed.wsgi_request)] == ["副市長に廃棄の許可を求めました。"]
    assert (page.context["waits_for"], "許可するのは副市長です。" in text_of(page)) == ("副市長", True)


def test_empty_register_asks_for_no_other_condition(world: OfficeWorld) -> None:
    officer = the_officer(world)
    assert "まだ廃棄した記録はありません" in text_of(to(officer, "register"))
    assert "条件を変えて探し直してください" in text_of(to(officer, "register", document_number="9"))


def test_register_is_searched_by_number_and_period(world: OfficeWorld) -> None:
    first, second = an_old_request(world=world), an_old_request(world=world)
    a_disposal_today(DisposalState.CARRIED_OUT, world, first, second)
    auditor = world.people[Office.AUDITOR]

    def numbers(**query: Any) -> list[str]:
        return [item.document_number for item in to(auditor, "register", **query).context["shown"].rows]

    day = today().isoformat()
    assert numbers() == [second.document_number, first.document_number]
    assert numbers(document_number=first.document_number) == [first.document_number]
    assert (numbers(first_on=day, last_on=day), numbers(last_on="2020-01-01")) == (numbers(), [])
    assert numbers(first_on="nonsense") == []


@pytest.mark.parametrize("page", ["due_list", "register", "hold_list", "disposal_list", "disposal_detail"])
def test_queries_of_pages_are_constant(world: OfficeWorld, page: str) -> None:
    officer, counts = browser_of(the_officer(world)), []
    for number in (1, 3):
        roots = [an_old_request(world=world) for _ in range(number)]
        disposal = None
        if page in {"register", "disposal_list", "disposal_detail"}:
            state = DisposalState.CARRIED_OUT if page == "register" else DisposalState.REQUESTED
            disposal = a_disposal_today(state, world, *roots)
        elif page == "hold_list":
            for root in roots:
                a_hold(root, world, when=now())
        args = [disposal.pk] if page == "disposal_detail" and disposal else []
        with CaptureQueriesContext(connection) as found:
            assert officer.get(reverse(f"retention:{page}", args=args)).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("state", "pressed"), [(DisposalState.REQUESTED, []), (DisposalState.PERMITTED, ["廃棄する"])])
def test_giving_a_disposal_up_is_never_the_button_that_stands_out(
    world: OfficeWorld, state: DisposalState, pressed: list[str]
) -> None:
    disposal = a_disposal_today(state, world)
    buttons = to(the_officer(world), "disposal_detail", disposal.pk).context["buttons"]
    assert [label for label, _, stands_out in buttons if stands_out] == pressed


def test_waiting_files_show_on_the_page(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.CARRIED_OUT, world, an_old_request(world=world, files=[b"%PDF-1.4 w"]))
    assert "添付ファイルの消去が残っています" in text_of(to(the_officer(world), "disposal_detail", disposal.pk))


def test_register_prints_dates_and_people(world: OfficeWorld) -> None:
    request = an_old_request(world=world)
    a_disposal_today(DisposalState.CARRIED_OUT, world, request)
    words = text_of(to(world.people[Office.AUDITOR], "register"))
    officer, director = the_officer(world).person, world.general_affairs_director.person
    for expected in (request.document_number, era_date(today()), officer.name, director.name, BASIS):  # type: ignore[union-attr]
        assert expected in words
    assert DisposalItem.objects.count() == 1


@pytest.mark.parametrize("page", ["disposal_detail", "disposal_permit"])
def test_those_who_destroy_see_what_they_destroy(world: OfficeWorld, page: str) -> None:
    request = an_old_request(world=world, reason="潮の満ち引きを知らせるため", files=[b"%PDF-1.4 one"])
    disposal = a_disposal_today(DisposalState.REQUESTED, world, request)
    said = text_of(to(world.general_affairs_director, page, disposal.pk))
    for words in (
        f"起案者:{request.drafter.name}({request.section.name})",
        "取得する理由:潮の満ち引きを知らせるため",
        f"結果:{request.get_state_display()}({era_date(LONG_AGO.date())})",
        "添付:1件",
    ):
        assert words in said


def test_list_of_what_is_due_shows_the_essentials_too(world: OfficeWorld) -> None:
    request = an_old_request(RequestState.WITHDRAWN, world=world)
    said = text_of(to(the_officer(world), "due_list"))
    assert f"結果:{request.get_state_display()}({era_date(LONG_AGO.date())}) 添付:なし" in said


def test_disposal_carried_out_shows_no_content(world: OfficeWorld) -> None:
    disposal = a_disposal_today(DisposalState.CARRIED_OUT, world, an_old_request(world=world))
    assert "取得する理由" not in text_of(to(the_officer(world), "disposal_detail", disposal.pk))
