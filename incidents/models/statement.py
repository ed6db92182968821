"""What the city is going to say about an incident: a draft, decided by the account manager before it goes out (7-2)."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django_fsm import transition

from core.keeping import Permanent
from core.staff.models import Person
from core.state_field import StateField
from incidents.models.course import OfIncident
from incidents.models.incident import LONGEST, REASON_MOST, Incident
from incidents.states import StatementState

S = StatementState
CHANNEL_CHOICES = [
    ("account", "アカウントへの投稿"),
    ("homepage", "市のホームページ"),
    ("reply", "寄せられた声への返信"),
    ("press", "報道機関への説明"),
]
STATE_CHOICES = [
    (S.DRAFTED.value, "案"),
    (S.APPROVED.value, "決定"),
    (S.RELEASED.value, "発表済"),
    (S.DROPPED.value, "取りやめ"),
]
STATE_TONES = {S.DRAFTED: "wait", S.APPROVED: "run", S.RELEASED: "ok", S.DROPPED: "end"}


class Statement(OfIncident):
    """One text for one channel."""

    retention = Permanent("市が何を、いつ言ったかの記録です。")
    creation = "発表の案を書いた"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="statements", verbose_name="問題")
    channel = models.CharField("出すところ", max_length=10, choices=CHANNEL_CHOICES)
    words = models.TextField("文", max_length=LONGEST)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="書いた人")
    drafted_as = models.CharField("書いた職", max_length=120)
    state = StateField("状態", default=S.DRAFTED, choices=STATE_CHOICES)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="決めた人"
    )
    decided_as = models.CharField("決めた職", max_length=120, blank=True)
    decided_for = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="代わってもらった人"
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    released_at = models.DateTimeField("発表を記録した日時", null=True, blank=True)
    released_where = models.CharField("発表したところ", max_length=REASON_MOST, blank=True)
    dropped_for = models.CharField("取りやめた理由", max_length=REASON_MOST, blank=True)

    class Meta:
        verbose_name = "発表の文"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in S]), name="incident_statement_state_known"),
            models.CheckConstraint(condition=~Q(words=""), name="incident_statement_says_something"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.APPROVED.value, S.RELEASED.value])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="incident_statement_decided_before_it_goes_out",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.RELEASED.value) | Q(released_at__isnull=False) & ~Q(released_where=""),
                name="incident_statement_released_where",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DROPPED.value) | ~Q(dropped_for=""), name="incident_statement_dropped_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"発表の文({self.get_channel_display()})"

    @property
    def decider(self) -> str:
        """Name who decided, of a deputy's decision also for whom; empty while nobody has."""
        if self.decided_by is None:
            return ""
        for_whom = f"、{self.decided_for.name}に代わって" if self.decided_for is not None else ""
        return f"{self.decided_by.name}({self.decided_as}{for_whom})"

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @transition(field="state", source=S.DRAFTED, target=S.APPROVED)
    def approve(
        self, *, decided_by: Person, decided_as: str, decided_at: datetime, decided_for: Person | None = None
    ) -> None:
        """Let it go out (決定); of a deputy's decision it says for whom."""
        self.decided_by, self.decided_as, self.decided_for = decided_by, decided_as, decided_for
        self.decided_at = decided_at

    @transition(field="state", source=S.APPROVED, target=S.RELEASED)
    def release(self, *, released_where: str, released_at: datetime) -> None:
        """Record that it went out (発表)."""
        self.released_where, self.released_at = released_where, released_at

    @transition(field="state", source=[S.DRAFTED, S.APPROVED], target=S.DROPPED)
    def drop(self, *, dropped_for: str) -> None:
        """Give it up (取りやめ)."""
        self.dropped_for = dropped_for
