"""A script in any text that reaches a tag comes out as text."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.template import Context, Template

from core.ui import widgets
from core.ui.diffing import diff_item
from core.ui.forms import UiForm

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
THING = {
    **dict.fromkeys(("name", "note", "what", "url", "due_words", "title", "label", "act", "clause", "tone"), EVIL),
    "state": "now",
    "value": EVIL,
    "at": date(2026, 11, 24),
    "due_on": date(2026, 11, 24),
}
NAVIGATION = [{"title": EVIL, "clause": EVIL, "items": [{"label": EVIL, "url": EVIL, "current": True, "count": EVIL}]}]
CAPACITIES = [{"key": EVIL, "label": EVIL, "current": False}, {"key": "2", "label": EVIL, "current": True}]


class EvilForm(UiForm):
    """A form whose every word is hostile, as if choices and limits came from records."""

    needs = {"text": EVIL}
    text = forms.CharField(
        label=EVIL,
        help_text=EVIL,
        max_length=3,
        widget=forms.Textarea(attrs={"data-counter": "", "data-counter-note": EVIL, "class": EVIL}),
        error_messages={"max_length": EVIL},
    )
    reply = forms.ChoiceField(label=EVIL, choices=[(EVIL, EVIL)], widget=widgets.ChoiceRadios(notes={EVIL: EVIL}))
    move = forms.ChoiceField(label=EVIL, choices=[(EVIL, EVIL)], widget=widgets.DecisionRadios(notes={EVIL: EVIL}))
    tick = forms.BooleanField(label=EVIL, help_text=EVIL)

    def clean(self) -> None:
        """Complain about no field in particular."""
        raise forms.ValidationError(EVIL)


def render(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(
        Context({"evil": EVIL, "thing": THING, "duty": SimpleNamespace(**THING, late=True), **context})
    )


@pytest.mark.parametrize(
    "source",
    [
        "{% icon 'check' evil %}",
        "{% chip evil evil %}",
        "{% banner evil evil role=evil %}{{ evil }}{% endbanner %}",
        "{% page_head evil over=evil lead=evil %}{{ evil }}{% endpage_head %}",
        "{% section evil evil small=evil %}{{ evil }}{% endsection %}",
        "{% fact evil %}{{ evil }}{% endfact %}",
        "{% crumbs evil evil evil %}",
        "{% stepper things label=evil %}",
        "{% timeline things %}",
        "{% diff changes before=evil after=evil %}",
        "{% diff things before=evil after=evil %}",
        "{% facts things %}",
        "{% pager previous=evil next=evil param=evil size=evil text=evil %}",
        "{% empty_state evil evil url=evil action=evil %}",
        "{% task duty %}",
        "{% post_button evil evil style=evil note=evil name=evil %}",
        "{% segments things label=evil %}{% glance things label=evil %}{% duties things %}{% filter_off evil evil %}",
        "{% error_summary form %}",
        "{{ form }}",
        "{% field form.text width=evil need=evil %}",
        "{{ evil|era }}{{ evil|md }}{{ evil|era_time }}{{ evil|hm }}{{ evil|era_plain }}",
        "{{ evil|clause }}{{ evil|show }}{{ things|show }}{{ evil|lines }}",
        "{% include 'components/_messages.html' %}",
        "{% include 'base.html' %}",
        "{% include '403.html' %}",
        "{% include '409.html' with title=evil %}",
    ],
)
def test_tag_with_script_in_every_text_escapes_it(source: str) -> None:
    html = render(
        source,
        things=[THING],
        changes=[diff_item(EVIL, f"前{EVIL}", f"後の{EVIL}", EVIL)],
        form=EvilForm({"text": EVIL, "reply": EVIL}),
        messages=[Message(25, EVIL, extra_tags=EVIL)],
        navigation=NAVIGATION,
        capacities=CAPACITIES,
        actor={"person": {"name": EVIL}, "label": EVIL},
        crumbs=[(EVIL, EVIL), (EVIL, "")],
        **dict.fromkeys(("city_name", "rulebook_label", "sweep_label", "reason", "clause", "way_on", "message"), EVIL),
        **dict.fromkeys(("back_url", "back_label", "contact_label", "unread"), EVIL),
    )

    assert ("<script>alert" in html, "<img" in html) == (False, False)
