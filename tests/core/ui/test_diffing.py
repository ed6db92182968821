"""Old and new text beside each other: what is marked, and that nothing typed becomes markup."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ui.diffing import MOST_COMPARISONS, diff_item, word_diff

TEXT = st.text(alphabet="あいう漢字課長、。 <>&\"'\nabc12")


def plain(html: str) -> str:
    return unescape(re.sub(r"</?(del|ins)>", "", html).replace("<br>", "\n"))


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("同じ", "同じ", "同じ", "同じ"),
        ("", "加えた", "", "<ins>加えた</ins>"),
        ("消した", "", "<del>消した</del>", ""),
        (
            "必要に応じて返信する",
            "原則として返信しない",
            "<del>必要に応じて返信する</del>",
            "<ins>原則として返信しない</ins>",
        ),
        (
            "届いた質問は随時確認し、担当課へ引き継ぐ。",
            "届いた質問は毎開庁日の 16:00 に確認し、担当課へ引き継ぐ。夜間は翌開庁日に確認する。",
            "届いた質問は<del>随時</del>確認し、担当課へ引き継ぐ。",
            "届いた質問は<ins>毎開庁日の 16:00 に</ins>確認し、担当課へ引き継ぐ。<ins>夜間は翌開庁日に確認する。</ins>",
        ),
        ("野原 恵", "野原 恵、谷 まゆみ（2人）", "野原 恵", "野原 恵<ins>、谷 まゆみ（2人）</ins>"),
        ("@iwaki_tabi を使う", "@iwaki_umi を使う", "@<del>iwaki_tabi</del> を使う", "@<ins>iwaki_umi</ins> を使う"),
        (
            "見出し\n<b>本文",
            "見出し\n<i>本文",
            "見出し<br>&lt;<del>b</del>&gt;本文",
            "見出し<br>&lt;<ins>i</ins>&gt;本文",
        ),
    ],
)
def test_word_diff_marks_what_changed(before: str, after: str, old: str, new: str) -> None:
    assert word_diff(before, after) == (old, new)


@given(before=TEXT, after=TEXT)
def test_word_diff_without_marks_gives_both_texts_back(before: str, after: str) -> None:
    old, new = word_diff(before, after)

    assert (plain(old), plain(new)) == (before, after)


def test_word_diff_of_different_line_ends_is_no_change() -> None:
    assert word_diff("一行\r\n二行", "一行\n二行") == ("一行<br>二行", "一行<br>二行")


def test_word_diff_of_long_texts_compares_lines() -> None:
    kept = "あ" * MOST_COMPARISONS.bit_length() * 100 + "\n"

    assert word_diff(kept + "旧", kept + "新") == (
        kept.strip() + "<br><del>旧</del>",
        kept.strip() + "<br><ins>新</ins>",
    )


def test_diff_item_carries_name_and_clause() -> None:
    item = diff_item("返信の有無", "する", "", clause="4-2-(2)")

    assert item == {"name": "返信の有無", "clause": "4-2-(2)", "before_html": "<del>する</del>", "after_html": ""}
