"""The pages of accounts on known services: which address is one, and whose handle it carries (4-4-(4))."""

import pytest

from accounts.rules import problem_with_handle, problem_with_url, url_key

SERVICES: dict[str, tuple[list[str], list[str]]] = {
    "x": (["x.com", "twitter.com"], []),
    "facebook": (["facebook.com", "fb.com"], ["fb.me"]),
    "instagram": (["instagram.com"], ["instagr.am"]),
    "youtube": (["youtube.com"], ["youtu.be"]),
    "line": (["line.me"], ["lin.ee"]),
    "tiktok": (["tiktok.com"], ["vt.tiktok.com"]),
    "note": (["note.com"], []),
}
EXAMPLES = {
    "x": "https://x.com/アカウントID",
    "facebook": "https://www.facebook.com/アカウントID",
    "instagram": "https://www.instagram.com/アカウントID",
    "youtube": "https://www.youtube.com/@アカウントID",
    "tiktok": "https://www.tiktok.com/@アカウントID",
    "note": "https://note.com/アカウントID",
}


@pytest.mark.parametrize(
    ("service", "url"),
    [
        ("x", "https://x.com/iwaki?s=20"),
        ("x", "https://x.com/homepage_iwaki"),
        ("facebook", "http://www.facebook.com/Yonago.city?v=info"),
        ("facebook", "https://www.facebook.com/profile.php?id=100064"),
        ("facebook", "https://www.facebook.com/pages/いわき市/100064"),
        ("facebook", "https://www.facebook.com/いわき市-100064"),
        ("facebook", "https://www.facebook.com/pg/iwaki/"),
        ("facebook", "https://fb.me/iwaki"),
        ("instagram", "https://www.instagram.com/yaese_town_official/?hl=ja"),
        ("youtube", "https://www.youtube.com/@iwaki"),
        ("youtube", "https://www.youtube.com/channel/UCItGlG2OYEprzNPFyFLEfCw"),
        ("youtube", "https://www.youtube.com/user/saitamacitypr"),
        ("youtube", "https://www.youtube.com/c/いわき市"),
        ("youtube", "https://www.youtube.com/iwakicity"),
        ("line", "https://page.line.me/akocity"),
        ("line", "https://line.me/R/ti/p/@iwaki"),
        ("line", "https://lin.ee/sW58tA5"),
        ("tiktok", "https://www.tiktok.com/@iwaki?lang=ja"),
        ("note", "https://note.com/iwaki"),
    ],
)
def test_problem_with_url_accepts_the_page_of_an_account(service: str, url: str) -> None:
    assert problem_with_url(url, *SERVICES[service]) == ""


@pytest.mark.parametrize(
    ("service", "url"),
    [
        ("x", "https://x.com/home"),
        ("x", "https://x.com/search?q=iwaki"),
        ("x", "https://x.com/i/flow/login"),
        ("x", "https://x.com/i"),
        ("x", "https://x.com/intent/post?text=a"),
        ("x", "https://twitter.com/Share/"),
        ("x", "https://x.com/iwaki/status/1"),
        ("x", "https://help.x.com/iwaki"),
        ("facebook", "https://www.facebook.com/home.php"),
        ("facebook", "https://www.facebook.com/profile.php"),
        ("facebook", "https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.example"),
        ("facebook", "https://www.facebook.com/groups"),
        ("facebook", "https://www.facebook.com/iwaki/posts/1"),
        ("instagram", "https://www.instagram.com/p/Cabc/"),
        ("instagram", "https://www.instagram.com/explore/"),
        ("youtube", "https://www.youtube.com/watch?v=abc"),
        ("youtube", "https://www.youtube.com/playlist?list=abc"),
        ("youtube", "https://www.youtube.com/channel/"),
        ("youtube", "https://studio.youtube.com/channel/UCItGlG2OYEprzNPFyFLEfCw"),
        ("tiktok", "https://www.tiktok.com/iwaki"),
        ("tiktok", "https://www.tiktok.com/@iwaki/video/1"),
        ("tiktok", "https://www.tiktok.com/@"),
        ("note", "https://note.com/iwaki/n/n1"),
        ("note", "https://note.com/search"),
    ],
)
def test_problem_with_url_refuses_a_page_that_is_no_accounts(service: str, url: str) -> None:
    words = f"アカウントのページのURLではありません。{EXAMPLES[service]} の形で入力してください。"
    assert problem_with_url(url, *SERVICES[service]) == words


