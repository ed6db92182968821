"""Who sees which obligation in the calendar: who owes it, the office above, whoever may open its page (ADR 0037).

A duty says what its page says: the title of a draft is for the eyes of those who may read the draft. The condition is
put together from the conditions of the chapters and compiled once for people with the same offices.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, DateField, Exists, OuterRef, Q

from accounts.models import Account
from accounts.permissions import EVERYTHING
from accounts.permissions import seen_given as accounts_seen
from accounts.suspension import PAGE as SUSPENSION_PAGE
from approvals.consultations.sight import consultations_seen
from approvals.handovers.sight import hand_overs_seen
from approvals.models import ChangeNotice, Consultation, Filing, HandOver, Request
from approvals.notices.permissions import READERS as NOTICE_READERS
from approvals.sight import ALL_FILINGS, GIVEN, REQUEST_PAGE, filings_seen, requests_seen
from core.deadlines.models import Obligation
from core.retention.permissions import READERS as RETENTION
from core.staff.authority import Capacity, office_given
from core.staff.models import Person
from core.staff.offices import UNIT_WIDE, Office
from core.statements import Among, Given
from dashboard.account.reading import Reader
from incidents.models import Incident
from incidents.models.incident import PAGE as INCIDENT_PAGE
from incidents.sight import incident_values, incidents_seen
from policies.models import MediaPolicy
from policies.permissions import seen_given as policies_seen

FILING_PAGE, POLICY_PAGE, NOTICE_PAGE = "approvals:filing_detail", "policies:policy_detail", "approvals:notice_detail"
CONSULTATION_PAGE, HAND_OVER_PAGE = "approvals:consultation_detail", "approvals:hand_over_detail"
ACCOUNT_PAGES = (
    "approvals:acquire",
    "approvals:start",
    "approvals:password_changed",
    "policies:policy_list",
    "publications:account",
    SUSPENSION_PAGE,
)
"""Pages about an account, by its key: whoever may see the account sees what is open about it."""
ENTRIES = frozenset({Office.ADMINISTRATOR, Office.PERSONNEL_OFFICER, Office.GENERAL_AFFAIRS_DIRECTOR, Office.AUDITOR})
WHOLE: Mapping[str, frozenset[Office]] = {
    REQUEST_PAGE: frozenset({Office.DEPUTY_MAYOR, Office.AUDITOR}),
    FILING_PAGE: ALL_FILINGS,
    POLICY_PAGE: frozenset({Office.POLICY_DIRECTOR, Office.AUDITOR}),
    NOTICE_PAGE: NOTICE_READERS,
    **dict.fromkeys(ACCOUNT_PAGES, EVERYTHING),
    "retention:disposal_detail": RETENTION,
    "people:appointment_detail": ENTRIES,
    "people:deputyship_detail": ENTRIES,
    "people:password_issue": ENTRIES,
}
"""Pages that duties lead to, and the offices that may open each of their kind: nothing is asked about them row by row.

A duty about a request exists from its submission on, so that 副市長 may open all of these. A page that is not named
here shows its duties to those who owe them, and to the office above.
"""


ASKED = frozenset({NOTICE_PAGE, CONSULTATION_PAGE, HAND_OVER_PAGE, INCIDENT_PAGE})
"""Further pages of which a reader is shown what he or she may open, but for what an office below owes."""


@dataclass(frozen=True)
class Eyes:
    """A person with all his or her offices on a day, as the conditions ask about them."""

    person: Person
    kept: Sequence[Capacity]
    on: date

    @cached_property
    def held(self) -> frozenset[Office]:
        """Return the offices, for which statements are compiled."""
        return frozenset(capacity.office for capacity in self.kept)

    @cached_property
    def given(self) -> dict[str, Any]:
        """Return the values that the conditions are asked with."""
        return {**Reader(self.person, self.kept, self.on).given, **incident_values(self.kept)}

    def owes(self, one: Obligation) -> bool:
        """Tell whether an obligation waits for the person, in any office."""
        if one.debtor_person_id is not None:
            return one.debtor_person_id == self.person.pk
        return self._names(one, "")

    def is_above(self, one: Obligation) -> bool:
        """Tell whether an obligation is owed by an office below one of the person's."""
        return one.debtor_person_id is None and self._names(one, "below_")

    def may_open(self, one: Obligation) -> bool:
        """Tell whether a page of this kind is open to the person as far as offices say."""
        offices = WHOLE.get(one.link_name)
        of_people = one.link_name.partition(":")[0] in {"people", "retention"}
        return not of_people or (offices is not None and bool(offices & self.held))

    def _names(self, one: Obligation, prefix: str) -> bool:
        if one.debtor_office in UNIT_WIDE:
            return one.debtor_unit_id in self._named(f"{prefix}units_of_{one.debtor_office}")
        return one.debtor_office in self._named(f"{prefix}offices")

    def _named(self, name: str) -> frozenset[Any]:
        """Return some of the given values as a set: a page asks about dozens of obligations."""
        if name not in self._sets:
            self._sets[name] = frozenset(self.given[name])
        return self._sets[name]

    @cached_property
    def _sets(self) -> dict[str, frozenset[Any]]:
        return {}


