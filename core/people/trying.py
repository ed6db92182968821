"""One try of a password, at the sign-in and at every later question: the same count, the same answer, the same note."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest

from core.lifecycle.act import note
from core.lifecycle.actor import SYSTEM
from core.people import throttle
from core.people.throttle import Attempt
from core.periods.clock import JAPAN, japan_date
from core.staff.models import Person

WRONG = "パスワードが違います。入力し直してください。"
"""The plain failure of somebody who is inside already."""
WAIT = (
    "失敗が続いたため、しばらく受け付けません。{time}を過ぎてから、もう一度入力してください。"
    "急ぐときは、システム管理者に連絡してください。"
)


@dataclass(frozen=True)
class Refusal:
    """Why a try failed, as the person reads it, and until when no further one is taken."""

    sentence: str
    until: datetime | None = None

    def seconds(self, at: datetime) -> int:
        """Return how long to wait, in whole seconds."""
        return max(1, int((self.until - at).total_seconds())) if self.until else 0


def try_password(
    request: HttpRequest, staff_number: str, password: str, *, wrong: str, again: bool = False
) -> Person | Refusal:
    """Return the person whose password it is, else the refusal: the same for numbers that nobody has.

    `wrong` is the sentence of a plain failure; `again` says that the person is inside already.
    """
    person = authenticate(request, staff_number=staff_number, password=password)
    if isinstance(person, Person):
        return person
    attempt = Attempt.of(request, staff_number)
    until = throttle.locked_until(attempt)
    if not throttle.was_refused(request):
        _note_failure(attempt, staff_number, until, again=again)
    return Refusal(wait_words(until, attempt.at), until) if until else Refusal(wrong)


def wait_words(until: datetime, at: datetime) -> str:
    """Say when a try is taken again."""
    return WAIT.format(time=end_words(until, at))


def end_words(until: datetime, at: datetime) -> str:
    """Name the end of a limit in Japan time, on the minute after; with its day where that is another one."""
    end = (until + timedelta(minutes=1)).astimezone(JAPAN)
    day = "" if end.date() == japan_date(at) else f"{end.month}月{end.day}日"
    return f"{day}{end.hour}時{end.minute}分"


def _note_failure(attempt: Attempt, staff_number: str, until: datetime | None, *, again: bool) -> None:
    """Note a failure, and the end of the limit where it was the one that reached it.

    A number nobody has is not kept, because it may be a mistyped password. Of more failures than the trail names
    within one window nothing is noted (ADR 0019).
    """
    if not throttle.is_named(attempt.at):
        return
    known = Person.objects.filter(staff_number=staff_number).exists()
    facts = {"staff_number": staff_number if known else "", "known": known, "address": attempt.address}
    limited = {"limited_until": until} if until else {}
    what, label = ("proof_failed", "本人の確かめ直しに失敗した") if again else ("signin_failed", "サインインに失敗した")
    note(what, label, by=SYSTEM, at=attempt.at, **facts, **limited)
