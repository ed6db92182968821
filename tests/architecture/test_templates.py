"""Templates carry no style, script or handler of their own: the content security policy would drop them unseen."""

import re
from pathlib import Path

import pytest

from scripts.bootstrap import ROOT

INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"=\s*[\"']?javascript:", re.IGNORECASE),
    "foreign source": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE
    ),
}


def faults(html: str) -> list[str]:
    """Name what the content security policy would refuse in `html`."""
    return [name for name, pattern in INLINE.items() if pattern.search(html)]


def _templates() -> list[Path]:
    folders = [ROOT / "templates", *ROOT.glob("*/templates"), *ROOT.glob("core/*/templates")]
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in {".html", ".svg"}]


def test_no_template_has_inline_style_or_script() -> None:
    found = {path.relative_to(ROOT).as_posix(): faults(path.read_text(encoding="utf-8")) for path in _templates()}
    assert {name: why for name, why in found.items() if why} == {}
    assert found != {}


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('<p style="color:red">', ["style attribute"]),
        ("<style>p{}</style>", ["style element"]),
        ("<script>go()</script>", ["inline script"]),
        ("<script src=\"{% static 'a.js' %}\" defer></script>", []),
        ('<a href="javascript:go()">', ["javascript: address"]),
        ('<button onclick="go()">', ["handler"]),
        ('<script src="//cdn.example.com/a.js"></script>', ["foreign source"]),
        ('<a href="https://www.city.example.jp/">', []),
        ('<p data-style="x" class="once">', []),
    ],
)
def test_faults_in_a_piece_of_html(html: str, names: list[str]) -> None:
    assert faults(html) == names
