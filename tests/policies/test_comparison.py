"""Two texts side by side, marked by word: nothing lost, nothing invented, nothing executed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.comparison import compare, marked, words
from policies.models import MediaPolicy

HEARD = re.compile(r'<span class="hidden-visually">[^<]*</span>')
JAPANESE = st.text(st.sampled_from("催し予定市民のをにはお知らせサービスー123AB、。\n 髙"), max_size=30)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("週に3回ほど", ["週", "に", "3", "回", "ほど"]),
        ("X(旧Twitter)", ["X", "(", "旧", "Twitter", ")"]),
        ("サービスの案内、ABC", ["サービス", "の", "案内", "、", "ABC"]),
        ("日々の催し\n翌日", ["日々", "の", "催", "し", "\n", "翌日"]),
        ("髙﨑 﨑󠄀", ["髙﨑", " ", "﨑󠄀"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, found: list[str]) -> None:
    assert words(text) == found


def plain(html: str, gone: str) -> str:
    """Return the text of one side as it is read, marks and what is only heard left out."""
    return HEARD.sub("", html).replace(f"<{gone}>", "").replace(f"</{gone}>", "").replace("<br>", "\n")


@given(JAPANESE, JAPANESE)
def test_both_texts_are_whole(before: str, after: str) -> None:
    was, now = marked(before, after)
    assert (plain(was, "del"), plain(now, "ins")) == (before, after)
    assert ("<ins>" in was, "<del>" in now) == (False, False)


@given(JAPANESE)
def test_equal_texts_have_no_marks(text: str) -> None:
    assert "<span" not in "".join(marked(text, text))


def test_one_word_is_marked_and_said() -> None:
    was, now = marked("平日に発信する", "休日に発信する")
    assert was == (
        '<del><span class="hidden-visually">(ここから削除)</span>平日'
        '<span class="hidden-visually">(ここまで)</span></del>に発信する'
    )
    assert "<ins>" in now
    assert "休日" in now


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;"])
def test_what_people_write_is_never_markup(payload: str) -> None:
    was, now = marked(f"前{payload}", f"後{payload}")
    assert "<script" not in was + now
    assert "<img" not in was + now


def test_items_that_differ_are_told_with_their_clause_and_the_rest_by_name() -> None:
    older = MediaPolicy(purpose="市民に知らせる", topics="催し", replies="none")
    newer = MediaPolicy(purpose="市民と旅行者に知らせる", topics="催し", replies="some", reply_note="平日")
    found = compare(older, newer)
    assert [(item["name"], item["clause"]) for item in found.items] == [
        ("① 目的", "第4-2-(1)①"),
        ("返信の有無", "第4-2-(2)"),
        ("返信する場合と時期", "第4-2-(2)"),
    ]
    assert found.same == ["③ 発信する内容"]
