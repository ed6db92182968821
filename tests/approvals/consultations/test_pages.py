"""The pages of consultations: asking from an account or a request, answering, the list with its filters."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from approvals.consultations.states import ConsultationState
from approvals.models import Consultation
from approvals.states import RequestState
from core.lifecycle.actor import Actor
from tests.approvals.pages import a_world, ago, browser_of, errors_of, queries_of, said, send, text_of, to
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, a_request, again, an_account
from tests.factories.consultations import QUESTION, REPLY, a_consultation, consulted

pytestmark = pytest.mark.django_db
S = ConsultationState


@pytest.fixture
def world() -> OfficeWorld:
    return a_world()


def made(at: ConsultationState, world: OfficeWorld, **values: Any) -> Consultation:
    return a_consultation(at, world=world, when=ago(hours=1), **values)


def asking(client: Client, **query: Any) -> Any:
    return client.post(f"{reverse('approvals:consultation_new')}?{urlencode(query)}", QUESTION)


def test_the_account_page_leads_to_asking_about_it(world: OfficeWorld) -> None:
    account = an_account(world=world, when=ago(hours=1))
    browser: Any = browser_of(world.staff)
    page = browser.get(reverse("accounts:account_detail", args=[account.pk]))
    url = f"{reverse('approvals:consultation_new')}?account={account.pk}"
    assert page.context["consult_url"] == url
    assert account.title in text_of(browser.get(url))
    asking(browser, account=account.pk)
    asked = Consultation.objects.get()
    assert (asked.account, asked.request, asked.section) == (account, None, world.section)
    shown = text_of(browser.get(reverse("accounts:account_detail", args=[account.pk])))
    assert "急な廃止の周知 回答待ち" in shown


def test_the_request_page_leads_to_asking_about_it_and_shows_the_answer_to_its_deciders(world: OfficeWorld) -> None:
    request = a_request(RequestState.SUBMITTED, world=world, when=ago(hours=2))
    asking(browser_of(world.staff), request=request.pk)
    assert Consultation.objects.get().request == request
    page = to(world.section_head, "request_detail", request.pk)
    assert "急な廃止の周知 回答待ち" in text_of(page)


@pytest.mark.parametrize("query", ["account=9999999", "account=x", f"account={'9' * 30}", "request=9999999"])
def test_what_does_not_exist_is_not_asked_about(world: OfficeWorld, query: str) -> None:
    answer = browser_of(world.staff).get(f"{reverse('approvals:consultation_new')}?{query}")
    assert answer.status_code == 404


def test_another_sections_draft_is_not_asked_about(world: OfficeWorld) -> None:
    request = a_request(RequestState.SUBMITTED, world=world, when=ago(hours=2))
    elsewhere = next(iter(world.foreign.values()))
    assert asking(browser_of(elsewhere), request=request.pk).status_code == 404
    assert not Consultation.objects.exists()


def test_an_empty_form_says_what_is_missing(world: OfficeWorld) -> None:
    answer = send(world.staff, "consultation_new", topic="件名")
    assert errors_of(answer) == {"clause": ["選んでください。"], "question": ["入力してください。"]}
    assert answer.context["form"]["topic"].value() == "件名"


def test_the_head_of_the_pr_section_answers_on_the_page(world: OfficeWorld) -> None:
    asked = made(S.ASKED, world)
    page = to(consulted(world), "consultation_detail", asked.pk)
    given = {"reply": REPLY, "seen": page.context["seen"], "seen_version": page.context["seen_version"]}
    answer = send(consulted(world), "consultation_answer", asked.pk, **given)
    assert (answer.status_code, again(asked).state) == (302, "answered")
    assert said(answer) == ["回答しました。尋ねた人とその課長に知らせました。"]


def test_an_answer_without_words_is_shown_again(world: OfficeWorld) -> None:
    asked = made(S.ASKED, world)
    answer = send(consulted(world), "consultation_answer", asked.pk, reply="", seen=asked.fingerprint())
    assert errors_of(answer, "answer_form") == {"reply": ["入力してください。"]}
    assert again(asked).state == "asked"


def test_an_answer_to_what_was_taken_back_is_a_conflict(world: OfficeWorld) -> None:
    asked = made(S.ASKED, world)
    send(world.staff, "consultation_withdraw", asked.pk, withdrawn_for="分かったため")
    answer = send(consulted(world), "consultation_answer", asked.pk, reply=REPLY, seen=asked.fingerprint())
    assert (answer.status_code, again(asked).state) == (409, "withdrawn")


@pytest.mark.parametrize(
    ("who", "name", "at", "data", "reason"),
    [
        ("staff", "answer", S.ASKED, {"reply": REPLY}, "協議に回答するのは、ふるさと発信課長です。"),
        ("section_head", "answer", S.ASKED, {"reply": REPLY}, "協議に回答するのは、ふるさと発信課長です。"),
        ("policy_director", "answer", S.ASKED, {"reply": REPLY}, "協議に回答するのは、ふるさと発信課長です。"),
        ("second_staff", "close", S.ANSWERED, {"outcome": ""}, "回答を受けて進めるのは、尋ねた人とその課長です。"),
        ("second_staff", "ask_on", S.ANSWERED, {"question": "?"}, "回答を受けて進めるのは、尋ねた人とその課長です。"),
        ("policy_director", "withdraw", S.ASKED, {"withdrawn_for": "不要"}, "協議を取り下げるのは、"),
    ],
)
def test_the_wrong_act_is_refused_with_reason_and_clause(
    world: OfficeWorld, who: str, name: str, at: ConsultationState, data: dict[str, str], reason: str
) -> None:
    record = made(at, world)
    actor: Actor = getattr(world, who)
    before = everything()
    answer = send(actor, f"consultation_{name}", record.pk, seen=record.fingerprint(), **data)
    assert answer.status_code == 403
    assert reason in text_of(answer)
    assert "根拠:第10" in text_of(answer)
    assert everything() == before


def test_asking_on_leads_to_the_new_consultation_and_the_two_to_each_other(world: OfficeWorld) -> None:
    first = made(S.ANSWERED, world)
    answer = send(world.staff, "consultation_ask_on", first.pk, question="期間はどれだけですか。")
    further = Consultation.objects.get(follows=first)
    assert answer["Location"] == reverse("approvals:consultation_detail", args=[further.pk])
    assert (
        reverse("approvals:consultation_detail", args=[first.pk])
        in to(world.staff, "consultation_detail", further.pk).content.decode()
    )
    assert to(world.staff, "consultation_detail", first.pk).context["following"] == further


def listed(actor: Actor, **query: str) -> list[str]:
    return [one.topic for one in to(actor, "consultation_list", **query).context["shown"].rows]


def test_the_list_is_cut_by_state_and_filtered_by_clause(world: OfficeWorld) -> None:
    made(S.ASKED, world, topic="一", clause="第4-5")
    made(S.ANSWERED, world, topic="二", clause="第7-1")
    made(S.CLOSED, world, topic="三", clause="第7-1")
    made(S.WITHDRAWN, world, topic="四", clause="none")
    assert listed(world.staff) == ["四", "三", "二", "一"]
    assert listed(world.staff, cut="asked") == ["一"]
    assert listed(world.staff, cut="answered") == ["二"]
    assert listed(world.staff, cut="ended") == ["四", "三"]
    assert listed(world.staff, cut="ended", clause="第7-1") == ["三"]
    assert listed(world.staff, clause="第99") == ["四", "三", "二", "一"]


def test_the_list_shows_each_section_its_own(world: OfficeWorld) -> None:
    made(S.ASKED, world, topic="一")
    made(S.ASKED, world, topic="二", by=next(iter(world.foreign.values())))
    assert (listed(world.staff), listed(consulted(world))) == (["一"], ["二", "一"])


def test_the_list_takes_the_same_queries_at_one_row_and_three(world: OfficeWorld) -> None:
    browser, url = browser_of(world.staff), reverse("approvals:consultation_list")
    account = an_account(world=world, when=ago(hours=1))
    made(S.ANSWERED, world, account=account)
    one = queries_of(browser, url)
    for _ in range(2):
        made(S.ANSWERED, world, account=account)
    assert queries_of(browser, url) == one
