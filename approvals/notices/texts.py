"""What the public is told of a change or closure: every text of the notice's life, for both channels (4-5-(2)).

The post on the account fits the service's own length (`posts`); the page of the homepage is HTML without anything of
ours.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string

from accounts.models import Account
from accounts.states import OVER
from accounts.suspendable import has_started, is_suspended
from approvals.notices.labels import PUBLISHED
from approvals.notices.models import ChangeNotice
from approvals.notices.posts import Post, fitting
from approvals.notices.states import OPEN, Channel, NoticeState
from core.periods.era import era_date

Wanted = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Words:
    """What is announced: lines that must be told, lines that explain them, and `short`, which tells it without them."""

    lead: tuple[str, ...]
    changes: tuple[str, ...] = ()
    reason: str = ""
    contact: str = ""
    short: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return all of it."""
        said = [f"理由:{self.reason}"] if self.reason else []
        return "\n".join([*self.lead, *self.changes, *said, f"お問い合わせ:{self.contact}"])

    @property
    def core(self) -> str:
        """Return it without reason and contact."""
        return "\n".join([*self.lead, *self.changes])

    @property
    def shortest(self) -> str:
        """Return what must be told in any case: what happens and when."""
        return "\n".join(self.short or self.lead)


@dataclass(frozen=True)
class Told:
    """The texts of one moment of a notice: title and words as the public reads them, the post, the page."""

    label: str
    title: str
    text: str
    post: Post
    page: str


def title_of(notice: ChangeNotice) -> str:
    """Return the title of the announcement."""
    old = notice.old_values()
    named = f"{old['platform']}公式アカウント「{old['name']}」"
    return f"{named}の{notice.get_kind_display()}"[:120]


def announcement(notice: ChangeNotice, on: date | None = None) -> Words:
    """Return what is announced: what changes or ends, when - as planned, or on another day -, why."""
    planned_on = on or notice.planned_on
    day = era_date(planned_on, weekday=False) if planned_on else "実施日は決まり次第お知らせします"
    contact = notice.account.section.name
    if notice.is_closure:
        return Words((f"{day}をもって、このアカウントの運用を終了します。",), (), notice.reason, contact)
    short = (f"{day}から、このアカウントの{_what_changes(notice)}が変わります。",)
    return Words((f"{day}から、次のとおり変わります。",), _changes(notice), notice.reason, contact, short)


def effected(notice: ChangeNotice) -> Words:
    """Return what stands after the effect, and that it was another day where the public was told another."""
    on, told_on = notice.effected_on, notice.planned_on
    day = era_date(on, weekday=False) if on else ""
    told = era_date(told_on, weekday=False) if told_on else ""
    another = (f"先にお知らせした日({told})とは違う日になりました。",) if notice.departs else ()
    contact = notice.account.section.name
    if notice.is_closure:
        lead = (
            f"このアカウントの運用は、{day}に終了しました。",
            "この後に同じ名前やIDで行われる投稿は、市によるものではありません。",
        )
        return Words((*lead, *another), contact=contact)
    short = (f"{day}に、このアカウントの{_what_changes(notice)}が変わりました。", *another)
    return Words((f"{day}に、次のとおり変わりました。", *another), _changes(notice), contact=contact, short=short)


def moved(notice: ChangeNotice, on: date | None = None) -> Words:
    """Return what is announced when the day is moved: to the one now planned, or to one that the move will write."""
    words, first = announcement(notice, on), "先にお知らせした実施の日が変わりました。"
    return replace(words, lead=(first, *words.lead), short=(first, *(words.short or words.lead)))


def retraction(notice: ChangeNotice) -> Words:
    """Return what is announced when the notice was cancelled."""
    what = "運用の終了" if notice.is_closure else "変更"
    lead = (f"先にお知らせした{what}は、取りやめました。", *_goes_on(notice.account))
    return Words(lead, (), notice.cancel_reason, notice.account.section.name)


def _goes_on(account: Account) -> tuple[str, ...]:
    """Return how the account goes on without what was announced; nothing of one that has ended."""
    if account.state in OVER:
        return ()
    if is_suspended(account):
        return ("このアカウントは、引き続き一時停止しています。",)
    return ("これまでどおり運用します。" if has_started(account) else "このアカウントは、まだ運用を始めていません。",)


def _changes(notice: ChangeNotice) -> tuple[str, ...]:
    return tuple(f"{label}:{old or 'なし'} → {new or 'なし'}" for _, label, old, new in notice.changed())


def _what_changes(notice: ChangeNotice) -> str:
    return "・".join(label for _, label, _, _ in notice.changed()) or "内容"


def told_of(notice: ChangeNotice) -> list[Told]:
    """Return the texts that can be needed from now on, the next one first."""
    title = title_of(notice)
    if notice.state in {NoticeState.EFFECTED, NoticeState.COMPLETED}:
        return [_told(notice, "実施後に載せておく文", f"{title}(実施済)", effected(notice))]
    if notice.state == NoticeState.CANCELLED:
        return [_told(notice, "中止のお知らせの文", f"{title}の取りやめ", retraction(notice))]
    first = _told(notice, "周知の文", title, announcement(notice))
    if not is_told(notice):
        return [first]
    return [first, _told(notice, "中止するときの文", f"{title}の取りやめ", retraction(notice))]


def told_of_move(notice: ChangeNotice, on: date) -> Told:
    """Return the texts that tell of a new day; they are posted before the move is recorded."""
    return _told(notice, "期日の変更を知らせる文", f"{title_of(notice)}の日の変更", moved(notice, on))


def is_told(notice: ChangeNotice) -> bool:
    """Tell whether the public reads, or has read, of a notice that is under way, in one channel at least."""
    return notice.state in OPEN and any(notice.told_on(channel) is not None for channel in Channel)


def _told(notice: ChangeNotice, label: str, title: str, words: Words) -> Told:
    return Told(label, title, words.text, post_of(notice, title, words), page_of(title, words.text))


def post_of(notice: ChangeNotice, title: str, words: Words) -> Post:
    """Return the longest post that the service takes: whole, without its reason, or only what happens and when.

    It leads to the page on the city homepage, once that is recorded.
    """
    page = notice.on_homepage
    ends = f"\n{page.url}" if page is not None and page.url else ""
    whole, core = f"【{title}】\n{words.text}{ends}", f"【{title}】\n{words.core}{ends}"
    texts = (whole, core, f"【お知らせ】\n{words.shortest}{ends}")
    return fitting(notice.account.platform, texts)


def page_of(title: str, text: str) -> str:
    """Return what is pasted into the city's editor of web pages."""
    return render_to_string("approvals/notices/text.html", {"title": title, "lines": text.split("\n")}).strip()


def shown_words(notice: ChangeNotice, words: Words | None = None) -> dict[str, Any]:
    """Return the words of what stands in a channel, as columns of a publication; first those of the announcement."""
    return {"title": title_of(notice), "text": (words or announcement(notice)).text, "wanted": wanted(notice)}


def wanted(notice: ChangeNotice) -> Wanted:
    """Return what the check looks for on the notice's page: the account's name, and what becomes of it."""
    old, label = notice.old_values(), PUBLISHED["name"]
    found: Wanted = [("name", label, old["name"])]
    if notice.is_closure:
        return [*found, ("closure", "運用の終了", "終了")]
    return [*found, *((f"new.{name}", f"新しい{label}", new) for name, label, _, new in notice.changed() if new)]


def keeps_words(until: date | None) -> str:
    """Say from when something may come down."""
    return f"{era_date(until + timedelta(days=1))}から下ろせます" if until else "実施の後に決まります"
