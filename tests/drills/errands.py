"""What the crowd does on a running copy while something is killed: draft, submit, consent, by real forms.

Each errand notes an act only when it was answered with success (a redirect after the POST).
"""

import itertools
import re
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from core.periods.clock import Clock, japan_date, now
from tests.services.visitor import UNREACHABLE, Answer, Visitor

DONE, PROOF_NEEDED = 302, 403
PATIENCE_SECONDS = 150.0
DRAFT = re.compile(r"/requests/(\d+)/")
STEP = re.compile(r"/approvals/steps/(\d+)/decide/")
POLICY = {
    "purpose": "催しの予定を知らせる。",
    "topics": "催し、混雑の状況。",
    "in_charge": "運用担当",
    "frequency": "週3回",
    "timing": "平日の日中",
    "method": "課の端末から",
    "opinions": "毎開庁日に確かめる。",
    "replies": "none",
    "reply_note": "",
    "further": "",
}


class Office:
    """A section at work: who drafts, who consents, and everything that was answered with success."""

    def __init__(
        self,
        people: dict[str, Any],
        prefix: str = "drill",
        *,
        window: Callable[[], Visitor],
        clock: Clock = now,
    ) -> None:
        self._open = window
        self._clock = clock
        self.people = people
        self.prefix = prefix
        self.claims: list[tuple[str, int]] = []
        self.submitted: deque[int] = deque()
        self.visitors: list[Visitor] = []
        self._number = itertools.count(1)

    def answers(self) -> list[Answer]:
        """Return all answers of all visitors."""
        return [answer for visitor in self.visitors for answer in visitor.answers]

    def wait_for_more(self, count: int) -> bool:
        """Wait until so many more acts were answered with success; return whether they were."""
        wanted, until = len(self.claims) + count, time.monotonic() + PATIENCE_SECONDS
        while len(self.claims) < wanted and time.monotonic() < until:
            time.sleep(0.05)
        return len(self.claims) >= wanted

    def visitor(self) -> Visitor:
        """Open a window for one more person."""
        opened = self._open()
        self.visitors.append(opened)
        return opened

    def drafter(self) -> "Drafter":
        """Send in a member of staff."""
        return Drafter(self, self.people["staff"])

    def head(self) -> "Head":
        """Send in the head of the section."""
        return Head(self, self.people["head"])

    def account(self) -> dict[str, object]:
        """Return the first part of a request, each with a handle of its own."""
        number = next(self._number)
        return {
            "platform": self.people["platform"],
            "account_name": f"訓練{number}",
            "common_name": "",
            "handle": f"@{self.prefix}_{number}",
            "reason": "催しを早く知らせるため",
            "planned_start": (japan_date(self._clock()) + timedelta(days=45)).isoformat(),
        }


class Errand:
    """One person who signs in anew whenever the session is gone."""

    def __init__(self, office: Office, person: int) -> None:
        self.office = office
        self.person = person
        self.visitor = office.visitor()
        self.signed_in = False

    def __call__(self) -> None:
        if not self.signed_in:
            self.signed_in = self.visitor.enter(self.person)
        if self.signed_in:
            self.signed_in = self.work()

    def work(self) -> bool:
        """Do the errand once; return whether the session still stands."""
        raise NotImplementedError

    def acted(self, path: str, **values: object) -> Answer | None:
        """Open a form and post it; return the answer when it was a success."""
        page = self.visitor.get(path)
        if page.status != 200:
            return None
        answer = self.visitor.post(path, page, **values)
        return answer if answer.status == DONE and "/signin/" not in answer.location else None


class Drafter(Errand):
    """Drafts a request in its parts and submits it."""

    def work(self) -> bool:
        """Draft and submit."""
        drafted = self.acted("/approvals/requests/new/", **self.office.account())
        if drafted is None:
            return False
        pk = int(DRAFT.findall(drafted.location)[0])
        self.office.claims.append(("drafted", pk))
        path = f"/approvals/requests/{pk}/"
        row = {"operators-0-person": self.person, "operators-0-access": "shared_password"}
        staff = {"operators-TOTAL_FORMS": 3, "operators-INITIAL_FORMS": 0, **row, "operators-0-reason": "担当"}
        if not (self.acted(f"{path}edit/people/", **staff) and self.acted(f"{path}edit/policy/", **POLICY)):
            return False
        page = self.visitor.get(f"{path}edit/confirm/")
        answer = self.visitor.post(f"{path}submit/", page)
        if answer.status != DONE or answer.location != path:
            return False
        self.office.claims.append(("submitted", pk))
        self.office.submitted.append(pk)
        return True


class Head(Errand):
    """Consents to what was submitted."""

    def work(self) -> bool:
        """Consent to the request that has waited longest."""
        if not self.office.submitted:
            return True
        pk = self.office.submitted[0]
        page = self.visitor.get(f"/approvals/requests/{pk}/")
        found = STEP.search(page.text)
        if found is None:
            return False
        decision = {"move": "consent", "opinion": "", "confirmed": "on"}
        answer = self.visitor.post(f"/approvals/steps/{found[1]}/decide/", page, **decision)
        if answer.status != DONE or "/signin/" in answer.location:
            self.office.submitted.rotate(-1)
            return answer.status not in {UNREACHABLE, PROOF_NEEDED}
        self.office.submitted.remove(pk)
        self.office.claims.append(("consented", pk))
        return True
