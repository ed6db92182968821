"""What the requests of the demonstration say: purpose, policy items and reasons, from a few words of each story."""

from typing import Any

from accounts.states import Access
from core.staff.models import Person, Unit
from dashboard.demo.stories import Story
from policies.states import Replies

FREQUENCY = {
    "facebook": ("週2回ほど", "開庁日の日中"),
    "x": ("開庁日に1回ほど。急ぐお知らせは随時", "開庁日の日中"),
    "instagram": ("週2回ほど", "開庁日の夕方"),
    "youtube": ("月2回ほど", "開庁日の日中"),
    "line": ("週1回ほど", "開庁日の正午ごろ"),
    "tiktok": ("月2回ほど", "開庁日の夕方"),
    "note": ("月1回ほど", "開庁日の日中"),
    "blog": ("月2回ほど", "開庁日の日中"),
    "other": ("月1回ほど", "開庁日の日中"),
}
ACCESS = {
    "facebook": Access.PERSONAL_ROLE,
    "youtube": Access.PERSONAL_ROLE,
    "line": Access.PERSONAL_ROLE,
}
OPINIONS = "開庁日の16時に担当が確認し、内容に応じて担当課へ引き継ぐ。夜間と休日のものは翌開庁日に確認する。"
REPLY_NOTES = {
    Replies.ALL: "3開庁日のうちに返信する。",
    Replies.SOME: "手続きや開館時間のお尋ねに、3開庁日のうちに返信する。",
    Replies.NONE: "",
}
ROOTS = {
    "facebook": "https://www.facebook.com/{}",
    "x": "https://x.com/{}",
    "instagram": "https://www.instagram.com/{}/",
    "youtube": "https://www.youtube.com/@{}",
    "line": "https://line.me/R/ti/p/@{}",
    "tiktok": "https://www.tiktok.com/@{}",
    "note": "https://note.com/{}",
    "blog": "https://blog.example.lg.jp/{}/",
    "other": "https://www.example.lg.jp/{}/",
}


def address_of(story: Story) -> str:
    """Return the invented address of the story's account."""
    return ROOTS[story.service].format(story.handle)


def request_values(story: Story, section: Unit) -> dict[str, Any]:
    """Return what a request says, without people and days; an unfinished story leaves items open."""
    frequency, timing = FREQUENCY[story.service]
    values = {
        "account_name": story.name,
        "common_name": story.common_name,
        "handle": story.handle,
        "reason": f"{story.about}を、{story.audience}がふだん使う場所で早く知らせるため。",
        "purpose": f"{story.audience}に、{story.about}をその日のうちに知らせる。",
        "topics": f"{story.about}。災害のときは、危機管理課の発信を案内する。",
        "in_charge": f"{section.name}の運用担当",
        "frequency": frequency,
        "timing": timing,
        "method": "担当が下書きを作り、アカウント管理者の許可を受けて投稿する。",
        "opinions": OPINIONS,
        "replies": story.replies.value,
        "reply_note": REPLY_NOTES[story.replies],
    }
    return values | dict.fromkeys(story.still_open, "")


def operators_of(story: Story, drafter: Person, second: Person | None) -> list[dict[str, Any]]:
    """Return the operating staff: the drafter enters the account, a colleague drafts only."""
    access = ACCESS.get(story.service, Access.SHARED_PASSWORD)
    staff = [{"person": drafter.pk, "access": access.value, "reason": "日々の配信を担当するため"}]
    if second is not None:
        staff.append({"person": second.pk, "access": Access.DRAFTS_ONLY.value, "reason": ""})
    return staff
