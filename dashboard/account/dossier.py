"""One account as its page and its sheet show it: who manages and operates it, what is open, its papers, its history."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

from accounts.holding import Holders
from accounts.models import Account, Operator
from accounts.presentation import act_url, due_words, soft_url
from approvals.models import ChangeNotice, Consultation, Filing, HandOver, PasswordChange, Request, Step
from approvals.states import RequestState
from core.audit.history import entry_of
from core.deadlines.models import Obligation
from core.gathering import Found
from core.lifecycle.actor import Actor
from core.staff.authority import current_unit
from core.staff.models import Unit
from core.staff.offices import Office
from core.staff.tree import tree
from core.staff.units import Units, units_in
from dashboard.account.history import NUMBER, Place, Told, told
from dashboard.account.offices import Known, KnownHolders, place_of
from dashboard.account.reading import Belongings, Reader, read_about
from dashboard.frame import Frame
from incidents.models import Incident
from policies.models import MediaPolicy
from policies.states import SETTLED

DEBTORS = (Office.STAFF, Office.SECTION_HEAD, Office.DEPARTMENT_HEAD)
"""Offices of the account's own section and department: most duties are theirs."""


@dataclass(frozen=True)
class OpenDuty:
    """An open duty about the account; `url` only for those who owe it."""

    obligation: Obligation
    words: str
    late: bool
    debtor: str
    url: str


@dataclass(frozen=True)
class Access:
    """One operator; `has_left` when no appointment ties the person to the section any more.

    `end_url` leads to ending the person's part, for those who may.
    """

    operator: Operator
    has_left: bool
    end_url: str = ""


@dataclass(frozen=True)
class Acts:
    """Where the actor goes on with an account apart from what is owed; empty where it is not open."""

    add_operator: str
    change_password: str
    abandon: str
    hand_over: str
    notice_change: str
    notice_closure: str
    suspend: str
    renew: str
    reinstate: str

    @classmethod
    def of(cls, account: Account, actor: Actor, on: date) -> "Acts":
        """Ask the pages of the acts."""
        names = ("operator_add", "password_changed", "abandon", "hand_over_new", "notice_change", "notice_closure")
        suspending = ("account_suspend", "suspension_renew", "account_reinstate")
        pages = [f"approvals:{name}" for name in names] + [f"incidents:{name}" for name in suspending]
        return cls(*(act_url(page, account.pk, account, actor, on) for page in pages))


class Papers:
    """The requests, filings and consultations of an account that the reader may open, and its policy."""

    def __init__(self, found: Found) -> None:
        self.requests: list[Request] = sorted(found["requests"], key=lambda one: -one.pk)
        self.filings: list[Filing] = sorted((one for one in found["filings"] if one.is_wanted), key=lambda one: -one.pk)
        self.notices: list[ChangeNotice] = sorted(found["notices"], key=lambda one: -one.pk)
        self.consultations: list[Consultation] = sorted(found["consultations"], key=lambda one: -one.pk)
        self.hand_overs: list[HandOver] = sorted(found["hand_overs"], key=lambda one: -one.pk)
        self._policies: list[MediaPolicy] = found["policies"]

    @property
    def acquisition(self) -> list[Filing]:
        """Return the filing of the acquisition, where the reader may open it."""
        return [one for one in self.filings if one.notice_id is None]

    @property
    def permission(self) -> Request | None:
        """Return the request that was permitted, or None."""
        return next((request for request in self.requests if request.state == RequestState.APPROVED), None)

    @property
    def policy(self) -> MediaPolicy | None:
        """Return the policy in force, and to readers of the request before there is one also what is under way."""
        return next((one for one in self._policies if one.state in SETTLED or self.requests), None)


