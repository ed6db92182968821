"""What is public of the registry: the one declaration of which accounts are shown, and which of their columns are read.

Everything public - pages, answers, JSON, CSV, the exported site - reads `shown` and `COLUMNS` and nothing else, so that
notes, drafts, the people behind an account and document numbers have no way out (a test plants and searches them).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.finding import Finding
from accounts.states import AccountState
from policies.models import MediaPolicy
from publications.posting.models import Publication
from publications.posting.states import Kind


@dataclass(frozen=True)
class Standing:
    """How an account in one state appears to the public."""

    label: str
    tone: str
    ended_on: str = ""
    """Column of the day it ended; empty while it is the city's own (`was official until`)."""
    listed: Q = field(default_factory=Q)
    """Which of them stand in the list; all of them are answered for."""


Standings = Mapping[AccountState, Standing]
STANDINGS: Standings = {
    AccountState.ACTIVE: Standing("運用中", "ok"),
    AccountState.SUSPENDED: Standing("一時停止中", "warn"),
    AccountState.CLOSING: Standing("廃止の予定", "warn"),
    AccountState.CLOSED: Standing("終了", "end", ended_on="closed_on"),
    AccountState.RETIRED: Standing("終了", "end", ended_on="closed_on", listed=Q(pk__in=[])),
}
"""States that are public. A state of a later chapter is one line here; one that ended names the column of its day."""

IN_FORCE = ("published", "approved")
"""States of a policy that is in force, what is out before what is only decided."""
POLICY = {
    "purpose": "目的",
    "topics": "発信する内容",
    "frequency": "発信の頻度",
    "timing": "発信の時間帯",
    "method": "発信の方法",
    "opinions": "ご意見・ご質問の扱い",
    "replies": "返信の有無",
    "reply_note": "返信する場合と時期",
    "further": "そのほか",
}
"""The items of the policy that are shown; who is in charge stays inside, for it may name people."""
COLUMNS = (
    "account_id",
    "account__platform__code",
    "account__platform__name",
    "account__name",
    "account__common_name",
    "account__handle",
    "account__url",
    "account__section__name",
    "account__section__pk",
    "account__section__ends_on",
    "account__state",
    "account__started_on",
    "account__suspended_on",
    "account__suspended_words",
)

STATE = COLUMNS.index("account__state")


@dataclass(frozen=True)
class Entry:
    """One official account as the public sees it."""

    pk: int
    service: str
    service_name: str
    name: str
    common_name: str
    handle: str
    url: str
    section: str
    section_pk: int
    section_ends_on: date | None
    state: str
    started_on: date
    suspended_on: date | None
    suspended_words: str
    topics: str
    until: date | None
    standing: Standing

    @property
    def is_over(self) -> bool:
        """Tell whether the account is not the city's any more."""
        return bool(self.standing.ended_on)

    @property
    def safe_url(self) -> str:
        """Return the address where a link may lead to it, empty otherwise."""
        return self.url if self.url.startswith(("https://", "http://")) else ""


def shown(standings: Standings | None = None, *, answering: bool = False) -> QuerySet[Finding]:
    """Return the public accounts, as rows of the index.

    Args:
        standings: which states are public and how; those of the city unless a test gives others.
        answering: also those that are only answered for and stand in no list.
    """
    table = STANDINGS if standings is None else standings
    public = Q(pk__in=[])
    for state, standing in table.items():
        public |= Q(state=state) if answering else Q(state=state) & standing.listed
    return Finding.objects.filter(public, account__disposed_on=None)


def with_columns(
    found: QuerySet[Finding], standings: Standings | None = None, *, more: tuple[str, ...] = ()
) -> QuerySet[Finding, Any]:
    """Return rows as tuples of what is public, then topics and the day of the end.

    Args:
        found: rows of the index.
        standings: see `shown`.
        more: further columns, last.
    """
    table = STANDINGS if standings is None else standings
    ends = [When(state=s, then=F(f"account__{one.ended_on}")) for s, one in table.items() if one.ended_on]
    until = Case(*ends, default=None) if ends else Value(None, output_field=DateField())
    topics = in_force(OuterRef("account_id")).values("topics")[:1]
    return found.annotate(public_topics=Subquery(topics), until=until).values_list(
        *COLUMNS, "public_topics", "until", *more
    )


def entry_of(row: tuple[Any, ...], standings: Standings | None = None) -> Entry:
    """Make an entry of the tuple that `with_columns` reads."""
    table = STANDINGS if standings is None else standings
    *values, topics, until = row[: len(COLUMNS) + 2]
    entry: Any = Entry
    made: Entry = entry(*values, topics or "", until, table[values[STATE]])
    return made


def in_force(account: Any) -> QuerySet[MediaPolicy]:
    """Return the policies of an account that are in force, the one that counts first."""
    return _in_force().filter(account=account)


def _in_force() -> QuerySet[MediaPolicy]:
    rank = Case(When(state=IN_FORCE[0], then=Value(0)), default=Value(1))
    return MediaPolicy.objects.filter(state__in=IN_FORCE).order_by(rank, "-number")


def purposes_of(keys: Collection[int]) -> dict[int, str]:
    """Return the purpose in the policies in force, by the account's key; one query."""
    found: dict[int, str] = {}
    for account, purpose in _in_force().filter(account__in=keys).values_list("account", "purpose"):
        found.setdefault(account, purpose)
    return found


@dataclass(frozen=True)
class Told:
    """One notice of a change or closure as the public reads it: its words, and where it stands on the city homepage."""

    title: str
    text: str
    url: str


def notices_of(keys: Collection[int]) -> dict[int, list[Told]]:
    """Return the notices that stand about each of some accounts, by its key, the newest first; one query."""
    found: dict[int, list[Told]] = {}
    up = Publication.objects.up().filter(kind=Kind.NOTICE_PAGE, account__in=keys).order_by("-pk")
    for account, title, text, url in up.values_list("account", "title", "text", "url"):
        safe = url if url.startswith(("https://", "http://")) else ""
        found.setdefault(account, []).append(Told(title, text, safe))
    return found


def policies_of(keys: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Return name and words of each public item of the policies in force, by the account's key; one query."""
    found: dict[int, list[tuple[str, str]]] = {}
    for policy in _in_force().filter(account__in=keys):
        words = {name: str(getattr(policy, name)) for name in POLICY} | {"replies": policy.get_replies_display()}
        found.setdefault(policy.account_id, [(label, words[name]) for name, label in POLICY.items() if words[name]])
    return found
