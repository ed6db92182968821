"""A session that ended meanwhile: nothing typed is lost, and no address ends in the browser's own error page."""

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy

from approvals.models import Request

pytestmark = pytest.mark.django_db


def test_post_after_sign_out_gives_the_text_back_and_records_nothing() -> None:
    answer = Client().post(reverse("approvals:request_new"), {"reason": "<b>子育て</b>世帯に早く知らせるため"})

    assert answer.status_code == 403
    assert "&lt;b&gt;子育て&lt;/b&gt;世帯に早く知らせるため" in answer.content.decode()
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("address", "name", "label"),
    [
        (reverse_lazy("approvals:request_new"), "account_name", "アカウント名"),
        (reverse_lazy("approvals:request_edit_part", args=[1, "people"]), "operators-2-reason", "アクセスが必要な理由"),
        (reverse_lazy("approvals:request_edit_part", args=[1, "policy"]), "purpose", "① 目的"),
        (reverse_lazy("approvals:request_edit_part", args=[1, "other"]), "purpose", ""),
        (reverse_lazy("approvals:step_decide", args=[1]), "opinion", "理由・意見"),
        (reverse_lazy("people:unit_edit", args=[1]), "name", "名称"),
    ],
    ids=str,
)
def test_text_is_given_back_under_the_label_of_its_field(address: str, name: str, label: str) -> None:
    answer = Client().post(address, {name: "子育て世帯に早く知らせるため"})

    assert answer.context["typed"] == [(label, "子育て世帯に早く知らせるため")]


def test_page_after_sign_out_leads_to_the_sign_in_and_back() -> None:
    address = reverse("approvals:request_new")

    answer = Client().get(address)

    assert answer["Location"] == f"{reverse('people:signin')}?next={address}"


def test_form_with_another_sessions_token_gives_the_text_back() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("approvals:request_new"), {"reason": "早く知らせるため"})

    assert answer.status_code == 403
    assert "早く知らせるため" in answer.content.decode()


def test_address_of_a_button_opened_by_hand_is_a_page_of_ours() -> None:
    answer = Client().get(reverse("people:signout"))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "この操作は画面のボタンから行います" in answer.content.decode()
