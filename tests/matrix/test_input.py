"""Whatever stands in an address or a form, the answer is a page: never a failure, never a change by a GET."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.matrix.answers import NO_BUSINESS, writes
from tests.matrix.table import rows
from tests.matrix.target import Target
from tests.matrix.world import City, undone
from tests.services import drills

NASTY = [
    *("", " ", "\x00", "\x1b[2J", "\r\n", "\ud800", "\ufffe", "\u202e\u2066", "\U0010ffff", "e\u0301" * 90, "ｆｕｌｌ"),
    *("-1", "0", "1e309", "NaN", "inf", "٣", "²", "9" * 19, "9" * 400, "0x10", "1_0", "true", "[]", "{}", "null"),
    *("9999-12-31", "0001-01-01", "2026-02-30", "2026-11-24T24:00", "令和8年11月24日", "10000-01-01"),
    *("' OR 1=1 --", "%", "_", "\\", "%_%", "';", "*", "(", "[a", "../../etc/passwd", "<b>"),
    *("{{7*7}}", "{% x %}", "${7}", "eyJ4IjoxfQ:1abc:sig", ":::", "a:b:c", "あ" * 5000, "\n".join("a" * 300)),
]  # fmt: skip
PARAMETERS = (
    *("q", "cursor", "cut", "show", "all", "state", "order", "department", "service", "missing", "next", "part"),
    *("document_number", "stream", "staff_number", "office", "first_on", "last_on", "capacity", "page"),
    *("on", "section", "seed", "size", "check"),
)
SPARSE = 12
"""In the suite each nasty word meets one in so many pages, the next word others; a form gets one in so many words."""
READERS = ("administrator", "auditor", "staff")
TEXTS = st.text(st.characters(), max_size=60)
RELAXED = settings(
    deadline=None,
    max_examples=drills.size(20, 1500),
    derandomize=not drills.size(0, 1),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    database=None,
)


def encoded(text: str) -> str:
    """Write a text for an address; a lone surrogate as the bytes it would be."""
    return quote(text.encode("utf-8", "surrogatepass"))


@pytest.fixture(scope="module")
def pages(aims: dict[str, Target]) -> list[tuple[str, Target]]:
    """Return every page with the first of the readers who may open it."""
    return [
        (kind, aims[row.target])
        for row in rows()
        for kind in [next((one for one in READERS if row.words[one] == "200"), "")]
        if row.method == "GET" and kind
    ]


def forms() -> Iterator[tuple[str, str]]:
    """Yield every address that acts, with somebody for whom it does."""
    for row in rows():
        kinds = [kind for kind, word in row.words.items() if word == "act"]
        if row.method == "POST" and kinds:
            yield row.target, kinds[0]


FORMS = list(forms())


def opened(city: City, kind: str, url: str) -> int:
    """Open an address; return the status, which is 599 for a page that wrote something."""
    with undone(), writes() as seen:
        status = city.browser(kind).get(url).status_code
    return 599 if seen - NO_BUSINESS else status


@pytest.mark.drill
@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_parameters_of_a_page_never_break_it(
    text: str, city: City, pages: list[tuple[str, Target]], report: drills.Report
) -> None:
    query = "&".join(f"{name}={encoded(text)}" for name in PARAMETERS)
    chosen = drills.share(pages, NASTY.index(text), SPARSE)
    statuses = {target.name: opened(city, kind, target.asked(query)) for kind, target in chosen}
    assert {name: status for name, status in statuses.items() if status >= 500} == {}
    report("input", "nasty words in every parameter", tried=len(chosen) * len(PARAMETERS), outcome="a page each time")


@pytest.mark.drill
@RELAXED
@given(name=st.sampled_from(PARAMETERS), text=TEXTS, number=st.integers(0, 10_000))
def test_any_text_in_a_parameter_gives_a_page(
    city: City, pages: list[tuple[str, Target]], name: str, text: str, number: int
) -> None:
    kind, target = pages[number % len(pages)]
    assert opened(city, kind, target.asked(f"{name}={encoded(text)}")) < 500


@pytest.mark.drill
@pytest.mark.parametrize(("name", "first"), FORMS)
def test_fields_of_a_form_never_break_it(
    name: str, first: str, city: City, aims: dict[str, Target], report: drills.Report
) -> None:
    target, broken = aims[name], []
    kind = target.by or first
    fields = dict.fromkeys({*target.listed, *target.data(kind)})
    texts = drills.share(NASTY, FORMS.index((name, first)), SPARSE)
    for text in texts:
        data: dict[str, Any] = dict.fromkeys(fields, text.replace("\ud800", "\ufffd"))
        with undone():
            status = city.browser(kind).post(target.url, data).status_code
        broken += [(text, status)] if status >= 500 else []
    assert broken == []
    report("input", "nasty words in every field of a form", tried=len(texts), outcome="a page each time")


@pytest.mark.drill
@RELAXED
@given(text=TEXTS, number=st.integers(0, 10_000), which=st.integers(0, 10_000))
def test_any_text_in_one_field_gives_a_page(
    city: City, aims: dict[str, Target], text: str, number: int, which: int
) -> None:
    name, first = FORMS[number % len(FORMS)]
    target = aims[name]
    data = target.data(target.by or first)
    changed = sorted({*data, *target.listed})
    if changed:
        data |= {changed[which % len(changed)]: text.encode("utf-8", "replace").decode()}
    with undone():
        assert city.browser(target.by or first).post(target.url, data).status_code < 500


BODIES = [
    ("application/x-www-form-urlencoded", b"\xff\xfe=\xff&a=%ff%fe&%=%"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"a=+ADw-"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nunfinished"),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name=f; filename=""\r\n\r\n\r\n--x--'),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; "
     b'name="a"\r\n\r\n!!!\r\n--x--'),
    ("multipart/mixed; boundary=x", b"--x--"),
    ("application/json", b'{"a":'),
    ("text/xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    ("", b"\x00\x01\x02"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_malformed_body_gives_a_page(kind: str, body: bytes, city: City, aims: dict[str, Target]) -> None:
    statuses = {}
    for name in ("people:signin", "approvals:request_new", "approvals:attachment_add", "approvals:step_decide"):
        with undone():
            answer = city.browser("staff").generic("POST", aims[name].url, body, content_type=kind)
        statuses[name] = answer.status_code
    assert {name: status for name, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize(
    "path", ["/%ff%fe/", "/%c0%ae%c0%ae/", "/accounts/%00/", "/..%2f..%2fetc/passwd", "/accounts/١/"]
)
def test_malformed_path_gives_a_page(path: str, city: City) -> None:
    assert city.browser("staff").get(path).status_code in {400, 404}
