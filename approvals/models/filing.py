"""The filing (届出): of an acquisition with 総務部長, of a change or closure with two offices; never rejected."""

from datetime import date, datetime

from django.db import models
from django_fsm import transition

from accounts.models import Account
from approvals.models.request import Request
from approvals.notices.models import ChangeNotice
from approvals.notices.states import NoticeState
from approvals.states import FilingState
from core.keeping import Within
from core.records import Record, Subject
from core.staff.models import Person
from core.staff.offices import LABELS, Office
from core.state_field import StateField

S = FilingState
STATE_CHOICES = [(S.DUE.value, "届出待ち"), (S.FILED.value, "届出済"), (S.RECEIVED.value, "受理")]
FILED_WITH = (Office.GENERAL_AFFAIRS_DIRECTOR, Office.POLICY_DIRECTOR)
OFFICE_CHOICES = [(office.value, LABELS[office]) for office in FILED_WITH]
EFFECT_DAY = "実施日"
"""By which label a filing states on which day it came into effect."""
STATE_TONES = {S.DUE: "wait", S.FILED: "run", S.RECEIVED: "ok"}
MOOT = models.Q(amends__isnull=False, was_on__isnull=False, now_on__isnull=False, now_on=models.F("was_on"))
"""Amendments that say what the office was told already: the day came back before they were filed."""
GIVEN_UP = models.Q(notice__state=NoticeState.CANCELLED.value) & (
    models.Q(amends=None) | models.Q(now_on__isnull=False)
)
"""Filings of notices that were given up before them, and amendments to a day that no change comes on any more."""
NOT_WANTED = models.Q(state=S.DUE.value) & (MOOT | GIVEN_UP)
"""Filings that nobody makes any more."""


