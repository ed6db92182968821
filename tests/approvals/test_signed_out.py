"""A session that ended meanwhile: nothing typed is lost, and no address ends in the browser's own error page."""

import pytest
from django.test import Client
from django.urls import reverse

from approvals.models import Request

pytestmark = pytest.mark.django_db


def test_post_after_sign_out_gives_the_text_back_and_records_nothing() -> None:
    answer = Client().post(reverse("approvals:request_new"), {"reason": "<b>子育て</b>世帯に早く知らせるため"})

    assert answer.status_code == 403
    assert "&lt;b&gt;子育て&lt;/b&gt;世帯に早く知らせるため" in answer.content.decode()
    assert not Request.objects.exists()


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
