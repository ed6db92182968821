"""The days of a notice (4-5-(2)): counted forward from the later announcement by the Civil Code (ADR 0003)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.periods.civil import earliest_effect, latest_announcement, period_end
from core.periods.era import era_date
from core.periods.opening_days import add_opening_days, is_opening_day

FISCAL_END = (3, 31)


def counted_from(*announced: date | None) -> date | None:
    """Return the later of the announcements, from which the period counts; None while one is missing."""
    days = [day for day in announced if day is not None]
    return max(days) if days and len(days) == len(announced) else None


def keeps_until(effected_on: date, posted_on: date | None, *, months: int) -> date:
    """Return the last day on which a notice must stand: the months after the effect, or after a later posting.

    Raises ValueError for fewer than one month.
    """
    return period_end(max(effected_on, posted_on or effected_on), months=months)


def days_short(keep_until: date, removed_on: date) -> int:
    """Return by how many days a notice came down too early; 0 when it stood to its last day."""
    return max(0, (keep_until - removed_on).days + 1)


def is_breach(keep_until: date | None, removed_on: date | None, *, tolerance: int) -> bool:
    """Tell whether a notice stood shorter than "about" so long: by more days than the tolerance."""
    return keep_until is not None and removed_on is not None and days_short(keep_until, removed_on) > tolerance


def last_opening_day(day: date) -> date:
    """Return the last opening day that is not after a day."""
    while not is_opening_day(day):
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True)
class Plan:
    """The days that follow from a wished day, from announcements, or from both; None where nothing is given for it.

    `last_on` is the last day to announce and to file before; `last_work_on` the last opening day until then.
    `last` and `last_months` say it where another version rules on that day than the `months` are of.
    """

    on: date
    months: int
    keep_months: int
    wish: date | None = None
    account_on: date | None = None
    homepage_on: date | None = None
    filing_days: int = 5
    last: date | None = None
    last_months: int | None = None

    @property
    def last_on(self) -> date | None:
        """Return the last day to announce for the wished day."""
        return self.last or self._last_by(self.months)

    def _last_by(self, months: int) -> date | None:
        return latest_announcement(self.wish, months=months) if self.wish else None

    @property
    def last_work_on(self) -> date | None:
        """Return the last opening day to announce, and to file with 総合政策部長 before that."""
        return last_opening_day(self.last_on) if self.last_on else None

    @property
    def announced_on(self) -> date | None:
        """Return the announcement from which the period counts: the later one, or the only one that is given."""
        return max((day for day in (self.account_on, self.homepage_on) if day), default=None)

    @property
    def earliest_on(self) -> date | None:
        """Return the earliest day of the effect."""
        return earliest_effect(self.announced_on, months=self.months) if self.announced_on else None

    @property
    def spare(self) -> int | None:
        """Return by how many days the announcement may still be late; negative where it is too late.

        Counted where the announcement lies, not at the effect: months differ in length. A later version with a shorter
        period does not help what is announced before it.
        """
        day, last, own = self.announced_on or self.on, self.last_on, self._last_by(self.months)
        if last is None or own is None:
            return None
        return ((own if own < day <= last else last) - day).days

    @property
    def holds(self) -> bool:
        """Tell whether the wished day can be kept."""
        return self.spare is None or self.spare >= 0

    @property
    def effect_on(self) -> date | None:
        """Return the day of the effect: as wished where that holds, otherwise the earliest."""
        if self.wish and self.holds:
            return self.wish
        return self.earliest_on or self.wish

    @property
    def file_after_on(self) -> date | None:
        """Return until when 総務部長 is told after the announcement (an internal target)."""
        return add_opening_days(self.announced_on, self.filing_days) if self.announced_on else None

    @property
    def keep_until(self) -> date | None:
        """Return the last day on which the notice stands."""
        return period_end(self.effect_on, months=self.keep_months) if self.effect_on else None

    def warnings(self) -> Iterator[str]:
        """Yield what is easily overlooked about these days: closed days, month ends, the end of the fiscal year."""
        if self.last_on and self.last_work_on and self.last_on != self.last_work_on:
            yield (
                f"周知の最終日({era_date(self.last_on)})は閉庁日です。"
                f"職員が作業できる最後の日は、{era_date(self.last_work_on)}です。"
            )
        yield from self._warnings_of_the_wish()
        if self.announced_on and self.earliest_on and _is_month_end(self.announced_on, self.earliest_on, self.months):
            yield "月の長さが違うため、周知の日が数日違っても、最も早い実施日は同じになります。"
        if any(_is_fiscal_end(day) for day in (self.effect_on, self.announced_on, self.last_on)):
            yield "3月31日と4月1日は異動の日です。周知と記録をする職員を、前もって決めておいてください。"

    def _warnings_of_the_wish(self) -> Iterator[str]:
        months = self.last_months or self.months
        if self.wish is None or self.last_on is None or earliest_effect(self.last_on, months=months) == self.wish:
            return
        if self.last_on == self._last_by(months):
            yield f"{era_date(self.wish)}には、ちょうど期間の満ちる周知の日がありません。応当日のない月末のためです。"
        else:
            first = era_date(self.last_on + timedelta(days=1))
            yield f"{first}から周知の期間が変わるため、その前の日までに周知してください。"


def _is_month_end(announced_on: date, earliest_on: date, months: int) -> bool:
    """Tell whether a neighbouring day leads to the same earliest effect, for want of a corresponding day."""
    days = (announced_on - timedelta(days=1), announced_on + timedelta(days=1))
    return any(earliest_effect(day, months=months) == earliest_on for day in days)


def _is_fiscal_end(day: date | None) -> bool:
    return day is not None and ((day.month, day.day) == FISCAL_END or (day.month, day.day) == (4, 1))
