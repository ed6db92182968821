"""One step of a round: an office is asked to consent, permit or read."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django_fsm import transition

from approvals.models.request import Request
from approvals.states import StepKind, StepState
from core.keeping import Within
from core.records import Record, Subject
from core.staff.models import Person, Unit
from core.staff.models.appointment import OFFICE_CHOICES
from core.staff.offices import CITY_WIDE, LABELS, Office
from core.state_field import StateField

S = StepState
KIND_CHOICES = [
    (StepKind.CONSENT.value, "回議"),
    (StepKind.JOINT.value, "合議"),
    (StepKind.PERMIT.value, "決裁"),
    (StepKind.CIRCULATE.value, "供覧"),
]
STATE_CHOICES = [
    (S.WAITING.value, "順番待ち"),
    (S.PENDING.value, "決裁待ち"),
    (S.CONSENTED.value, "回議済"),
    (S.APPROVED.value, "許可"),
    (S.RETURNED.value, "差戻し"),
    (S.DENIED.value, "不許可"),
    (S.READ.value, "供覧済"),
    (S.LAPSED.value, "打切り"),
]
DECIDED = tuple(s.value for s in (S.CONSENTED, S.APPROVED, S.RETURNED, S.DENIED, S.READ))


class StepQuerySet(models.QuerySet["Step"]):
    """Named reads of steps."""

    def awaiting_decision(self) -> Self:
        """Keep the steps whose turn it is."""
        return self.filter(state=S.PENDING)

    def of_round(self, number: int) -> Self:
        """Keep one round, in order."""
        return self.filter(round=number).order_by("position")

    def blocking(self) -> Self:
        """Keep the steps that decide; circulation only informs."""
        return self.exclude(kind=StepKind.CIRCULATE)


class Step(Record):
    """What one office is asked in one round of a request, and what it answered."""

    retention = Within("approvals.request")

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps", verbose_name="起案")
    round = models.PositiveSmallIntegerField("版")
    position = models.PositiveSmallIntegerField("順番")
    kind = models.CharField("種類", max_length=12, choices=KIND_CHOICES)
    office = models.CharField("職", max_length=32, choices=OFFICE_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="部署")
    drafter = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="起案者")
    state = StateField("状態", default=S.WAITING, choices=STATE_CHOICES)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="決裁者")
    decided_as = models.CharField("職名", max_length=120, blank=True)
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="代わられた人")
    decided_at = models.DateTimeField("決裁日時", null=True, blank=True)
    opinion = models.TextField("意見・理由", max_length=1000, blank=True)
    seen_digest = models.CharField("見た内容", max_length=64, blank=True)

    lock_first = ("request",)
    locked_with = ("unit__parent__parent",)
    locked_together = ("request_id", "round")
    subject_related = ("request__platform", "unit__parent__parent")
    subject_prefetch = ("request__attachments",)
    asked: Any = None
    """Who can answer, once `approvals.permissions` has read it; an act refetches its step, so it reads anew."""

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "決裁の段階"
        constraints = [
            models.UniqueConstraint(fields=["request", "round", "position"], name="step_position_once"),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state=S.PENDING.value) & ~models.Q(kind=StepKind.CIRCULATE.value),
                name="step_one_pending",
            ),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="step_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                | (~models.Q(state__in=DECIDED) & models.Q(decided_by=None, decided_at=None)),
                name="step_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | models.Q(kind=StepKind.CIRCULATE.value)
                | ~models.Q(decided_by=models.F("drafter")),
                name="step_not_decided_by_drafter",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[S.RETURNED.value, S.DENIED.value]) | ~models.Q(opinion=""),
                name="step_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.office_name}"

    @property
    def office_name(self) -> str:
        """Return the title of the office asked, with its unit's name where it has one."""
        return office_name(self.office, self.unit)

    def follows(self, other: "Step") -> bool:
        """Tell whether this is a deciding step of the same round that comes after another one."""
        same_round = (self.request_id, self.round) == (other.request_id, other.round)
        return same_round and self.position > other.position and self.kind != StepKind.CIRCULATE

    def subject(self) -> Subject:
        """Return the request that is decided on."""
        return self.request.subject()

    def fingerprint(self) -> str:
        """Return what a decision on this step names as seen: the request's content and version."""
        return self.request.fingerprint()

    @transition(field="state", source=S.WAITING, target=S.PENDING)
    def activate(self) -> None:
        """Put the question to the office."""

    @transition(field="state", source=S.PENDING, target=S.CONSENTED)
    def consent(self, **decision: Any) -> None:
        """Agree (回議・合議)."""
        self._note_decision(**decision)

    @transition(field="state", source=S.PENDING, target=S.APPROVED)
    def permit(self, **decision: Any) -> None:
        """Permit (決裁)."""
        self._note_decision(**decision)

    @transition(field="state", source=S.PENDING, target=S.RETURNED)
    def send_back(self, **decision: Any) -> None:
        """Return with a reason (差戻し)."""
        self._note_decision(**decision)

    @transition(field="state", source=S.PENDING, target=S.DENIED)
    def deny(self, **decision: Any) -> None:
        """Deny with a reason (不許可)."""
        self._note_decision(**decision)

    @transition(field="state", source=S.PENDING, target=S.READ)
    def read(self, **decision: Any) -> None:
        """Note that the office has read it (供覧)."""
        self._note_decision(**decision)

    @transition(field="state", source=[S.WAITING, S.PENDING], target=S.LAPSED)
    def lapse(self) -> None:
        """End without an answer because the round has ended."""

    def _note_decision(
        self,
        *,
        decided_by: Person,
        decided_as: str,
        decided_at: datetime,
        on_behalf_of: Person | None = None,
        opinion: str = "",
    ) -> None:
        self.decided_by, self.decided_as, self.decided_at = decided_by, decided_as, decided_at
        self.on_behalf_of, self.opinion = on_behalf_of, opinion
        self.seen_digest = self.request.digest  # the request is locked: this is what was decided on


def office_name(office: str, unit: Unit) -> str:
    """Name an office as people do: the unit's name with 長, or the one title the city has."""
    if office in CITY_WIDE:
        return LABELS[Office(office)]
    owner = unit.department if office == Office.DEPARTMENT_HEAD else unit
    return f"{owner.name}の職員" if office == Office.STAFF else f"{owner.name}長"
