"""The machine-readable side: what a program reads of an account and of a warning, and the list as CSV.

The fields are promised (`openapi`); a new one may come, none goes away.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from accounts.export import BOM, safe_text
from publications.public.answering import Answer
from publications.public.listing import Listed, Wanted
from publications.public.showing import Entry
from publications.public.site import SERVED, Site
from publications.public.warned import Warned
from publications.public.words import said

FIELDS = (
    *("id", "service", "service_name", "name", "common_name", "handle", "url", "section", "topics", "state"),
    *("state_label", "started_on", "official_until", "page", "suspended_on", "suspended_words"),
)
"""Fields of an account, columns of the CSV."""


def account(one: Entry, site: Site = SERVED) -> dict[str, Any]:
    """Return one account as JSON holds it."""
    values = (
        *(one.pk, one.service, one.service_name, one.name, one.common_name, one.handle, one.url, one.section),
        *(one.topics, one.state, one.standing.label, one.started_on.isoformat()),
        *(one.until.isoformat() if one.until else None, site.entry(one.pk)),
        *(one.suspended_on.isoformat() if one.suspended_on else None, one.suspended_words),
    )
    return dict(zip(FIELDS, values, strict=True))


def accounts(page: Listed, wanted: Wanted, site: Site = SERVED) -> dict[str, Any]:
    """Return one page of the list, and where the next one is."""
    given = "&".join(filter(None, [wanted.query, urlencode({"cursor": page.next})])) if page.next else ""
    following = f"{site.data('accounts.json')}?{given}" if given else None
    return {"accounts": [account(one, site) for one in page.entries], "next": following}


def warning(one: Warned) -> dict[str, Any]:
    """Return one warning as JSON holds it."""
    return {
        "id": one.pk,
        "service_name": one.service,
        "handle": one.handle,
        "url": one.address,
        "words": one.words,
        "first_seen_on": one.first_seen_on.isoformat(),
        "resembles": one.resembles_pk,
    }


def warnings(found: Iterable[Warned], following: str | None, site: Site = SERVED) -> dict[str, Any]:
    """Return one page of the warnings, and where the next one is."""
    way = f"{site.data('warnings.json')}?{urlencode({'cursor': following})}" if following else None
    return {"warnings": [warning(one) for one in found], "next": way}


def verdict(answer: Answer, site: Site = SERVED) -> dict[str, Any]:
    """Return an answer to "is this account genuine?" as JSON holds it."""
    return {
        "asked": answer.asked.text,
        "verdict": answer.verdict.value,
        "title": said(answer).title,
        "account": account(answer.entry, site) if answer.entry else None,
        "official_elsewhere": [account(one, site) for one in answer.others],
        "meant": account(answer.meant, site) if answer.meant else None,
    }


def csv_lines(entries: Iterable[Entry], site: Site = SERVED) -> Iterator[bytes]:
    """Yield the list as CSV in UTF-8 with a byte order mark, a record at a time; no cell is ever a formula."""
    yield BOM.encode()
    yield _line(FIELDS)
    for one in entries:
        yield _line(account(one, site).values())


def _line(cells: Iterable[Any]) -> bytes:
    texts = ("" if cell is None else safe_text(str(cell)) for cell in cells)
    quoted = ('"' + text.replace('"', '""') + '"' for text in texts)
    return (",".join(quoted) + "\r\n").encode()
