"""What was typed is given back: texts, never passwords, never what the page itself sent."""

from django.test import RequestFactory

from core.ui.typed import typed_texts


def test_typed_texts_are_given_back_in_order_without_secrets() -> None:
    posted = {
        "csrfmiddlewaretoken": "x" * 32,
        "seen": "a" * 64,
        "reason": "子育て世帯に\x00知らせる",
        "replies": "n",
        "new_password1": "correct horse",
        "opinions": ["毎日", "翌開庁日"],
    }

    assert typed_texts(RequestFactory().post("/", posted)) == ["子育て世帯に知らせる", "毎日", "翌開庁日"]


def test_buttons_and_ticks_are_no_texts() -> None:
    posted = {"reason": "海の様子", "go": "next", "only": "12", "move": "consent", "confirmed": "on"}
    posted["chosen"] = "approvals.request:1|" + "0" * 64

    assert typed_texts(RequestFactory().post("/", posted)) == ["海の様子"]
