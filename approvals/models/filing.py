"""The filing (届出): of an acquisition with 総務部長, of a change or closure with two offices; never rejected."""

from datetime import date, datetime

from django.db import models
from django_fsm import transition

from accounts.models import Account
from approvals.models.request import Request
from approvals.notices.models import ChangeNotice
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
STATE_TONES = {S.DUE: "wait", S.FILED: "run", S.RECEIVED: "ok"}


class Filing(Record):
    """One filing about one account, by the section, received by the office it goes to.

    Of an acquisition it names the request; of a change or closure the notice, once for each of two offices (4-5-(1)).
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
            models.UniqueConstraint(fields=["notice", "office"], name="filing_once_per_notice_and_office"),
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
        if self.notice is None:
            return f"{self.account.title}の取得の届出"
        return f"{self.account.title}の{self.notice.get_kind_display()}の届出({self.get_office_display()})"

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
