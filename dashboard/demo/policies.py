"""What became of media policies after their accounts came into operation: new versions, one that waits, a review late.

Each line is one deed on one account: the opening days before the day of loading, and the word for what was done.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from accounts.models import Account
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date
from core.periods.opening_days import add_opening_days
from core.staff.offices import Office
from dashboard.demo.city import City, holder
from dashboard.demo.days import instant
from dashboard.demo.timetable import Event
from policies import actions
from policies.calling import call_reviews
from policies.calls import carry_batch
from policies.models import MediaPolicy
from policies.queries import latest_policy
from policies.states import PolicyState

AFTERNOON = 240
"""Minutes after the office opens: what stories do on the same day was done before."""
CALLED, UNTIL = 40, 25
"""Opening days back to the call for a review, and from it to its date."""


@dataclass(frozen=True)
class Change:
    """The versions of one account: its handle, its section, what was done when, and what each version changes."""

    handle: str
    section: str
    script: str
    words: tuple[dict[str, str], ...] = field(default=())

    def deeds(self) -> Iterator[tuple[int, str]]:
        """Yield the days before and the word of each deed."""
        for part in self.script.split():
            days, word = part.split(":")
            yield int(days), word


CHANGES = (
    Change(
        "iwaki_bousai_mihon",
        "kiki",
        "195:publish 120:draft 119:submit 117:settle 116:publish 3:draft",
        (
            {
                "timing": "昼夜を問わず随時",
                "opinions": "開庁日の16時に担当が確認する。災害のときは、対策本部の広報の係が1時間ごとに確認する。",
                "reason": "大雨のときに、夜間のお尋ねが増えたため",
            },
            {"topics": "避難情報、気象の注意、訓練の予定。", "reason": "訓練の予定も知らせることにしたため"},
        ),
    ),
    Change(
        "iwaki_lib_mihon",
        "toshokan",
        "170:publish 6:draft 5:submit",
        ({"frequency": "週3回ほど", "reason": "新しく入った本の知らせを増やすため"},),
    ),
    Change("iwaki_tabi_mihon", "kankoka", "188:publish"),
    Change("iwaki_channel_mihon", "furusato", "200:publish"),
    Change(
        "iwaki_fire_mihon",
        "shobosomu",
        "90:draft 88:withdraw",
        ({"method": "消防署ごとに投稿する。", "reason": "署ごとの知らせを試すため"},),
    ),
)


def policy_events(city: City) -> Iterator[Event]:
    """Yield all that was done to policies, and the call for a review of those on one service."""
    for place, change in enumerate(CHANGES):
        telling = Versions(city, change)
        for days, word in change.deeds():
            yield Event(instant(city.days.back(days), AFTERNOON + 5 * place), partial(DEEDS[word], telling))
    yield Event(instant(city.days.back(CALLED), AFTERNOON + 40), partial(call, city))


@dataclass
class Versions:
    """The versions of one account as they go on."""

    city: City
    change: Change
    drafted: int = 0

    @property
    def account(self) -> Account:
        """Return the account."""
        return Account.objects.select_related("section").get(handle=self.change.handle)

    @property
    def newest(self) -> MediaPolicy:
        """Return the newest version."""
        found = latest_policy(self.account)
        assert found is not None
        return found

    def clerk(self, at: datetime) -> Actor:
        """Return a member of the section's staff."""
        return self.city.clerk(self.change.section, at)


def draft(telling: Versions, at: datetime) -> None:
    """Begin the next version with what it changes."""
    words: dict[str, Any] = actions.first_words(telling.account) | telling.change.words[telling.drafted]
    actions.draft_policy(telling.account, by=telling.clerk(at), at=at, **words)
    telling.drafted += 1


def submit(telling: Versions, at: datetime) -> None:
    """Put it before the account manager."""
    actions.submit_policy(telling.newest, by=telling.clerk(at), at=at)


def settle(telling: Versions, at: datetime) -> None:
    """Decide it by the account manager."""
    manager, newest = holder(Office.SECTION_HEAD, telling.account.section, at), telling.newest
    actions.settle_policy(newest, by=manager, at=at, seen=newest.fingerprint())


def publish(telling: Versions, at: datetime) -> None:
    """Record that it is out, where the record of its page has not done so."""
    if telling.newest.state == PolicyState.APPROVED:
        actions.publish_policy(telling.newest, by=telling.clerk(at), at=at, on=japan_date(at))


def withdraw(telling: Versions, at: datetime) -> None:
    """Give it up."""
    actions.withdraw_policy(telling.newest, by=telling.clerk(at), at=at, given_up_for="署ごとの担当がそろわないため")


def call(city: City, at: datetime) -> None:
    """Call for a review of the policies on one service, which nobody has answered yet."""
    by = holder(Office.PR_SECTION_HEAD, city.section("furusato", at), at)
    due_on = add_opening_days(japan_date(at), UNTIL)
    reason = "サービスの利用規約が変わり、コメント欄の扱いを選べるようになったため"
    called = call_reviews(
        by=by, at=at, cause="service", reason=reason, due_on=due_on, platform=city.services["youtube"]
    )
    carry_batch(called.pk, at)


DEEDS: dict[str, Callable[[Versions, datetime], None]] = {
    "draft": draft,
    "submit": submit,
    "settle": settle,
    "publish": publish,
    "withdraw": withdraw,
}