class Filing(Record):
    """One filing about one account, by the section, received by the office it goes to.

    Of an acquisition it names the request; of a change or closure the notice, once for each of two offices (4-5-(1)).
    What such a filing said of the day and does not hold any more is put right by filings that amend it (ADR 0040).
    """

    retention = Within("approvals.request")

    account = models.ForeignKey(Account, models.PROTECT, related_name="filings", verbose_name="アカウント")
    request = models.ForeignKey(Request, models.PROTECT, related_name="filings", null=True, verbose_name="起案")
    notice = models.ForeignKey(
        ChangeNotice, models.PROTECT, related_name="filings", null=True, verbose_name="変更・廃止"
    )
    office = models.CharField(
        "届出先", max_length=32, default=Office.GENERAL_AFFAIRS_DIRECTOR.value, choices=OFFICE_CHOICES
    )
    amends = models.ForeignKey(
        "self", models.PROTECT, related_name="amendments", null=True, blank=True, verbose_name="もとの届出"
    )
    was_on = models.DateField("先に届け出た予定日", null=True, blank=True)
    now_on = models.DateField("改めた予定日", null=True, blank=True)
    """Of an amendment the day that holds; None where the notice was called off."""
    amend_reason = models.CharField("改める理由", max_length=300, blank=True)
    due_on = models.DateField("期限")
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    body = models.JSONField("届け出た内容", default=dict, blank=True)
    note = models.TextField("備考", max_length=500, blank=True)
    state = StateField("状態", default=S.DUE, choices=STATE_CHOICES)
    filed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="届け出た人")
    filed_at = models.DateTimeField("届出", null=True, blank=True)
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="受理した人")
    received_at = models.DateTimeField("受理", null=True, blank=True)
    correction = models.CharField("補正の求め", max_length=300, blank=True)

    lock_first = ("request", "account", "notice")
    subject_related = ("account__platform", "notice")

    creation = "届出を求めた"

    class Meta:
        verbose_name = "届出"
        constraints = [
            models.UniqueConstraint(fields=["account", "request"], name="filing_once_per_request"),
            models.UniqueConstraint(
                fields=["notice", "office"],
                condition=models.Q(amends=None),
                name="filing_once_per_notice_and_office",
            ),
            models.UniqueConstraint(
                fields=["amends"], condition=models.Q(state=S.DUE.value), name="filing_one_amendment_due"
            ),
            models.CheckConstraint(
                condition=models.Q(amends=None, was_on=None, now_on=None, amend_reason="")
                | models.Q(amends__isnull=False, notice__isnull=False, was_on__isnull=False),
                name="filing_amends_with_its_days",
            ),
            models.CheckConstraint(
                condition=models.Q(request__isnull=False, notice=None, office=Office.GENERAL_AFFAIRS_DIRECTOR.value)
                | models.Q(request=None, notice__isnull=False, office__in=[value for value, _ in OFFICE_CHOICES]),
                name="filing_of_a_request_or_a_notice",
            ),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="filing_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=S.DUE.value, filed_at=None, filed_by=None)
                | (~models.Q(state=S.DUE.value) & models.Q(filed_at__isnull=False, filed_by__isnull=False)),
                name="filing_filed_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(state=S.RECEIVED.value, received_at__isnull=False, received_by__isnull=False)
                | (~models.Q(state=S.RECEIVED.value) & models.Q(received_at=None, received_by=None)),
                name="filing_received_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        whom = "" if self.notice_id is None else f"({self.get_office_display()})"
        return f"{self.account.title}の{self.matter}の届出{whom}"

    @property
    def matter(self) -> str:
        """Return what it is a filing of, as titles say it."""
        if self.notice is None:
            return "取得"
        kind = self.notice.get_kind_display()
        if self.amends_id is None:
            return kind
        return f"{kind}の中止" if self.now_on is None else f"{kind}の予定日の訂正"

    @property
    def is_moot(self) -> bool:
        """Tell whether it amends nothing: the office was told the day that holds."""
        return self.amends_id is not None and self.now_on == self.was_on

    @property
    def tells_effect(self) -> bool:
        """Tell whether it amends the planned day by the other one on which it came into effect."""
        if self.amends_id is None or self.notice is None:
            return False
        if self.state != S.DUE:
            return EFFECT_DAY in self.body
        return self.now_on is not None and self.now_on == self.notice.effected_on != self.notice.planned_on

    @property
    def has_lapsed(self) -> bool:
        """Tell whether it says of a change to which day it was moved, and the account was closed before it was filed.

        What is called off is amended to no day instead.
        """
        lapsed = self.notice is not None and self.notice.state == NoticeState.CANCELLED and self.now_on is not None
        return lapsed and self.state == S.DUE and not self.is_moot

    @property
    def is_wanted(self) -> bool:
        """Tell whether it is made, or still has a cause to be made (see `NOT_WANTED`)."""
        if self.state != S.DUE or self.notice is None:
            return True
        if self.amends_id is not None:
            return not (self.is_moot or self.has_lapsed)
        return bool(self.notice.state != NoticeState.CANCELLED)

    @property
    def clause(self) -> str:
        """Return what it is filed by: after an acquisition, or around the announcement of a change or closure."""
        return "第4-1-(2)" if self.notice_id is None else "第4-5-(1)"

    @property
    def disposed_on(self) -> date | None:
        """Return when the matter was disposed of; None while it is kept."""
        return self.request.disposed_on if self.request is not None else self.account.disposed_on

    def subject(self) -> Subject:
        """Return the filing with its own number."""
        return Subject(str(self), self.document_number, "approvals:filing_detail", self.pk, (self.stream,))

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @transition(field="state", source=S.DUE, target=S.FILED)
    def file(self, *, filed_by: Person, filed_at: datetime, document_number: str, body: dict[str, str]) -> None:
        """File with the office."""
        self.filed_by, self.filed_at = filed_by, filed_at
        self.document_number, self.body = document_number, body

    @transition(field="state", source=S.FILED, target=S.RECEIVED)
    def receive(self, *, received_by: Person, received_at: datetime) -> None:
        """Receive the filing."""
        self.received_by, self.received_at = received_by, received_at