class Dossier:
    """What the reader is shown of one account; one query, and one more for a debtor that nobody thought of."""

    def __init__(self, found: Belongings, reader: Reader, actor: Actor, since: Place) -> None:
        """Read what is open about the account and a page of its history."""
        self._found, self._actor, self._on, self._since = found, actor, reader.on, since
        self.account = found.account
        units = units_in(tree())
        self.account.section = units.unit(self.account.section_id)
        for step in found.steps:
            step.unit = units.unit(step.unit_id)
        asked = [
            *((office, self.account.section) for office in DEBTORS),
            *((one.office, one.unit) for one in found.steps),
        ]
        places = [place_of(office, unit, self._on) for office, unit in asked]
        self._about = read_about(found, reader, places, since)
        self.holders = self._holders(Known.of(self._about, places, units), units)

    @property
    def frame(self) -> Frame:
        """Return the frame of the reader's page."""
        return Frame(*self._about["frame"][0])

    def _holders(self, known: Known, units: Units) -> Holders:
        duties = self._about["duties"]
        for duty in duties:
            duty.debtor_unit = units.unit(duty.debtor_unit_id) if duty.debtor_unit_id else None
        heads = [(office, self.account.section) for office in (Office.SECTION_HEAD, Office.DEPARTMENT_HEAD)]
        debtors = [(one.debtor_office, one.debtor_unit) for one in duties if one.debtor_office]
        return KnownHolders([*heads, *debtors], self._on, known)

    @cached_property
    def section(self) -> Unit:
        """Return the section that carries the account on today."""
        return current_unit(self.account.section, self._on)

    @cached_property
    def papers(self) -> Papers:
        """Return what the reader may open."""
        return Papers(self._found.found)

    @property
    def steps(self) -> list[Step]:
        """Return the steps of all requests, in their order."""
        return self._found.steps

    @cached_property
    def duties(self) -> list[OpenDuty]:
        """Return what is open about the account and its papers, nearest date first, undated last."""
        found = sorted(self._about["duties"], key=lambda one: (one.due_on or date.max, one.pk))
        return [self._duty(one) for one in found]

    def _duty(self, one: Any) -> OpenDuty:
        url = one.url if one.is_mine else ""
        return OpenDuty(one, due_words(one.due_on, self._on), one.is_overdue(self._on), self._debtor(one), url)

    def _debtor(self, one: Obligation) -> str:
        if one.debtor_person is not None:
            return one.debtor_person.name
        return self.holders.words(one.debtor_office, one.debtor_unit)

    @cached_property
    def acts(self) -> Acts:
        """Return where the actor goes on."""
        return Acts.of(self.account, self._actor, self._on)

    @property
    def suspended_for(self) -> list[Incident]:
        """Return the incidents because of which the account is suspended, as far as the reader may open them."""
        return sorted(self._found.found["incidents"], key=lambda one: one.pk)

    @cached_property
    def people(self) -> list[Access]:
        """Return who operates the account today (4-3-(1)), and where the actor ends somebody's part."""
        inside = set(tree().inside([self.section.pk]))
        tied = {person for person, unit in self._found.found["ties"] if unit in inside}
        operators = sorted(self._found.found["operators"], key=lambda one: (one.starts_on, one.pk))
        return [Access(one, one.person_id not in tied, self._end_url(one)) for one in operators]

    def _end_url(self, operator: Operator) -> str:
        open_to = bool(self.acts.add_operator) and operator.ends_on is None
        return soft_url("approvals:operator_end", operator.pk) if open_to else ""

    @property
    def password_change(self) -> PasswordChange | None:
        """Return the last change of the shared password that was recorded (4-3-(2)), or None."""
        return next(iter(self._found.found["changes"]), None)

    @cached_property
    def history(self) -> Told:
        """Return a page of what happened to the account, its operators and policies, and to the papers."""
        return told(self._about["own_events"], self._about["other_events"], self._since)

    @property
    def code(self) -> str:
        """Return the short code of the account's last event, where the newest page of its history was read."""
        newest = max(self._about["own_events"], key=itemgetter(NUMBER))
        return entry_of(newest).code