@pytest.mark.parametrize("end", ["", "/", "//", "/?lang=ja", "#top", "/%2F"])
@pytest.mark.parametrize("service", SERVICES)
def test_problem_with_url_refuses_the_front_page_of_a_service(service: str, end: str) -> None:
    hosts, short_hosts = SERVICES[service]
    for host in [*hosts, *short_hosts]:
        words = f"アカウントを示す部分がありません。{host}/ の後ろも省略せずに入力してください。"
        assert problem_with_url(f"https://www.{host}{end}", hosts, short_hosts) == words


@pytest.mark.parametrize("url", ["https://iwaki.blog.example.jp/", "https://iwaki.example.jp"])
def test_problem_with_url_accepts_the_front_page_of_an_own_site(url: str) -> None:
    assert problem_with_url(url, [], []) == ""
    assert problem_with_url("https://tondabayashi-city.note.jp", ["note.com", "note.jp"], []) == ""


@pytest.mark.parametrize(
    ("handle", "url"),
    [
        ("iwaki", "https://x.com/iwaki"),
        ("@IWAKI", "https://twitter.com/iwaki/"),
        ("iwaki", "https://x.com/@iwaki"),
        ("iwaki", "https://www.tiktok.com/@iwaki"),
        ("@いわき市", "https://www.youtube.com/@%E3%81%84%E3%82%8F%E3%81%8D%E5%B8%82"),
        ("iwaki", "https://www.youtube.com/channel/UCItGlG2OYEprzNPFyFLEfCw"),
        ("iwakicity", "https://www.facebook.com/Iwaki.City"),
        ("iwaki.city", "https://www.facebook.com/iwakicity"),
        ("iwaki", "https://www.facebook.com/profile.php?id=100064"),
        ("iwaki", "https://www.facebook.com/100064"),
        ("iwaki", "https://lin.ee/abcdef"),
        ("iwaki", "https://sns.example.jp/other"),
        ("", "https://x.com/iwaki"),
        ("iwaki", ""),
        ("iwaki", "https://["),
    ],
)
def test_problem_with_handle_accepts_what_the_address_does_not_contradict(handle: str, url: str) -> None:
    assert problem_with_handle(handle, url) == ""


@pytest.mark.parametrize(
    ("url", "carried"),
    [
        ("https://x.com/Iwaki_Other", "iwaki_other"),
        ("https://www.instagram.com/iwaki.city/", "iwaki.city"),
        ("https://www.facebook.com/other", "other"),
        ("https://www.tiktok.com/@iwaki2", "iwaki2"),
        ("https://www.youtube.com/@other", "other"),
        ("https://note.com/other", "other"),
    ],
)
def test_problem_with_handle_names_the_handle_of_the_address(url: str, carried: str) -> None:
    words = f"URLにあるアカウントID「{carried}」と違います。取得したとおりになるように、どちらかを直してください。"
    assert problem_with_handle("iwakicity", url) == words


@pytest.mark.parametrize(
    ("urls", "key"),
    [
        (["https://x.com/@iwaki", "https://x.com/iwaki?id=1", "https://x.com/iwaki?list=a"], "x.com/iwaki"),
        (["https://facebook.com/iwaki.city", "https://facebook.com/pg/IwakiCity/?id=1"], "facebook.com/iwakicity"),
        (["https://youtube.com/@iwaki", "https://m.youtube.com/@Iwaki/?list=a"], "youtube.com/@iwaki"),
        (["https://youtube.com/user/iwaki"], "youtube.com/user/iwaki"),
        (["https://x.com/home"], "x.com/home"),
    ],
)
def test_url_key_has_the_handle_in_one_form(urls: list[str], key: str) -> None:
    assert {url_key(url) for url in urls} == {key}
