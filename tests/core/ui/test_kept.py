"""Parts of a page that are kept: the same text for the same facts, and never another's."""

from functools import partial

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from core.ui.icons import chip
from core.ui.written import Written

COUNTED = "{% load kept %}{% kept name number %}{{ name }} {{ number }} {{ counter.tick }}{% endkept %}"


class Counter:
    """Counts how often a template asked."""

    def __init__(self) -> None:
        self.asked = 0

    def tick(self) -> str:
        self.asked += 1
        return ""


def shown(template: Template, **facts: object) -> str:
    return template.render(Context(facts)).strip()


def test_part_of_the_same_facts_is_written_once() -> None:
    template, counter = Template(COUNTED), Counter()
    texts = [shown(template, name=name, number=1, counter=counter) for name in ("い", "い", "ろ", "い")]
    assert (texts, counter.asked) == (["い 1", "い 1", "ろ 1", "い 1"], 2)


@pytest.mark.parametrize("facts", [{"name": "い"}, {"name": "い", "number": None}, {}])
def test_part_of_which_a_fact_is_missing_is_written_anew(facts: dict[str, object]) -> None:
    template, counter = Template(COUNTED), Counter()
    for _ in range(2):
        shown(template, counter=counter, **facts)
    assert counter.asked == 2


def test_late_facts_are_compared_by_what_they_are() -> None:
    template, counter, texts = Template(COUNTED), Counter(), []
    for number in (1, 1, 2):
        late = {
            "name": SimpleLazyObject(partial(tuple, ["い", number])),
            "number": SimpleLazyObject(partial(int, number)),
        }
        texts.append(shown(template, counter=counter, **late))
    assert (texts[0] == texts[1], texts[0] == texts[2], counter.asked) == (True, False, 2)


def test_texts_are_escaped_and_facts_that_look_alike_are_not_confused() -> None:
    template = Template("{% load kept %}{% kept name %}{{ name }}{% endkept %}")
    assert shown(template, name="<b>") == "&lt;b&gt;"
    assert shown(template, name="&lt;b&gt;") == "&amp;lt;b&amp;gt;"


def test_each_page_has_the_token_of_its_own_request() -> None:
    template = Template('{% load kept %}{% kept "form" %}<form>{% csrf_token %}</form>{% endkept %}')
    texts = [shown(template, csrf_token=token) for token in ("first", "second")]
    assert [f'value="{token}"' in text for token, text in zip(("first", "second"), texts, strict=True)] == [True, True]
    assert "first" not in texts[1]
    assert "csrf" not in shown(template)


def test_written_begins_anew_when_it_holds_too_many() -> None:
    written, made = Written(most=2), list[str]()

    def write(name: str) -> SafeString:
        made.append(name)
        return SafeString(name)

    for name in ("い", "ろ", "は", "は", "い"):
        assert written.remembered(name, partial(write, name)) == name
    assert made == ["い", "ろ", "は", "い"]


def test_chip_of_a_text_is_escaped_even_after_the_same_text_as_html() -> None:
    assert "<b>" in chip("ok", SafeString("<b>"))
    assert "<b>" not in chip("ok", "<b>")


def test_header_names_the_person_of_its_own_request() -> None:
    def header(name: str) -> str:
        who = (name, "広報課の職員", (), "")
        facts = {
            "actor": {"person": {"name": name}, "label": "広報課の職員"},
            "who": who,
            "unread": 0,
            "navigation": [{}],
        }
        return render_to_string("components/_header.html", facts, RequestFactory().get("/"))

    first, second = header("若松 直人"), header("四倉 美咲")
    assert ("若松 直人" in first, "四倉 美咲" in second, "若松 直人" in second) == (True, True, False)
