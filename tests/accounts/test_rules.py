"""Addresses and handles: what is one account's, what is a shortener, and what only looks alike (4-4-(4))."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import SHORTENERS, handle_key, problem_with_url, url_key

X: tuple[list[str], list[str]] = (["x.com", "twitter.com"], [])
LINE = (["line.me", "page.line.me"], ["lin.ee"])
FACEBOOK = (["facebook.com"], ["fb.me", "m.me"])
ANY: tuple[list[str], list[str]] = ([], [])
FORM = "https:// から始まるURLを入力してください。"
SHAPE = "URLの形を確かめてください。https:// から始まる形で入力してください。"
BARE = "URLに「@」の付いた宛先や番号を含めず、アカウントのページのURLをそのまま入力してください。"
SHORT = "短縮URLは使えません。転送先の長いURLをそのまま入力してください。"
FOREIGN = "このサービスのURLではありません。twitter.com、x.com のURLを入力してください。"
ALIASES = {"x.com": "x.com", "twitter.com": "x.com"}


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("https://x.com/iwaki_kanko", X),
        ("http://x.com/iwaki_kanko", X),
        ("  https://x.com/iwaki_kanko  ", X),
        ("https://www.x.com/iwaki_kanko", X),
        ("https://mobile.twitter.com/iwaki_kanko", X),
        ("https://X.COM/iwaki_kanko", X),
        ("https://x.com./iwaki_kanko", X),
        ("https://x.com:443/iwaki_kanko", X),
        ("http://x.com:80/iwaki_kanko", X),
        ("https://x.com/" + "a" * 286, X),
        ("https://sns.example.jp/" + "a" * 277, ANY),
        ("https://x.com/@iwaki", X),
        ("https://lin.ee/abc123", LINE),
        ("https://page.line.me/iwaki", LINE),
        ("https://m.me/iwaki", FACEBOOK),
        ("https://m.facebook.com/iwaki", FACEBOOK),
        ("https://sns.example.jp/iwaki", ANY),
        ("https://日本語.jp/iwaki", ANY),
    ],
)
def test_problem_with_url_accepts_an_address_of_the_service(text: str, service: tuple[list[str], list[str]]) -> None:
    assert problem_with_url(text, *service) == ""


@pytest.mark.parametrize(
    ("text", "service", "problem"),
    [
        ("", X, FORM),
        ("x.com/iwaki", X, FORM),
        ("ftp://x.com/iwaki", X, FORM),
        ("javascript:alert(1)", ANY, FORM),
        ("https:///iwaki", X, FORM),
        ("https://localhost/iwaki", ANY, FORM),
        ("https://[::1", X, SHAPE),
        ("https://x.com:port/iwaki", X, SHAPE),
        ("https://sns.example.jp/" + "a" * 278, ANY, FORM),
        ("https://:secret@x.com/iwaki", X, BARE),
        ("https://x.com:79/iwaki", X, BARE),
        ("https://x.com:81/iwaki", X, BARE),
        ("https://iwaki@x.com/", X, BARE),
        ("https://x.com@evil.example/", X, BARE),
        ("https://x.com:secret@evil.example/", X, BARE),
        ("https://x.com:8443/iwaki", X, BARE),
        ("https://bit.ly/abc", X, SHORT),
        ("https://BIT.LY/abc", X, SHORT),
        ("https://www.bit.ly/abc", ANY, SHORT),
        ("https://lin.ee/abc", X, FOREIGN),
        ("https://x.com.evil.example/iwaki", X, FOREIGN),
        ("https://evilx.com/iwaki", X, FOREIGN),
        ("https://x-com.example/iwaki", X, FOREIGN),
        ("https://evil.example/https://x.com/iwaki", X, FOREIGN),
        ("https://evil.example?x.com", X, FOREIGN),
        ("https://evil.example#.x.com", X, FOREIGN),
        ("https://х.com/iwaki", X, FOREIGN),  # a Cyrillic letter
        ("https://evil.example\\.x.com/iwaki", X, SHAPE),
        ("https://evil.example\\@x.com/iwaki", X, BARE),
        ("https://evil.example%2f.x.com/iwaki", X, SHAPE),
        ("https://evil.example .x.com/iwaki", X, SHAPE),
        ("https://evil.example;.x.com/iwaki", X, SHAPE),
        ("https://..x.com/iwaki", X, SHAPE),
    ],
)
def test_problem_with_url_refuses_another_address(
    text: str, service: tuple[list[str], list[str]], problem: str
) -> None:
    assert problem_with_url(text, *service) == problem


@pytest.mark.parametrize("host", sorted(SHORTENERS))
def test_problem_with_url_refuses_every_known_shortener(host: str) -> None:
    assert problem_with_url(f"https://{host}/abc", *ANY) == SHORT


@pytest.mark.parametrize(
    "text",
    [
        "https://x.com/iwaki_kanko",
        "http://x.com/iwaki_kanko",
        " https://x.com/iwaki_kanko/ ",
        "https://x.com/iwaki_kanko//",
        "https://twitter.com/iwaki_kanko",
        "https://mobile.twitter.com/Iwaki_Kanko",
        "https://WWW.X.COM/IWAKI_KANKO",
        "https://x.com:443/iwaki_kanko",
        "https://x.com./iwaki_kanko",
        "https://x.com/iwaki_kanko?s=20&t=abc",
        "https://x.com/iwaki_kanko#top",
        "https://x.com/ｉｗａｋｉ_ｋａｎｋｏ",
        "https://x.com/%69waki_kanko",
    ],
)
def test_url_key_of_one_account_is_one(text: str) -> None:
    assert url_key(text, ALIASES) == "x.com/iwaki_kanko"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.com/iwaki", "https://x.com/iwaki2"),
        ("https://facebook.com/profile.php?id=1", "https://facebook.com/profile.php?id=2"),
        ("https://youtube.com/playlist?list=a", "https://youtube.com/playlist?list=b"),
        ("https://youtube.com/playlist?list=a", "https://youtube.com/playlist?list=A"),
        ("https://sns.example.jp/view?channel=1", "https://sns.example.jp/view?channel=2"),
        ("https://a.example.jp/iwaki", "https://b.example.jp/iwaki"),
    ],
)
def test_url_key_of_two_accounts_differs(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize("text", ["", "  ", "https://[", "not an address"])
def test_url_key_of_no_address_raises_nothing(text: str) -> None:
    assert url_key(text) == url_key(text.strip())


HOSTS = st.sampled_from(["x.com", "www.x.com", "m.twitter.com", "X.com", "sns.example.jp", "m.me", "x.com."])
PATHS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="?#\\"), max_size=12)
QUERIES = st.dictionaries(st.sampled_from(["id", "list", "s", "channel"]), st.text("ab1&=%+ ", max_size=4), max_size=3)


@given(host=HOSTS, path=PATHS)
def test_url_key_is_a_key_of_itself(host: str, path: str) -> None:
    key = url_key(f"https://{host}/{path}", ALIASES)
    assert url_key(f"https://{key}", ALIASES) == key


@given(host=HOSTS, path=PATHS)
def test_url_key_is_no_longer_than_its_column(host: str, path: str) -> None:
    assert len(url_key(f"https://{host}/{path * 25}", ALIASES)) <= 300


@given(scheme=st.sampled_from(["http", "HTTPS", "https"]), name=st.from_regex(r"[a-z0-9_]{1,15}", fullmatch=True))
def test_url_key_knows_a_handle_in_every_writing(scheme: str, name: str) -> None:
    written = [f"{scheme}://{host}/{name}{end}" for host in ("x.com", "twitter.com", "m.x.com") for end in ("", "/")]
    keys = {url_key(text, ALIASES) for text in [*written, *(text.upper() for text in written)]}
    assert keys == {f"x.com/{name}"}


@pytest.mark.parametrize(
    "text", ["iwaki", "@iwaki", " @iwaki ", "@Iwaki", "＠ｉｗａｋｉ", "ＩＷＡＫＩ", "@@iwaki", "@ iwaki"]
)
def test_handle_key_of_one_handle_is_one(text: str) -> None:
    assert handle_key(text) == "iwaki"


@given(st.text(max_size=100))
def test_handle_key_is_a_key_of_itself_and_fits_its_column(text: str) -> None:
    key = handle_key(text)
    assert (handle_key(key), len(key) <= 80) == (key, True)


@pytest.mark.parametrize("host", ["iwaki.bit.ly", "a.b.tinyurl.com", "IWAKI.Bit.Ly."])
def test_problem_with_url_refuses_what_lies_below_a_shortener(host: str) -> None:
    assert problem_with_url(f"https://{host}/abc", *ANY) == SHORT


@pytest.mark.parametrize("host", ["habit.ly", "not.co", "bit.ly.example.jp"])
def test_problem_with_url_accepts_a_host_that_only_ends_like_a_shortener(host: str) -> None:
    assert problem_with_url(f"https://{host}/abc", *ANY) == ""


def test_handle_key_is_as_long_as_its_column() -> None:
    assert len(handle_key("a" * 90)) == 80
