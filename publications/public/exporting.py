"""The whole public side as files, for the city's web server: the application itself lives in a closed network.

Every page is rendered by the same code as the application's, with relative links. What asks the server there - the
question whether an account is genuine - is answered by a script over one file of keys (`genuine.json`), and another
searches in the texts of all accounts (`find.json`).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from accounts.folding import fold, tables
from accounts.recognition.hosts import LOOKALIKES
from accounts.rules import SHORTENERS
from core.audit.whole import one_state
from core.memo import remembering
from core.ui.eras import era_datetime
from core.ui.icons import icon
from publications.imitations.models import Imitation
from publications.public import data, listing, pages, warned
from publications.public.answering import services
from publications.public.asking import keys_of
from publications.public.folder import Folder
from publications.public.listing import Listed, Wanted
from publications.public.openapi import description
from publications.public.rows import rows_of
from publications.public.services import Services
from publications.public.showing import Entry, entry_of, purposes_of, shown, with_columns
from publications.public.site import ASSETS, INDEX, Site, filed
from publications.public.words import TITLES, WORDS, facts_of

ON_A_PAGE = 200
SCRIPTS = ("public/genuine.js", "public/find.js")
FEED = 500
MARKS = ("ok", "end", "stop", "info", "warn")
"""The signs before an answer, which the script takes from the page."""


def export(path: Path, at: datetime, on: date) -> Folder:
    """Write the public side of one state of the database to a folder.

    Raises:
        FolderInUseError: while another export writes to the folder.
        ForeignFolderError: when the folder holds files of others.
    """
    folder = Folder(path)
    folder.announce()
    with remembering(), one_state():
        Export(folder, at, on, services()).write()
    folder.finish()
    return folder


class Export:
    """One export: a folder, the day, the services."""

    def __init__(self, folder: Folder, at: datetime, on: date, known: Services) -> None:
        self.folder, self.at, self.on, self.known = folder, at, on, known
        self.names = list(known.names.items())

    def write(self) -> None:
        """Write everything, the first page last."""
        self._assets()
        self._text("openapi.json", json.dumps(description(), ensure_ascii=False))
        self.folder.write("genuine.json", self._index())
        self.folder.write("find.json", self._texts())
        self.folder.write("accounts.json", self._accounts())
        self.folder.write("accounts.csv", data.csv_lines(self._every(), filed(0)))
        every = self._every()
        while some := list(islice(every, FEED)):
            for one, page in pages.entries(filed(2), some):
                self._text(f"accounts/{one.pk}/{INDEX}", page)
                self._text(f"accounts/{one.pk}.json", json.dumps(data.account(one, filed(1)), ensure_ascii=False))
        self._warnings()
        for code, _ in self.names:
            self._list(Wanted(service=code), f"services/{code}")
        for pk, _, _ in listing.sections(self.on):
            self._list(Wanted(section=pk), f"sections/{pk}")
        self._text(f"sections/{INDEX}", pages.sections(filed(1), self.on))
        self._list(Wanted(), "")

    def _every(self, wanted: Wanted | None = None) -> Iterator[Entry]:
        return listing.every(wanted or Wanted(), self.on)

    def _text(self, name: str, text: str) -> None:
        self.folder.write(name, [text.encode()])

    def _assets(self) -> None:
        for name in (*ASSETS, *SCRIPTS):
            found = finders.find(name)
            assert found is not None, name
            self.folder.write(f"assets/{Path(name).name}", [Path(found).read_bytes()])

    def _list(self, wanted: Wanted, below: str) -> None:
        """Write the pages of one list, from the last to the first: what a page leads to is there already."""
        cursors: list[str] = [""]
        while (cursor := listing.listed(wanted, cursors[-1], self.on, ON_A_PAGE).next) is not None:
            cursors.append(cursor)
        for number in range(len(cursors), 0, -1):
            page = listing.listed(wanted, cursors[number - 1], self.on, ON_A_PAGE)
            self._page(wanted, below, page, number, last=len(cursors))

    def _page(self, wanted: Wanted, below: str, page: Listed, number: int, *, last: int) -> None:
        base = below.strip("/")
        folder = "/".join(filter(None, [base, "" if number == 1 else f"pages/{number}"]))
        site = filed(folder.count("/") + 1 if folder else 0)
        near = [self._place(site, base, other) if 1 <= other <= last else "" for other in (number - 1, number + 1)]
        first = number == 1 and not base
        html = pages.home(
            site,
            page,
            wanted,
            self.names,
            rows=rows_of(page.entries, site),
            neighbours=(near[0], near[1]),
            is_first=first,
            warnings=warned.newest(site) if first else [],
            updated=era_datetime(self.at) if first else "",
            marks=[(tone, icon(tone, "verdict__mark")) for tone in MARKS],
            static_index=f"{site.root}genuine.json",
            root=site.root,
            find=f"{site.root}find.json",
            scripts=[site.asset(Path(name).name) for name in SCRIPTS],
        )
        self._text(f"{folder}/{INDEX}" if folder else INDEX, html)

    @staticmethod
    def _place(site: Site, base: str, number: int) -> str:
        parts = [base, "" if number == 1 else f"pages/{number}", INDEX]
        return site.root + "/".join(filter(None, parts))

    def _warnings(self) -> None:
        """Write all warnings on one page, and for programs."""
        found = list(self._warned(filed(1)))
        self._text(f"warnings/{INDEX}", pages.warnings(filed(1), found))
        self._text("warnings.json", json.dumps(data.warnings(found, None), ensure_ascii=False))

    def _warned(self, site: Site) -> Iterator[warned.Warned]:
        cursor: str | None = ""
        while cursor is not None:
            found, cursor = warned.page(cursor, site, FEED)
            yield from found

    def _accounts(self) -> Iterator[bytes]:
        rows = (json.dumps(data.account(one, filed(0)), ensure_ascii=False) for one in self._every())
        yield from _array(b'{"accounts": [', rows, b'], "next": null}')

    def _index(self) -> Iterator[bytes]:
        """Yield what the script answers from: tables, accounts with their keys, imitations with theirs."""
        tables: dict[str, Any] = {
            "services": self.known.plain(),
            "shorteners": sorted(SHORTENERS),
            "lookalikes": {chr(code): chr(plain) for code, plain in LOOKALIKES.items()},
            "words": WORDS,
            "titles": {verdict: {"tone": tone, "title": title} for verdict, (tone, title) in TITLES.items()},
        }
        head = json.dumps(tables, ensure_ascii=False)[:-1].encode()
        yield from _array(head + b', "accounts": [', self._keyed(), b"], ")
        yield from _array(b'"imitations": [', self._imitations(), b"]}")

    def _texts(self) -> Iterator[bytes]:
        """Yield what the search reads: how a text is folded, and the folded public text of each account in the list."""
        every = self._every()
        head = json.dumps(tables(), ensure_ascii=False)[:-1].encode()
        found = (row for some in iter(lambda: list(islice(every, FEED)), []) for row in self._found(some))
        yield from _array(head + b', "accounts": [', found, b"]}")

    @staticmethod
    def _found(some: Sequence[Entry]) -> Iterator[str]:
        purposes = purposes_of([one.pk for one in some])
        for one in some:
            words = (one.name, one.common_name, one.handle, one.url, one.section, purposes.get(one.pk, ""), one.topics)
            shown = {"name": one.name, "service": one.service_name, "section": one.section}
            text = " ".join(map(fold, words))
            yield json.dumps({**shown, "page": filed(0).entry(one.pk), "text": text}, ensure_ascii=False)

    def _keyed(self) -> Iterator[str]:
        found = with_columns(shown(answering=True)).order_by("pk")
        for row in found.iterator(chunk_size=FEED):
            (one,) = listing.under_current_names([entry_of(row)], self.on)
            keys = keys_of(one.service, one.handle, one.url, self.known)
            facts = {"code": one.service, "over": one.is_over, "keys": keys, "page": filed(0).entry(one.pk)}
            yield json.dumps({"id": one.pk, **facts, **facts_of(one)}, ensure_ascii=False)

    def _imitations(self) -> Iterator[str]:
        columns: Sequence[str] = ("platform__code", "key", "loose_key", "named", "words", "resembles_id")
        for code, key, loose, named, words, resembles in Imitation.objects.warned().values_list(*columns):
            one = {"code": code or "", "keys": [key, loose], "named": named, "words": words, "resembles": resembles}
            yield json.dumps(one, ensure_ascii=False)


def _array(head: bytes, rows: Iterator[str], foot: bytes) -> Iterator[bytes]:
    yield head
    for number, row in enumerate(rows):
        yield (f",\n{row}" if number else row).encode()
    yield foot
