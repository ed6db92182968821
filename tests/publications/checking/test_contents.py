"""What stands on a page is found whatever an editor made of it, and nothing else is."""

import time

import pytest

from publications.checking.contents import Wanted, points
from publications.checking.markup import shown

URL = "https://x.com/iwaki_koho"


def stands(source: str, text: str, is_url: bool = False) -> bool:
    """Tell whether a text or URL stands on a page."""
    return points(shown(source), [Wanted("it", "", "", text, is_url)])["it"]


@pytest.mark.parametrize(
    "source",
    [
        "<p>広報いわき</p>",
        "<p>広報<br>\n  いわき</p>",
        "<p>広<b>報い</b>わき</p>",
        "<p>広報&#x3044;わき</p>",
        "<p>広報\u3000い\u200bわき</p>",
        "<P CLASS='a>b'>広報いわき",
        "<p><広報いわき",
        "<!DOCTYPE html><!-- x --><p>広報いわき",
    ],
)
def test_text_is_found_as_an_editor_leaves_it(source: str) -> None:
    assert stands(source, "広報 いわき")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<!-- 広報いわき -->",
        "<!-- 広報いわき",
        "<script>広報いわき</script>",
        "<SCRIPT>var a='</p>';広報いわき</SCRIPT >",
        "<style>広報いわき",
        "<template><p>広報いわき</p></template>",
        "<title>広報いわき</title>",
        "<img alt='広報いわき'>",
        '<p title="広報いわき',
        "<a 広報いわき",
        "<?php 広報いわき ?>",
        "<p>広報かわき</p>",
    ],
)
def test_text_that_no_reader_sees_does_not_count(source: str) -> None:
    assert not stands(source, "広報いわき")


@pytest.mark.parametrize("written", ["PTA&子ども <3", "ＰＴＡ＆子ども　＜3"])
def test_letters_are_compared_in_one_writing(written: str) -> None:
    assert stands("<p>PTA&amp;子ども &lt;3</p>", written)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>公式X:いわき</p>", "X"),
        ("<td>X</td><td>Facebook</td>", "X"),
        ("<p>X(旧Twitter)</p>", "X"),
        ("<p>X<br>Instagram</p>", "Instagram"),
        ("<p>いわき〜ぽん</p>", "いわき～ぽん"),
        ("<p>いわき～ぽん</p>", "いわき〜ぽん"),
        ("<p>受付9−17時</p>", "受付9-17時"),
        ("<p><ruby>市民<rp>(</rp><rt>しみん</rt><rp>)</rp></ruby>の<ruby>声<rt>こえ</ruby></p>", "市民の声"),
        ("<p>いわき.net</p>", "いわき.net"),
    ],
)
def test_a_word_of_its_own_is_found(source: str, text: str) -> None:
    assert stands(source, text)


@pytest.mark.parametrize(
    "source",
    ["<p>Facebook TAX index</p>", "<p>https://x.com/iwaki</p>", "<p>詳しくはx.comへ</p>", "<p>X2</p>", "<p>2X</p>"],
)
def test_letters_inside_of_words_and_addresses_are_no_name(source: str) -> None:
    assert not stands(source, "X")


def test_an_empty_text_stands_nowhere() -> None:
    assert not stands("<p>広報いわき</p>", " ")


@pytest.mark.parametrize(
    "source",
    [
        f"<td>{URL}</td><td>次</td>",
        f"<td>{URL}/</td>",
        f"<td>URL:{URL}です。</td>",
        f"<td>({URL})</td>",
        f"<td>{URL}.</td>",
        f'<a href="{URL}">X</a>',
        f"<a class=b href={URL}/>X</a>",
        f"<A HREF='{URL}'>X</A>",
    ],
)
def test_a_url_is_found_in_text_and_links(source: str) -> None:
    assert stands(source, URL, is_url=True)


@pytest.mark.parametrize(
    "source",
    [
        f"<td>{URL}_fake</td>",
        f"<td>{URL}2</td>",
        f"<td>{URL}/status/1</td>",
        f"<td>{URL}?x=1</td>",
        f"<td>{URL}.example</td>",
        f"<td>https://evil.example/?to={URL}</td>",
        f"<td>https://evil.example/{URL}</td>",
        "<td>http://x.com/iwaki_koho</td>",
        "<td>x.com/iwaki_koho</td>",
        f"<a href='https://evil.example/?{URL}'>X</a>",
        f"<link href='{URL}'>",
        f"<a data-href='{URL}'>X</a>",
        f'<a title="href={URL}">X</a>',
        f"<!-- <a href='{URL}'>X</a> -->",
    ],
)
def test_a_part_of_another_url_is_not_the_url(source: str) -> None:
    assert not stands(source, URL, is_url=True)


@pytest.mark.parametrize(
    "part", ["<", "<a ", "<a x='", "<!--", "</a", "<![", "&#9", "&#x9", "<script></scr", "<a/ =", "a='\""]
)
def test_a_page_made_to_be_slow_is_read_in_time_that_grows_with_its_length(part: str) -> None:
    """Ten times the length would take a hundred times as long where time grew with the square."""

    def seconds(size: int) -> float:
        begun = time.process_time()
        shown("<a " + part * (size // len(part)))
        return time.process_time() - begun

    assert seconds(600_000) < 30 * max(seconds(60_000), 0.01)


@pytest.mark.parametrize(
    "source",
    [
        "<div hidden><p>広報いわき</p></div>",
        "<div hidden=''><div>広報</div>広報いわき</div>",
        "<p style='color: red; DISPLAY : none'>広報いわき",
        "<del>広報いわき</del>",
        "<section hidden>広報いわき",
        "<div style=display:none><a href='https://x.com/iwaki_koho'>広報いわき</a></div>",
    ],
)
def test_what_an_attribute_hides_stands_nowhere(source: str) -> None:
    assert not stands(source, "広報いわき")
    assert not stands(source, URL, is_url=True)


@pytest.mark.parametrize(
    "source",
    [
        "<div hidden>前</div>広報いわき",
        "<div hidden><div>前</div></div><p>広報いわき",
        "<input hidden>広報いわき",
        "<p style='display:block'>広報いわき",
        "<del>前</del>広報いわき",
        "</div>広報いわき",
    ],
)
def test_what_stands_after_something_hidden_is_found(source: str) -> None:
    assert stands(source, "広報いわき")


def test_a_name_of_nothing_that_is_seen_stands_nowhere() -> None:
    assert not stands("<p>広報いわき", "\u200b")
