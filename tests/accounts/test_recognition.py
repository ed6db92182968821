"""What recognition makes of addresses and handles as cities really write them, and of what only looks like one."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.recognition import Outcome, Recognition, recognise, service_named
from accounts.recognition.nearness import distance
from accounts.rules import host_of, problem_with_url

DATA = Path(__file__).parent.parent / "data"
WORDS = {Outcome.RECOGNISED: "ok", Outcome.NORMALISED: "fixed", Outcome.REFUSED: "no"}
HIDDEN = {"<zwsp>": "\u200b", "<rlo>": "\u202e"}


@dataclass(frozen=True)
class Known:
    """A service as a city registers it."""

    code: str
    name: str
    hosts: tuple[str, ...] = ()
    short_hosts: tuple[str, ...] = ()


SERVICES = (
    Known("facebook", "Facebook", ("facebook.com", "fb.com"), ("fb.me",)),
    Known("x", "X", ("x.com", "twitter.com")),
    Known("instagram", "Instagram", ("instagram.com",), ("instagr.am",)),
    Known("youtube", "YouTube", ("youtube.com",), ("youtu.be",)),
    Known("line", "LINE", ("line.me",), ("lin.ee",)),
    Known("tiktok", "TikTok", ("tiktok.com",), ("vt.tiktok.com",)),
    Known("note", "note", ("note.com", "note.jp")),
    Known("blog", "ブログ"),
    Known("other", "その他"),
)
BY_CODE = {service.code: service for service in SERVICES}


def lines(name: str) -> Iterator[list[str]]:
    """Yield the cells of each line of a table of what is expected."""
    for line in (DATA / name).read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split("|")


def told(found: Recognition) -> list[str]:
    """Return a recognition as the tables write it."""
    return [WORDS[found.outcome], found.url or "-", found.handle or "-", found.sentence]


ROWS = list(csv.DictReader((DATA / "municipal_accounts.csv").open(encoding="utf-8-sig")))
EXPECTED = {int(number): rest for number, *rest in lines("municipal_accounts_expected.txt")}
FORMS = list(lines("addresses_expected.txt"))


def test_every_row_of_the_file_has_its_expected_line() -> None:
    assert list(EXPECTED) == list(range(2, len(ROWS) + 2))


@pytest.mark.parametrize(("number", "row"), list(enumerate(ROWS, start=2)))
def test_rows_of_real_municipalities(number: int, row: dict[str, str]) -> None:
    service = service_named(row["service"], SERVICES)

    found = recognise(row["url"], SERVICES, service=service, handle=row["handle"])

    assert [service.code if service else "-", *told(found)] == EXPECTED[number]


@pytest.mark.parametrize("line", FORMS, ids=["|".join(line[:3]) for line in FORMS])
def test_further_forms(line: list[str]) -> None:
    code, url, handle, *expected = line
    for name, char in HIDDEN.items():
        url = url.replace(name, char)

    found = recognise(url, SERVICES, service=BY_CODE.get(code), handle=handle)

    assert told(found) == expected


@pytest.mark.parametrize("line", [line for line in FORMS if line[3] != "no"], ids=lambda line: line[1] or line[2])
def test_what_is_kept_is_kept_as_it_is(line: list[str]) -> None:
    code, url = line[0], line[4]

    again = recognise(url, SERVICES, service=BY_CODE.get(code))

    assert (again.outcome, again.url) == (Outcome.RECOGNISED, url)


@pytest.mark.parametrize("line", [line for line in FORMS if line[3] != "no"], ids=lambda line: line[1] or line[2])
def test_what_is_kept_passes_the_rule_of_the_registry(line: list[str]) -> None:
    found = recognise(line[4], SERVICES)
    service = found.service or BY_CODE[line[0]]

    assert problem_with_url(line[4], service.hosts, service.short_hosts) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("X", "x"),
        ("X/Twitter", "x"),
        ("Ｘ（旧Twitter）", "x"),
        ("Twitter", "x"),
        ("ツイッター", "x"),
        ("エックス", "x"),
        ("facebook", "facebook"),
        ("フェイスブック", "facebook"),
        ("ﾌｪｲｽﾌﾞｯｸ", "facebook"),
        ("Facebookページ", "facebook"),
        ("LINE公式アカウント", "line"),
        ("ライン", "line"),
        ("インスタ", "instagram"),
        ("Instagram(写真)", "instagram"),
        ("YouTubeチャンネル", "youtube"),
        ("ノート", "note"),
        ("other:Weibo", "other"),
        ("その他(Weibo)", "other"),
        ("その他", "other"),
        ("ブログ", "blog"),
    ],
)
def test_service_is_known_by_the_names_people_write(text: str, code: str) -> None:
    found = service_named(text, SERVICES)

    assert found == BY_CODE[code]


@pytest.mark.parametrize("text", ["", "unknown", "SNS", "XとFacebook", "X Facebook", "Weibo", "xyz"])
def test_service_that_is_not_certain_is_none(text: str) -> None:
    assert service_named(text, SERVICES) is None


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("", "", 0), ("a", "", 1), ("twiter", "twitter", 1), ("twtiter", "twitter", 1), ("abc", "xyz", 3)],
)
def test_distance_counts_slips(one: str, other: str, steps: int) -> None:
    assert (distance(one, other), distance(other, one)) == (steps, steps)


PIECES = st.sampled_from(
    ["https://", "http://", "//", "x.com", "twitter.com", "evil.example", "/", "@", "iwaki", ".", "?", "#", "\\", ":",
     "443", "%2e", "%40", " ", "。", "／", "х.com", "xn--", "\u200b", "line.me/R/ti/p/", "status", "www."]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join))
def test_whatever_is_written_what_is_kept_is_an_account_of_the_service(text: str) -> None:
    found = recognise(text, SERVICES, service=BY_CODE["x"])

    if found.outcome != Outcome.REFUSED:
        assert host_of(found.url) == "x.com"
        assert problem_with_url(found.url, ["x.com"], []) == ""


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_answered(text: str, handle: str) -> None:
    found = recognise(text, SERVICES, service=None, handle=handle)

    assert (found.outcome == Outcome.REFUSED) == (not found.url)
    assert all(problem.sentence.endswith("。") for problem in found.problems)
