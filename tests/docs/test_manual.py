"""The staff manual says what the screens say: labels, messages, target days, links."""

import re
from pathlib import Path

import pytest

from core.rulebook.parameters import PARAMETERS
from scripts.bootstrap import ROOT
from tests.docs.screen_words import HOLE, screen_words, words_of_python, words_of_template

MANUAL = ROOT / "docs" / "manual"
PAGES = sorted(MANUAL.glob("*.md"))
LABEL = re.compile(r"「([^「」]*)」")
PRESSED = re.compile(r"\*\*「([^「」]*)」\*\*")
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
COMPOSED = {"続きを書いて提出する": ("続きを書いて○○", "提出する"), "直して提出する": ("直して○○", "提出する")}
"""Labels that the code puts together from two texts."""
OWN = {
    "サインインと職の選び方", "受信箱の見方", "困ったとき", "同じものを見ているか", "第4-1-(2)",
}  # fmt: skip
"""What the manual puts in brackets without quoting a screen: its own headings and speech."""


def unknown(labels: list[str], words: frozenset[str]) -> list[str]:
    """Return the labels that stand on no screen; a value at either end of a label is left out."""
    return [label for label in labels if not set(COMPOSED.get(label, (_bare(label),))) <= words]


def _bare(label: str) -> str:
    return label.removeprefix(HOLE).removesuffix(HOLE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_labels_of_manual_stand_on_screens(page: Path) -> None:
    labels = LABEL.findall(page.read_text(encoding="utf-8"))
    assert unknown([label for label in labels if label not in OWN], screen_words()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_buttons_of_manual_stand_on_screens(page: Path) -> None:
    pressed = PRESSED.findall(page.read_text(encoding="utf-8"))
    assert unknown(pressed, screen_words()) == []
    assert pressed != []


def test_label_that_no_screen_has_is_found() -> None:
    assert unknown(["提出する", "送信する", "提出", "直して提出する"], frozenset({"提出する", "直して○○"})) == [
        "送信する",
        "提出",
    ]


def test_words_of_template_with_tags_and_values() -> None:
    found = set(words_of_template('{# 没 #}<a href="x">{{ n }}件を見る</a>{% post_button url "外す" %}'))
    assert {"○○件を見る", "外す"} <= found
    assert not any("没" in text for text in found)


def test_words_of_python_with_docstring_and_f_string() -> None:
    found = set(words_of_python('def f():\n    "説明"\n    return f"{x}さんへ", "登録" "する"'))
    assert {"○○さんへ", "登録する"} <= found
    assert "説明" not in found


def test_table_of_targets_equals_parameters() -> None:
    text = (MANUAL / "04-administration.md").read_text(encoding="utf-8")
    rows = [f"| {one.label} | {one.default}{one.unit} | {one.clause} |" for one in PARAMETERS.values()]
    assert [row for row in rows if row not in text] == []
    assert text.count("か月 |") + text.count("開庁日 |") == sum(
        one.unit in {"か月", "開庁日"} for one in PARAMETERS.values()
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_manual_lead_to_files(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (MANUAL / link).is_file()] == []


def test_contents_name_every_chapter() -> None:
    listed = LINK.findall((MANUAL / "README.md").read_text(encoding="utf-8"))
    assert sorted(set(listed)) == [page.name for page in PAGES if page.name != "README.md"]
