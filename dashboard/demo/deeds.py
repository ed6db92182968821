"""What the words of a story do: each is one call of `approvals.actions` by the person whose turn it was that day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from approvals import actions
from approvals.models import Filing, LaterReview, Request, Step
from approvals.moves.decision import CONSENT, DENY, PERMIT, RETURN
from approvals.states import StepKind
from core.lifecycle.actor import Actor
from core.lifecycle.moves import Move
from core.periods.clock import japan_date
from core.periods.opening_days import add_opening_days
from core.staff.offices import Office
from dashboard.demo.city import City, deputy, holder
from dashboard.demo.days import instant
from dashboard.demo.paper import paper
from dashboard.demo.showing import show_account
from dashboard.demo.stories import Story
from dashboard.demo.texts import address_of, operators_of, request_values
from dashboard.demo.timetable import Event

UNTIL_START = 25
"""Opening days from the draft to the planned start."""


@dataclass
class Telling:
    """One story as it goes on in a city; `number` keeps the stories of one day apart."""

    city: City
    story: Story
    number: int
    key: int = 0

    def events(self) -> Iterator[Event]:
        """Yield the story's deeds with their instants; those of one day follow each other."""
        before = self.city.days.reorganisation if self.story.before_reorganisation else None
        for place, (days, word) in enumerate(self.story.deeds()):
            minutes = 10 + self.number * 4 + place * 15
            yield Event(instant(self.city.days.back(days, before), minutes), partial(DEEDS[word], self))

    @property
    def request(self) -> Request:
        """Return the request as it stands."""
        return Request.objects.select_related("section", "account").get(pk=self.key)

    @property
    def filing(self) -> Filing:
        """Return the filing as it stands."""
        return Filing.objects.get(request=self.key)

    @property
    def turn(self) -> Step:
        """Return the step whose turn it is."""
        return self.request.steps.awaiting_decision().blocking().select_related("request", "unit").get()

    def clerk(self, at: datetime) -> Actor:
        """Return the drafter, or whoever of the section does the work while he or she is not there."""
        return self.city.clerk(self.story.section, at, wanted=self.story.drafter)

    def decide(self, move: Move, by: Actor, at: datetime, opinion: str = "") -> None:
        """Answer the step whose turn it is on the version that stands."""
        step = self.turn
        actions.decide_step(step, move, by=by, at=at, seen=step.fingerprint(), opinion=opinion)

    def agreement(self) -> Move:
        """Return the consent or the permission, whichever the step asks for."""
        return PERMIT if self.turn.kind == StepKind.PERMIT else CONSENT


def draft(telling: Telling, at: datetime) -> None:
    """Draft the request, with as much as the story writes."""
    story, by = telling.story, telling.clerk(at)
    section = telling.city.section(story.section, at)
    values = request_values(story, section)
    if "operators" not in story.still_open:
        values["operators"] = _operators(telling, by, at)
        values["planned_start"] = add_opening_days(japan_date(at), UNTIL_START)
    service = telling.city.services[story.service]
    telling.key = actions.draft_request(section, by=by, at=at, platform=service, **values).pk


def _operators(telling: Telling, by: Actor, at: datetime) -> list[dict[str, object]]:
    assert by.person is not None
    try:
        second = telling.city.clerk(telling.story.section, at, besides=by.person.name).person
    except LookupError:
        second = None
    return operators_of(telling.story, by.person, second)


def attach(telling: Telling, at: datetime) -> None:
    """Add a paper to the request."""
    name, content = paper(telling.story.name, telling.story.handle)
    actions.add_attachment(
        telling.request, by=telling.clerk(at), at=at, name=name, content_type="application/pdf", content=content
    )


def mend(telling: Telling, at: datetime) -> None:
    """Correct what the story says."""
    actions.edit_request(telling.request, by=telling.clerk(at), at=at, **dict(telling.story.mended))


def submit(telling: Telling, at: datetime) -> None:
    """Submit, or submit again."""
    actions.submit_request(telling.request, by=telling.clerk(at), at=at)


def agree(telling: Telling, at: datetime) -> None:
    """Consent or permit by the holder of the office."""
    step = telling.turn
    telling.decide(telling.agreement(), holder(step.office, step.unit, at), at)


