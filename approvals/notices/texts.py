"""What the public is told of a change or closure: every text of the notice's life, for both channels (4-5-(2)).

The post on the account fits the service's own length; the page on the city homepage is HTML without anything of ours.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string

from approvals.notices.labels import PUBLISHED
from approvals.notices.models import ChangeNotice
from approvals.notices.states import NoticeState
from core.periods.era import era_date
from publications.texts.profile import length_of

POST_LIMITS = {"x": 140, "line": 500, "instagram": 2200, "facebook": 5000, "youtube": 5000, "tiktok": 2200}
"""How long a post may be, by the service's code, in UTF-16 units; X counts Japanese twice, hence half of its number."""
SHORTEST = 140
"""What a post may be on a service of which no length is known."""
Wanted = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Post:
    """The text of a post on the account, its length and the service's limit."""

    text: str
    length: int
    limit: int

    @property
    def fits(self) -> bool:
        """Tell whether the service takes it."""
        return self.length <= self.limit


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


def announcement(notice: ChangeNotice) -> str:
    """Return what is announced: what changes or ends, when, why."""
    day = era_date(notice.planned_on, weekday=False) if notice.planned_on else "実施日は決まり次第お知らせします"
    section = notice.account.section.name
    if notice.is_closure:
        lines = [f"{day}をもって、このアカウントの運用を終了します。"]
    else:
        lines = [f"{day}から、次のとおり変わります。", *_changes(notice)]
    if notice.reason:
        lines.append(f"理由:{notice.reason}")
    return "\n".join([*lines, f"お問い合わせ:{section}"])


def effected(notice: ChangeNotice) -> str:
    """Return what stands after the effect."""
    on = notice.effected_on
    day = era_date(on, weekday=False) if on else ""
    if notice.is_closure:
        lines = [
            f"このアカウントの運用は、{day}に終了しました。",
            "この後に同じ名前やIDで行われる投稿は、市によるものではありません。",
        ]
    else:
        lines = [f"{day}に、次のとおり変わりました。", *_changes(notice)]
    if notice.departs and notice.planned_on is not None:
        lines.append(f"先にお知らせした日({era_date(notice.planned_on, weekday=False)})とは違う日になりました。")
    return "\n".join([*lines, f"お問い合わせ:{notice.account.section.name}"])


def moved(notice: ChangeNotice) -> str:
    """Return what is announced when the day was moved."""
    return f"先にお知らせした実施の日が変わりました。\n{announcement(notice)}"


def retraction(notice: ChangeNotice) -> str:
    """Return what is announced when the notice was cancelled."""
    what = "運用の終了" if notice.is_closure else "変更"
    lines = [f"先にお知らせした{what}は、取りやめました。", "これまでどおり運用します。"]
    if notice.cancel_reason:
        lines.append(f"理由:{notice.cancel_reason}")
    return "\n".join([*lines, f"お問い合わせ:{notice.account.section.name}"])


def _changes(notice: ChangeNotice) -> list[str]:
    return [f"{label}:{old or 'なし'} → {new or 'なし'}" for _, label, old, new in notice.changed()]


def told_of(notice: ChangeNotice) -> list[Told]:
    """Return the texts that can be needed from now on, the next one first."""
    title = title_of(notice)
    if notice.state in {NoticeState.EFFECTED, NoticeState.COMPLETED}:
        return [_told(notice, "実施後に載せておく文", f"{title}(実施済)", effected(notice))]
    if notice.state == NoticeState.CANCELLED:
        return [_told(notice, "中止のお知らせの文", f"{title}の取りやめ", retraction(notice))]
    first = _told(notice, "周知の文", title, announcement(notice))
    if notice.state != NoticeState.ANNOUNCED:
        return [first]
    later = _told(notice, "期日を変えたときの文", f"{title}の日の変更", moved(notice))
    return [first, later, _told(notice, "中止するときの文", f"{title}の取りやめ", retraction(notice))]


def _told(notice: ChangeNotice, label: str, title: str, text: str) -> Told:
    return Told(label, title, text, post_of(notice, title, text), page_of(title, text))


def post_of(notice: ChangeNotice, title: str, text: str) -> Post:
    """Return the longest post that the service takes; the last one leads to the page of the homepage."""
    limit = POST_LIMITS.get(notice.account.platform.code, SHORTEST)
    page = notice.on_homepage
    url = page.url if page is not None and page.url else ""
    first = text.split("\n", maxsplit=1)[0]
    ends = f"\n{url}" if url else ""
    texts = [f"【{title}】\n{text}{ends}", f"【お知らせ】\n{first}{ends}", f"【お知らせ】\n{first}"]
    posts = [Post(one, length_of(one), limit) for one in texts]
    return next((one for one in posts if one.fits), posts[-1])


def page_of(title: str, text: str) -> str:
    """Return what is pasted into the city's editor of web pages."""
    return render_to_string("approvals/notices/text.html", {"title": title, "lines": text.split("\n")}).strip()


def shown_words(notice: ChangeNotice, *, text: str | None = None) -> dict[str, Any]:
    """Return the words of what stands in a channel, as columns of a publication."""
    return {"title": title_of(notice), "text": text or announcement(notice), "wanted": wanted(notice)}


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
