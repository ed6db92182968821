"""What a person may not see answers exactly like what does not exist, never did, or could not."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix.table import rows
from tests.matrix.target import Target
from tests.matrix.world import KINDS, City, undone
from tests.services import drills

NEVER = (999_999, 0, 2**31, 2**63 - 1, 2**63, 10**40)
"""Keys of nothing: not given yet, never given, and those no database could hold."""
MOMENT = re.compile(r'(name="csrfmiddlewaretoken" value="|data-left=")[^"]+')
"""What differs between two pages that say the same: the form's token, the seconds a session has left."""
ASKED = KINDS if drills.size(0, 1) else ("elsewhere", "deputy_mayor", "pr_section_head", "administrator")
FEW = 2
"""Queries by which refusing may differ from not finding: no more than the page's own."""


def cells(kind: str, aims: dict[str, Target]) -> Iterator[tuple[Target, str]]:
    """Yield the addresses of one record that answer 404 to a kind of person."""
    for row in rows():
        if row.words[kind] == "404" and aims[row.target].args:
            yield aims[row.target], row.method


def plain(city: City, kind: str, method: str, target: Target, url: str) -> tuple[int, str, int]:
    """Return status, body without what the moment gives and own address, and the number of queries."""
    data = target.data(kind) if method == "POST" else {}
    with undone(), CaptureQueriesContext(connection) as queries:
        answer = getattr(city.browser(kind), method.lower())(url, data)
    body = MOMENT.sub(r"\1", answer.content.decode()).replace(url, "")
    return answer.status_code, body, sum("django_session" not in query["sql"] for query in queries)


def elsewhere(target: Target, pk: int) -> str:
    """Return the target's address with another key."""
    return re.sub(r"(?<=[/:])\d+(?=[/.])", str(pk), target.url, count=1)


@pytest.mark.drill
@pytest.mark.parametrize("kind", ASKED)
def test_what_is_not_for_ones_eyes_answers_like_nothing(
    kind: str, city: City, aims: dict[str, Target], report: drills.Report
) -> None:
    different, tried = [], 0
    for target, method in cells(kind, aims):
        status, body, queries = plain(city, kind, method, target, target.url)
        nothing = plain(city, kind, method, target, elsewhere(target, NEVER[0]))
        tried += 1
        if (status, body) != nothing[:2] or abs(queries - nothing[2]) > FEW:
            different.append((target.name, method, status, nothing[0], queries, nothing[2]))
    assert different == []
    report("matrix", f"foreign records as {kind}", tried=tried, outcome="the same 404 as for nothing at all")


@pytest.mark.parametrize("kind", ["staff", "section_head", "auditor", "records_officer"])
def test_what_was_deleted_answers_like_nothing(kind: str, city: City) -> None:
    """A file taken out of a draft and one of a disposed request, for those who saw it or may read everything."""
    for file in city.deleted:
        for name, method in (("attachment", "GET"), ("attachment_remove", "GET"), ("attachment_remove", "POST")):
            target = Target(city, f"approvals:{name}", (file.pk,))
            found = plain(city, kind, method, target, target.url)
            nothing = plain(city, kind, method, target, elsewhere(target, NEVER[0]))
            assert (*found[:2], abs(found[2] - nothing[2]) <= FEW) == (404, nothing[1], True), (file, name, method)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_key_of_nothing_is_found_or_breaks(method: str, city: City, aims: dict[str, Target]) -> None:
    answers = {}
    for target in aims.values():
        if target.args and target.route != "people:enter":
            kind = (
                "section_head" if target.route.startswith(("accounts:", "approvals:", "policies:")) else "administrator"
            )
            answers[target.name] = {plain(city, kind, method, target, elsewhere(target, pk))[:2] for pk in NEVER}
    assert {name: len(found) for name, found in answers.items() if len(found) != 1} == {}
    assert {status for found in answers.values() for status, _ in found} == {404, 405}