def owed(held: Collection[Office]) -> Q:
    """Return the condition that an obligation waits for the reader."""
    of_offices = Q(office_given("debtor_office", "debtor_unit", held), debtor_person=None)
    return Q(debtor_person=Given("reader", BigIntegerField())) | of_offices


def seen(held: Collection[Office], *, ended: bool) -> Q:
    """Return the condition that the reader may see an obligation; of ended ones only those whose page is open.

    What the row itself answers stands first: PostgreSQL asks in this order, and a page only where nothing else did.
    """
    whole = sorted(page for page, offices in WHOLE.items() if offices & frozenset(held))
    plainly = Q(link_name__in=whole) if whole else Q(pk__in=[])
    return (plainly if ended else plainly | owed(held) | _below()) | _pages_open(whole)


def _below() -> Q:
    """Return the condition that an office below one of the reader's owes: it hears of what is overdue, and waives.

    What is owed about an incident is left to who may open it: an office above is not of the circle of a leak.
    """
    offices = Q(Among("debtor_office", "below_offices", "text"))
    for narrow in UNIT_WIDE:
        offices |= Q(Among("debtor_unit_id", f"below_units_of_{narrow.value}"), debtor_office=narrow.value)
    return Q(offices, ~Q(link_name=INCIDENT_PAGE), debtor_person=None)


def _pages_open(whole: Collection[str]) -> Q:
    """Return the condition that the page is open to the reader, of kinds that are not as a whole."""
    condition = Q(pk__in=[])
    for pages, found in _asked_one_by_one().items():
        left = [page for page in pages if page not in whole]
        if left:
            condition |= Q(_may_open(found), link_name__in=left)
    return condition


def _may_open(found: Any) -> Exists:
    """Return the condition that what a duty leads to is among some records, asked of each duty by itself.

    The second comparison keeps PostgreSQL from reading all records of the kind at once for the sake of a few duties.
    """
    return Exists(found.filter(pk=OuterRef("link_pk"), pk__gte=OuterRef("link_pk")))


def _asked_one_by_one() -> dict[tuple[str, ...], Any]:
    """Return what a reader may open of each kind of page, by the page's record."""
    accounts = Q(Among("state", "seen_states", "text")) | accounts_seen("pk")
    readable = Account.objects.filter(accounts).values("pk")
    return {
        ACCOUNT_PAGES: Account.objects.filter(accounts),
        (REQUEST_PAGE,): Request.objects.filter(requests_seen(GIVEN)),
        (FILING_PAGE,): Filing.objects.filter(filings_seen(GIVEN)),
        (NOTICE_PAGE,): ChangeNotice.objects.filter(_of_sections("account__section_id")),
        (CONSULTATION_PAGE,): Consultation.objects.filter(consultations_seen(GIVEN, Given("on", DateField()))),
        (INCIDENT_PAGE,): Incident.objects.filter(incidents_seen(GIVEN)),
        (HAND_OVER_PAGE,): HandOver.objects.filter(hand_overs_seen(GIVEN)),
        (POLICY_PAGE,): MediaPolicy.objects.filter(policies_seen(), account__in=readable),
    }


def _of_sections(column: str) -> Q:
    """Return the condition that a record is of one of the reader's sections, or of his or her department."""
    return GIVEN.among(column, "own_sections") | GIVEN.among(column, "led_sections")
