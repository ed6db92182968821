"""What was typed is given back: texts, never passwords, never what the page itself sent."""

from typing import Any

from django import forms
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.views import View

from core.ui.typed import TypedText, typed_texts


class Asked(forms.Form):
    """What a page asks."""

    reason = forms.CharField(label="理由")
    cause = forms.ChoiceField(label="事由", choices=[("audit", "監査")])


class Page(View):
    """A page that says which forms it posts; what it asks depends on its address."""

    def asked_forms(self) -> tuple[type[forms.BaseForm], ...]:
        """Return the form of the part."""
        return (Asked,) if self.kwargs["part"] == "why" else ()


def typed_at(posted: dict[str, Any], part: str) -> list[TypedText]:
    request = RequestFactory().post("/", posted)
    request.resolver_match = ResolverMatch(Page.as_view(), (), {"part": part})
    return typed_texts(request)


def test_typed_texts_have_the_labels_of_the_pages_fields() -> None:
    posted = {"reason": "監査に使うため", "rows-0-reason": "配信のため", "other": "ほかの文", "cause": "audit"}

    assert typed_at(posted, "why") == [("理由", "監査に使うため"), ("理由", "配信のため"), ("", "ほかの文")]
    assert typed_at({"reason": "監査に使うため"}, "else") == [("", "監査に使うため")]


def test_typed_texts_are_given_back_in_order_without_secrets() -> None:
    posted = {
        "csrfmiddlewaretoken": "x" * 32,
        "seen": "a" * 64,
        "reason": "子育て世帯に\x00知らせる",
        "replies": "n",
        "new_password1": "correct horse",
        "opinions": ["毎日", "翌開庁日"],
    }

    typed = typed_texts(RequestFactory().post("/", posted))
    assert [one.text for one in typed] == ["子育て世帯に知らせる", "毎日", "翌開庁日"]


def test_what_the_page_itself_counts_and_marks_is_no_text() -> None:
    posted = {"operators-TOTAL_FORMS": "12", "operators-MAX_NUM_FORMS": "30", "proof": "files", "reason": "海の様子"}

    assert typed_texts(RequestFactory().post("/", posted)) == [("", "海の様子")]


def test_buttons_and_ticks_are_no_texts() -> None:
    posted = {"reason": "海の様子", "go": "next", "only": "12", "move": "consent", "confirmed": "on"}
    posted["chosen"] = "approvals.request:1|" + "0" * 64

    assert typed_texts(RequestFactory().post("/", posted)) == [("", "海の様子")]
