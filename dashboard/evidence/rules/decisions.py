"""Was each decision made by somebody who could make it, when it says, on another person's work?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.periods.clock import japan_date
from core.periods.era import era_date
from dashboard.evidence.book import Book
from dashboard.evidence.findings import Finding, Kind
from dashboard.evidence.rows import Told

SLACK = timedelta(minutes=10)
"""How far the clocks and the order of writing of two acts may differ: a request waits seconds for a lock."""


def decision_findings(event: Told, book: Book, written_before: datetime | None, *, own_work: bool) -> Iterator[Finding]:
    """Yield what does not fit about one decision.

    Args:
        event: the decision.
        book: who held which office, by the trail.
        written_before: the instant of the act written just before, None for the first of all.
        own_work: whether the decider had drafted or edited what was decided, and another had to decide it.
    """
    if not event.is_whole:
        yield Finding(Kind.HASH, event.stream, f"{_said(event)}このできごとが、符号と合いません。")
    if not book.supports(event):
        whose = "その職の代決者" if event.on_behalf_of else "その職"
        yield Finding(
            Kind.NO_AUTHORITY,
            event.stream,
            f"{_said(event)}その時までに書かれた任用では、{whose}ではありませんでした。{_consequence(event, book)}",
        )
    if own_work:
        yield Finding(Kind.OWN_WORK, event.stream, f"{_said(event)}その前に、同じ人が内容を作り、または直しています。")
    if written_before is not None and event.at < written_before - SLACK:
        yield Finding(
            Kind.BACKDATED,
            event.stream,
            f"{_said(event)}これより前に書かれたできごとは、{era_date(japan_date(written_before))}のものです。",
        )


def _consequence(event: Told, book: Book) -> str:
    """Say that a deputy named rightly is found only because of what is wrong with the principal's appointment."""
    principal = book.principal_missing(event) if event.on_behalf_of else ""
    return f"代決の指定はあり、代わられた人の任用({principal})が監査証跡にないことの結果です。" if principal else ""


def _said(event: Told) -> str:
    return f"{era_date(event.on)}、{event.who}が{event.label}。"
