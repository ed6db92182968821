"""A question to ふるさと発信課長 and the answer (協議, 第10): what decisions on the same case may cite later."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django_fsm import transition

from accounts.models import Account
from approvals.consultations.clauses import CHOICES
from approvals.consultations.states import GIVEN, ConsultationState
from approvals.models.request import Request
from core.keeping import Permanent
from core.records import Record, Subject
from core.reviews.models import STATE_CHOICES as LATER_CHOICES
from core.reviews.models import STATE_TONES as LATER_TONES
from core.reviews.states import ReviewState
from core.staff.models import Person, Unit
from core.state_field import StateField

S = ConsultationState
STATE_CHOICES = [
    (S.ASKED.value, "回答待ち"),
    (S.ANSWERED.value, "回答済"),
    (S.CLOSED.value, "終了"),
    (S.WITHDRAWN.value, "取下げ"),
]
STATE_TONES = {S.ASKED: "wait", S.ANSWERED: "ok", S.CLOSED: "end", S.WITHDRAWN: "end"}
LONGEST = 2000
REASON_MOST = 300


def awaits_review(consultation: models.Model) -> bool:
    """Tell whether the later review of what a deputy answered is still to come."""
    return bool(getattr(consultation, "later_review", "") == ReviewState.AWAITING)


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Named reads of consultations."""

    def answered(self) -> Self:
        """Keep those with an answer that a decision may cite, closed ones too."""
        return self.filter(state__in=GIVEN)

    def about_account(self, account: int) -> Self:
        """Keep what was asked about an account, by its key, or about a request for it."""
        return self.filter(Q(account=account) | Q(request__account=account))

    def newest_first(self) -> Self:
        """Order by when they were asked, the newest first."""
        return self.order_by("-pk")


class Consultation(Record):
    """One question of a section with its answer; neither is changed afterwards: who wants to know more asks on."""

    retention = Permanent("ガイドラインに定めのないことをどう決めたかを、後の判断で読み返すためのものです。")
    creation = "ふるさと発信課長に協議した"

    topic = models.CharField("件名", max_length=80)
    clause = models.CharField("関わる条項", max_length=8, choices=CHOICES)
    question = models.TextField("尋ねること", max_length=LONGEST)
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="consultations", null=True, blank=True, verbose_name="アカウント"
    )
    request = models.ForeignKey(
        Request, models.PROTECT, related_name="consultations", null=True, blank=True, verbose_name="起案"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, related_name="followed_by", null=True, blank=True, verbose_name="前の協議"
    )
    section = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="尋ねた部署")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="尋ねた人")
    asked_on = models.DateField("尋ねた日")
    state = StateField("状態", default=S.ASKED, choices=STATE_CHOICES)

    reply = models.TextField("回答", max_length=LONGEST, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="回答した人"
    )
    answered_as = models.CharField("回答した職", max_length=120, blank=True)
    answered_on = models.DateField("回答した日", null=True, blank=True)
    outcome = models.CharField("回答を受けて行うこと", max_length=REASON_MOST, blank=True)
    withdrawn_for = models.CharField("取り下げる理由", max_length=REASON_MOST, blank=True)
    ended_on = models.DateField("終えた日", null=True, blank=True)

    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="代決者")
    deputy_for = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="後閲する人"
    )
    later_review = models.CharField("後閲", max_length=10, choices=LATER_CHOICES, blank=True)
    later_note = models.CharField("後閲の意見", max_length=REASON_MOST, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = "協議"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in S]), name="consultation_state_known"),
            models.CheckConstraint(condition=~Q(question=""), name="consultation_asks_something"),
            models.CheckConstraint(
                condition=Q(state__in=[S.ASKED.value, S.WITHDRAWN.value], answered_by=None, answered_on=None, reply="")
                | Q(state__in=[s.value for s in GIVEN], answered_by__isnull=False, answered_on__isnull=False)
                & ~Q(reply=""),
                name="consultation_answered_by_and_on",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("asked_by")),
                name="consultation_answered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.ASKED.value, S.ANSWERED.value], ended_on=None)
                | Q(state__in=[S.CLOSED.value, S.WITHDRAWN.value], ended_on__isnull=False),
                name="consultation_ended_on",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.WITHDRAWN.value) | ~Q(withdrawn_for=""), name="consultation_withdrawn_for"
            ),
            models.CheckConstraint(
                condition=Q(later_review="", deputy=None, deputy_for=None)
                | Q(
                    later_review__in=[one.value for one in ReviewState], deputy__isnull=False, deputy_for__isnull=False
                ),
                name="consultation_later_review_of_a_deputy",
            ),
            models.CheckConstraint(
                condition=~Q(later_review=ReviewState.OBJECTED.value) | ~Q(later_note=""),
                name="consultation_objected_with_note",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="consultation_by_state"),
            models.Index(fields=["clause", "id"], name="consultation_by_clause"),
        ]

    def __str__(self) -> str:
        return f"協議「{self.topic}」"

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @property
    def later_tone(self) -> str:
        """Return the tone of the later review's chip."""
        return LATER_TONES[ReviewState(self.later_review)]

    def subject(self) -> Subject:
        """Return the consultation, of which the own stream holds question and answer."""
        return Subject(str(self), "", "approvals:consultation_detail", self.pk, (self.stream,))

    @transition(field="state", source=S.ASKED, target=S.ANSWERED)
    def answer(
        self,
        *,
        reply: str,
        answered_by: Person,
        answered_as: str,
        answered_on: date,
        deputy: Person | None = None,
        deputy_for: Person | None = None,
    ) -> None:
        """Answer the question (回答)."""
        self.reply, self.answered_by, self.answered_as, self.answered_on = reply, answered_by, answered_as, answered_on
        self.deputy, self.deputy_for = deputy, deputy_for
        self.later_review = ReviewState.AWAITING.value if deputy is not None else ""

    @transition(field="state", source=S.ANSWERED, target=S.CLOSED)
    def close(self, *, outcome: str = "", ended_on: date) -> None:
        """Take the answer up and end the consultation (終了)."""
        self.outcome, self.ended_on = outcome, ended_on

    @transition(field="state", source=S.ASKED, target=S.WITHDRAWN)
    def withdraw(self, *, withdrawn_for: str, ended_on: date) -> None:
        """Take a question back that is not answered (取下げ)."""
        self.withdrawn_for, self.ended_on = withdrawn_for, ended_on

    @transition(field="state", source="*", target=None, conditions=[awaits_review])
    def confirm(self, *, later_note: str = "") -> None:
        """Confirm what a deputy answered (後閲)."""
        self.later_review, self.later_note = ReviewState.REVIEWED.value, later_note

    @transition(field="state", source="*", target=None, conditions=[awaits_review])
    def raise_objection(self, *, later_note: str) -> None:
        """Object to what a deputy answered, which stands (後閲)."""
        self.later_review, self.later_note = ReviewState.OBJECTED.value, later_note
