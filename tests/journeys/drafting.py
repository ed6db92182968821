"""Drafting a request part by part, as several journeys begin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from core.periods.clock import japan_date, now
from tests.journeys.walker import Walker

Look = Callable[[str], None]


@dataclass(frozen=True)
class Draft:
    """What a journey asks for."""

    service: str
    name: str
    handle: str
    operator: str


def nothing(title: str) -> None:
    """Look at nothing."""


def planned_start() -> date:
    """Return a day some weeks ahead."""
    return japan_date(now()) + timedelta(days=45)


def write_account(walker: Walker, draft: Draft) -> None:
    """Fill in the first part."""
    walker.fill(
        platform=draft.service,
        account_name=draft.name,
        common_name="",
        handle=draft.handle,
        reason="季節の催しを、その日のうちに知らせるため。",
        planned_start=planned_start().isoformat(),
    )


def write_people(walker: Walker, draft: Draft) -> None:
    """Fill in the first row of the second part."""
    person = walker.page.locator("#id_operators-0-person")
    label = person.locator("option", has_text=draft.operator).first.inner_text()
    person.select_option(label=label)
    walker.page.locator("#id_operators-0-access").select_option("shared_password")
    walker.page.locator("#id_operators-0-reason").fill("日々の配信を担当するため")


def write_policy(walker: Walker) -> None:
    """Fill in the third part."""
    walker.fill(
        purpose="市を訪れる方に、催しの予定を知らせる。",
        topics="季節の催し、混雑と駐車場の状況。",
        in_charge="観光振興課 運用担当",
        frequency="週3回ほど",
        timing="開庁日の日中",
        method="課の端末から投稿する。",
        opinions="開庁日の16時に担当が確認し、担当課へ引き継ぐ。",
    )
    walker.page.locator("input[name=replies][value=none]").check()


def draft_by_parts(walker: Walker, draft: Draft, look: Look = nothing) -> str:
    """Draft all parts and stop before submitting; return the path of the request's page."""
    walker.go("/approvals/requests/new/")
    look("起案-アカウント")
    write_account(walker, draft)
    walker.press("保存して次へ")
    look("起案-体制")
    write_people(walker, draft)
    walker.press("保存して次へ")
    look("起案-メディアポリシー")
    write_policy(walker)
    walker.press("保存して次へ")
    walker.reads("必要なものはそろっています")
    look("起案-確認")
    return walker.page.url.split("/edit/")[0] + "/"


def submit(walker: Walker) -> None:
    """Submit from the last part."""
    walker.press("提出する")
    walker.reads("提出しました。文書番号は")