def agree_for(telling: Telling, at: datetime) -> None:
    """Consent or permit by the holder's deputy."""
    step = telling.turn
    telling.decide(
        telling.agreement(), deputy(step.office, step.unit, at), at, "本人の出張のため、代わって確認しました。"
    )


def send_back(telling: Telling, at: datetime) -> None:
    """Return with the story's reason."""
    step = telling.turn
    telling.decide(RETURN, holder(step.office, step.unit, at), at, telling.story.answer)


def deny(telling: Telling, at: datetime) -> None:
    """Deny with the story's reason."""
    step = telling.turn
    telling.decide(DENY, holder(step.office, step.unit, at), at, telling.story.answer)


def pull_back(telling: Telling, at: datetime) -> None:
    """Take the request back to draft."""
    actions.pull_back_request(telling.request, by=telling.clerk(at), at=at)


def withdraw(telling: Telling, at: datetime) -> None:
    """Withdraw the request."""
    actions.withdraw_request(telling.request, by=telling.clerk(at), at=at, reason="計画を見直すため")


def read(telling: Telling, at: datetime) -> None:
    """Read what circulates."""
    for step in telling.request.steps.awaiting_decision().filter(kind=StepKind.CIRCULATE).select_related("unit"):
        actions.read_step(step, by=holder(step.office, step.unit, at), at=at)


def review(telling: Telling, at: datetime) -> None:
    """Confirm afterwards what a deputy decided."""
    _review(telling, at, objects=False)


def object_to(telling: Telling, at: datetime) -> None:
    """Object to what a deputy decided."""
    _review(telling, at, objects=True)


def _review(telling: Telling, at: datetime, *, objects: bool) -> None:
    pending = LaterReview.objects.select_related("step").get(step__request=telling.key)
    by = telling.city.acting(pending.principal.name, at, pending.step.office)
    note, seen = telling.story.answer if objects else "", pending.fingerprint()
    actions.review_decision(pending, by=by, at=at, seen=seen, objects=objects, note=note)


def acquire(telling: Telling, at: datetime) -> None:
    """Record the acquisition, as permitted."""
    story, request = telling.story, telling.request
    assert request.account is not None
    actions.acquire_account(
        request.account,
        by=telling.clerk(at),
        at=at,
        url=address_of(story),
        handle=story.handle,
        name=story.name,
        acquired_on=japan_date(at),
    )


def start(telling: Telling, at: datetime) -> None:
    """Start operation by the account manager."""
    account = telling.request.account
    assert account is not None
    actions.start_operation(account, by=holder(Office.SECTION_HEAD, account.section, at), at=at)


def file(telling: Telling, at: datetime) -> None:
    """File with 総務部長."""
    actions.file_filing(telling.filing, by=telling.clerk(at), at=at)


def receive(telling: Telling, at: datetime) -> None:
    """Receive the filing."""
    actions.receive_filings([telling.filing], by=_director(telling, at), at=at)


def ask(telling: Telling, at: datetime) -> None:
    """Ask the section to correct its filing."""
    actions.ask_correction(telling.filing, by=_director(telling, at), at=at, correction=telling.story.answer)


def correct(telling: Telling, at: datetime) -> None:
    """Answer the request for correction."""
    actions.correct_filing(telling.filing, by=telling.clerk(at), at=at, note="通称を台帳の記載に合わせました。")


def _director(telling: Telling, at: datetime) -> Actor:
    return holder(Office.GENERAL_AFFAIRS_DIRECTOR, telling.request.section, at)


def show(telling: Telling, at: datetime) -> None:
    """Put the account's page on the homepage, write its free-text field, record both."""
    account = telling.request.account
    assert account is not None
    show_account(account, telling.clerk(at), at)


DEEDS: dict[str, Callable[[Telling, datetime], None]] = {
    "draft": draft,
    "attach": attach,
    "mend": mend,
    "submit": submit,
    "agree": agree,
    "deputy": agree_for,
    "return": send_back,
    "deny": deny,
    "pull": pull_back,
    "withdraw": withdraw,
    "read": read,
    "review": review,
    "object": object_to,
    "acquire": acquire,
    "start": start,
    "show": show,
    "file": file,
    "receive": receive,
    "ask": ask,
    "correct": correct,
}
