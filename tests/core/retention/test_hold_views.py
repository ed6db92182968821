"""Holds through the web: what is kept longer, by whom, and what needs none."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.states import AccountState
from core.periods.clock import now
from core.retention.models import Hold
from tests.approvals.attempts import everybody
from tests.approvals.pages import browser_of
from tests.core.retention.pages import send, text_of, to
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, an_account
from tests.factories.retention import a_hold, an_old_request, an_old_world, the_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    return an_old_world()


def test_hold_by_number_and_its_end(world: OfficeWorld) -> None:
    request, officer = an_old_request(world=world), the_officer(world)
    data = {"document_number": request.document_number, "cause": "dispute", "reason": "令和8年(行ウ)第1号のため"}
    assert send(officer, "hold_create", **data).status_code == 302
    assert "廃棄できる記録はありません" in text_of(to(officer, "due_list"))
    assert send(officer, "hold_lift", Hold.objects.get().pk, reason="判決が確定したため").status_code == 302
    assert request.document_number in text_of(to(officer, "due_list"))


def test_hold_from_the_list_names_the_matter(world: OfficeWorld) -> None:
    request, officer = an_old_request(world=world), the_officer(world)
    address = f"{reverse('retention:hold_create')}?record={request.stream}"
    browser = browser_of(officer)
    assert request.title in text_of(browser.get(address))
    assert browser.post(address, {"cause": "audit", "reason": "定期監査"}).status_code == 302
    assert Hold.objects.get().about == request.stream


def test_address_names_any_concluded_matter_to_hold(world: OfficeWorld) -> None:
    """However many are due before it: here one whose period has only begun."""
    request = an_old_request(world=world, when=now() - timedelta(days=1))
    address = f"{reverse('retention:hold_create')}?record={request.stream}"
    assert browser_of(the_officer(world)).post(address, {"cause": "audit", "reason": "定期監査"}).status_code == 302
    assert Hold.objects.get().about == request.stream


@pytest.mark.parametrize("record", ["", "approvals.request:0", "approvals.request:x", "staff.person:1", "x" * 400])
def test_address_that_names_no_matter_holds_nothing(world: OfficeWorld, record: str) -> None:
    browser, address = browser_of(the_officer(world)), f"{reverse('retention:hold_create')}?record={record}"
    answers = (browser.get(address), browser.post(address, {"cause": "audit", "reason": "定期監査"}))
    assert ([answer.status_code for answer in answers], Hold.objects.count()) == ([200, 200], 0)


@pytest.mark.parametrize(("number", "words"), [("9無第1号", "完結した記録はありません"), ("", "入力してください。")])
def test_hold_on_nothing_is_told_at_the_field(world: OfficeWorld, number: str, words: str) -> None:
    response = send(the_officer(world), "hold_create", document_number=number, cause="audit", reason="監査")
    assert words in response.context["form"].errors["document_number"][0]


def test_empty_hold_tells_everything_that_is_missing(world: OfficeWorld) -> None:
    empty = send(the_officer(world), "hold_create")
    assert set(empty.context["form"].errors) == {"document_number", "cause", "reason"}


@pytest.mark.parametrize(("state", "stage"), [(AccountState.ACTIVE, "運用中"), (AccountState.ACQUIRED, "手続中")])
def test_hold_on_what_is_under_way_says_that_none_is_needed(
    world: OfficeWorld, state: AccountState, stage: str
) -> None:
    request = an_account(state, world=world).requests.get()
    data = {"document_number": request.document_number, "cause": "audit", "reason": "監査"}
    errors = send(the_officer(world), "hold_create", **data).context["form"].errors
    assert errors == {"document_number": [f"{stage}の記録は、廃棄の対象になりません。延長は要りません。文書管理規程"]}


def test_second_hold_and_lifting_twice_are_refused(world: OfficeWorld) -> None:
    request, officer = an_old_request(world=world), the_officer(world)
    hold = a_hold(request, world, when=now())
    data = {"document_number": request.document_number, "cause": "audit", "reason": "監査"}
    assert "すでに保存を延ばしています" in str(send(officer, "hold_create", **data).context["form"].errors)
    assert send(officer, "hold_lift", hold.pk, reason="終わったため").status_code == 302
    assert send(officer, "hold_lift", hold.pk, reason="終わったため").status_code == 403


def test_holds_are_placed_by_the_officer_alone(world: OfficeWorld) -> None:
    hold = a_hold(an_old_request(world=world), world, when=now())
    before = everything()
    for who, actor in everybody(world).items():
        if actor.person is not None and who != "records_officer":
            answers = {send(actor, "hold_create").status_code, send(actor, "hold_lift", hold.pk).status_code}
            assert (who, answers) == (who, {404})
    assert everything() == before
