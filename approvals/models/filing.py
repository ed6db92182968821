"""The filing (届出) with 総務部長: opened by the acquisition, never rejected, no gate."""

from datetime import datetime

from django.db import models
from django_fsm import FSMField, transition

from accounts.models import Account
from approvals.models.request import Request
from approvals.states import FilingState
from core.keeping import Within
from core.records import Record, Subject
from core.staff.models import Person

S = FilingState
STATE_CHOICES = [(S.DUE.value, "届出待ち"), (S.FILED.value, "届出済"), (S.RECEIVED.value, "受理")]
STATE_TONES = {S.DUE: "wait", S.FILED: "run", S.RECEIVED: "ok"}


class Filing(Record):
    """One filing of one account, by the section, received by the chief information officer."""

    retention = Within("approvals.request")

    account = models.ForeignKey(Account, models.PROTECT, related_name="filings", verbose_name="アカウント")
    request = models.ForeignKey(Request, models.PROTECT, related_name="filings", verbose_name="起案")
    due_on = models.DateField("期限")
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    body = models.JSONField("届け出た内容", default=dict, blank=True)
    note = models.TextField("備考", max_length=500, blank=True)
    state = FSMField("状態", default=S.DUE, choices=STATE_CHOICES, protected=True)
    filed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="届け出た人")
    filed_at = models.DateTimeField("届出", null=True, blank=True)
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="受理した人")
    received_at = models.DateTimeField("受理", null=True, blank=True)
    correction = models.CharField("補正の求め", max_length=300, blank=True)

    lock_first = ("request", "account")
    subject_related = ("account__platform",)

    creation = "届出を求めた"

    class Meta:
        verbose_name = "届出"
        constraints = [
            models.UniqueConstraint(fields=["account", "request"], name="filing_once_per_request"),
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
        return f"{self.account.title}の取得の届出"

    def subject(self) -> Subject:
        """Return the filing with its own number."""
        return Subject(str(self), self.document_number, "approvals:filing_detail", self.pk, (self.stream,))

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @transition(field="state", source=S.DUE, target=S.FILED)
    def file(self, *, filed_by: Person, filed_at: datetime, document_number: str, body: dict[str, str]) -> None:
        """File with 総務部長."""
        self.filed_by, self.filed_at = filed_by, filed_at
        self.document_number, self.body = document_number, body

    @transition(field="state", source=S.FILED, target=S.RECEIVED)
    def receive(self, *, received_by: Person, received_at: datetime) -> None:
        """Receive the filing."""
        self.received_by, self.received_at = received_by, received_at
