"""Dates and facts as the pages write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.safestring import mark_safe

from core.ui import eras, markup


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "令和8年11月22日(日)"),
        (date(2019, 5, 1), "令和元年5月1日(水)"),
        (date(2019, 4, 30), "平成31年4月30日(火)"),
        (date(1989, 1, 8), "平成元年1月8日(日)"),
        (date(1989, 1, 7), "昭和64年1月7日(土)"),
        (date(1850, 1, 1), "1850年1月1日(火)"),
    ],
)
def test_era_date_names_the_era(day: date, words: str) -> None:
    assert eras.era_date(day) == words


def test_era_of_an_instant_late_in_utc_is_the_japan_day() -> None:
    late = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)

    assert markup.era(late) == (
        '<time class="date" datetime="2026-11-22"><span class="date__era">令和8年11月22日(日)</span>'
        ' <span class="date__iso">2026-11-22</span></time>'
    )


def test_era_time_gives_japan_time_without_leading_zero() -> None:
    at = datetime(2026, 11, 24, 0, 12, tzinfo=UTC)

    assert markup.era_time(at) == '<time datetime="2026-11-24T09:12+09:00">令和8年11月24日(火) 9:12</time>'


def test_md_leaves_the_year_out() -> None:
    assert markup.md(date(2026, 11, 22)) == '<time datetime="2026-11-22">11月22日(日)</time>'


def test_hm_gives_the_time_of_day() -> None:
    assert markup.hm(datetime(2026, 11, 24, 6, 5, tzinfo=UTC)) == '<time datetime="2026-11-24T15:05+09:00">15:05</time>'


@pytest.mark.parametrize("tag", [markup.era, markup.era_time, markup.md, markup.hm, markup.era_plain])
def test_date_filter_without_a_date_gives_nothing(tag: object) -> None:
    assert callable(tag)
    assert tag(None) == ""


@pytest.mark.parametrize(
    ("given", "shown"),
    [("4-1-(2)", "第4-1-(2)"), ("第4-1-(2)", "第4-1-(2)"), ("附則", "附則"), ("", ""), (None, "")],
)
def test_clause_writes_the_number_as_the_guideline_does(given: object, shown: str) -> None:
    assert markup.clause(given) == shown


@pytest.mark.parametrize(
    ("value", "html"),
    [
        (True, "はい"),
        (None, '<span class="meta">なし</span>'),
        ([], '<span class="meta">なし</span>'),
        (["野原 恵", "<谷>"], "野原 恵、&lt;谷&gt;"),
        ("一行\r\n<二行>", "一行<br>&lt;二行&gt;"),
        (mark_safe("<b>済み</b>"), "<b>済み</b>"),
        (0, "0"),
        (date(2026, 11, 22), markup.era(date(2026, 11, 22))),
    ],
)
def test_show_writes_any_fact(value: object, html: str) -> None:
    assert markup.show(value) == html
