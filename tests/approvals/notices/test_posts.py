"""How services count the letters of a post, as a literal table."""

import pytest

from accounts.models import Platform
from approvals.notices.posts import UNKNOWN, fitting, limit_of, weighed

CASES = [
    ("", 0),
    ("abc", 3),
    ("あいう", 6),
    ("ｱ", 2),
    ("é", 1),
    ("e\u0301", 1),
    ("—…“”", 5),
    ("→", 2),
    ("😀", 2),
    ("一\r\n二", 5),
    ("https://www.city.iwaki.lg.jp/www/contents/1234567890/index.html", 23),
    ("URL:https://x.com/a", 27),
    ("city.iwaki.lg.jp", 23),
    ("https://x.com/a → https://x.com/b", 50),
    ("https://x.com/aへ", 25),
    ("あ" * 140, 280),
]


def service(code: str, most: int | None) -> Platform:
    """Return a service that takes so much in a post."""
    return Platform(code=code, name=code, post_limit=most)


@pytest.mark.parametrize(("text", "weight"), CASES)
def test_x_weighs_letters(text: str, weight: int) -> None:
    assert weighed(text) == weight


@pytest.mark.parametrize(
    ("code", "length", "most"),
    [
        ("x", 280, 140),
        ("x", 1000, 500),
        ("line", 500, 500),
        ("facebook", 63206, 63206),
        ("mastodon", 500, 500),
        ("bluesky", 50, 50),
        ("line", None, 140),
        ("x", None, 140),
    ],
)
def test_so_many_japanese_letters_fit_and_not_one_more(code: str, length: int | None, most: int) -> None:
    assert fitting(service(code, length), ["あ" * most]).fits
    assert not fitting(service(code, length), ["あ" * (most + 1)]).fits


def test_the_first_text_that_fits_is_taken_and_a_later_one_is_not_whole() -> None:
    x = service("x", 280)

    found = fitting(x, ["あ" * 141, "い" * 140, "う"])

    assert (found.text, found.length, found.limit, found.is_whole) == ("い" * 140, 280, limit_of(x), False)
    assert fitting(x, ["あ", "い"]).is_whole
    assert (limit_of(x).is_known, fitting(service("line", None), ["あ"]).limit) == (True, UNKNOWN)


def test_where_nothing_fits_the_last_is_told_not_to() -> None:
    found = fitting(service("x", 280), ["あ" * 200, "い" * 150])

    assert (found.text, found.fits) == ("い" * 150, False)
