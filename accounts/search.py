"""Finding accounts: words in any of their names, filters, and the order of the list.

Words are compared as people read them: full and half width, upper and lower case are one. The
columns are stored as written, so a word is sought in each of the ways it may have been written; a
pasted address is sought by its key.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet

from accounts.cases import nearest_duty
from accounts.models import Account, Platform
from accounts.rules import handle_key, host_of, url_key
from accounts.states import AccountState
from core.lifecycle.cursors import SIZE, Page, page_of
from core.staff.authority import Capacity, units_held
from core.staff.models import Unit
from core.staff.offices import Office

MOST_WORDS = 5
STANDING = "standing"
COLUMNS = (
    "name",
    "common_name",
    "handle",
    "url",
    "section__name",
    "section__parent__name",
    "section__parent__parent__name",
)
NUMBERS = ("requests__document_number", "filings__document_number")
"""Document numbers of the chapter above, by the names of its reverse relations."""
_HALF_KANA = {unicodedata.normalize("NFKC", kana): kana for kana in map(chr, range(0xFF61, 0xFFA0))}
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def writings(word: str) -> set[str]:
    """Return the ways a word may be written in the registry: as typed, half width, full width, half-width kana."""
    plain = unicodedata.normalize("NFKC", word)
    wide = {text.translate(_FULL_WIDTH) for text in (plain, plain.lower(), plain.upper())}
    return {word, plain, *wide, _half_kana(plain)}


def _half_kana(text: str) -> str:
    return "".join(_HALF_KANA.get(part, part) for char in text for part in _split(char))


def _split(char: str) -> str:
    """Take a voiced kana apart; anything else stays as it is."""
    return char if char in _HALF_KANA else unicodedata.normalize("NFD", char) if "ァ" <= char <= "ヺ" else char


def of_words(text: str) -> Q:
    """Return the condition that every word stands in one of the searched columns."""
    condition = Q()
    for word in text.split()[:MOST_WORDS]:
        condition &= _of_word(word)
    return condition


def _of_word(word: str) -> Q:
    anywhere = Q()
    for writing in writings(word):
        for column in COLUMNS:
            anywhere |= Q(**{f"{column}__icontains": writing})
    if key := handle_key(word):
        anywhere |= Q(handle_key__contains=key)
    if key := _key_of_address(word):
        anywhere |= Q(url_key__startswith=key)
    plain = unicodedata.normalize("NFKC", word)
    for number in NUMBERS:
        anywhere |= Q(pk__in=Account.objects.filter(**{f"{number}__icontains": plain}).values("pk"))
    return anywhere


def _key_of_address(word: str) -> str:
    """Return the key of a pasted address, by the service it belongs to; empty for any other word."""
    if "://" not in word or not host_of(word):
        return ""
    owner = Platform.objects.owning(word)
    return owner.key_of_url(word) if owner else url_key(word)


def narrowed(found: QuerySet[Account], wanted: Mapping[str, Any], on: date) -> QuerySet[Account]:
    """Keep what the filters ask for; a filter that is not given keeps everything."""
    if words := wanted.get("q"):
        found = found.filter(of_words(words))
    if service := wanted.get("service"):
        found = found.filter(platform__in=Platform.objects.filter(code=service))
    if (state := wanted.get("state")) == STANDING:
        found = found.exclude(state=AccountState.ABANDONED)
    elif state:
        found = found.filter(state=state)
    if department := wanted.get("department"):
        found = found.filter(section__in=_units_of(int(department), on))
    return found


def _units_of(department: int, on: date) -> list[int]:
    """Return the keys of all units a department answers for, ended ones included: what its head would hold."""
    unit = Unit.objects.filter(pk=department).first()
    return units_held(Capacity("", Office.DEPARTMENT_HEAD, unit, ""), on) if unit else []


@dataclass(frozen=True)
class Order:
    """One order of the list: its words, and the expression it sorts by when that is no column of the account."""

    slug: str
    label: str
    expression: Any = None
    is_date: bool = False


ORDERS = (
    Order("", "新しい順"),
    Order("duty", "期限の近い順", nearest_duty, is_date=True),
    Order("section", "部署の順", lambda: F("section__name")),
)


def ordered_page(found: QuerySet[Account], slug: str, cursor: str | None, size: int = SIZE) -> Page[Account]:
    """Cut one page in one of the orders; an unknown order is the first."""
    order = next((order for order in ORDERS if order.slug == slug), ORDERS[0])
    if order.expression is None:
        return page_of(found, cursor, order="-pk", size=size)
    return _page_by(found.annotate(order_key=order.expression()), order, cursor, size)


def _page_by(found: QuerySet[Any], order: Order, cursor: str | None, size: int) -> Page[Account]:
    """Cut a page by `order_key`, ties by key: as `page_of`, for a value that is no column of the account."""
    place = _read(cursor, order)
    backward = place is not None and place[0]
    if place is not None:
        way = "lt" if backward else "gt"
        tie = Q(order_key=place[1], **{f"pk__{way}": place[2]})
        found = found.filter(Q(**{f"order_key__{way}": place[1]}) | tie)
    sign = "-" if backward else ""
    rows = list(found.order_by(f"{sign}order_key", f"{sign}pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    previous = _write(rows[:1], order, True) if (more if backward else place is not None) else None
    return Page(rows, previous, _write(rows[-1:], order, False) if (backward or more) else None)


def _write(rows: Iterable[Any], order: Order, backward: bool) -> str | None:
    for row in rows:
        return signing.dumps([order.slug, backward, str(row.order_key), row.pk], salt=__name__)
    return None


def _read(cursor: str | None, order: Order) -> tuple[bool, Any, int] | None:
    try:
        slug, backward, value, pk = signing.loads(cursor or "", salt=__name__)
        key = date.fromisoformat(value) if order.is_date else str(value)
        return (bool(backward), key, int(pk)) if slug == order.slug else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
