"""A task of an incident: a copy of one step of the playbook, with what became of it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django_fsm import transition

from core.keeping import Permanent
from core.records import Record, Subject, Withheld
from core.staff.models import Person
from core.state_field import StateField
from incidents.models.incident import LONGEST, PAGE, REASON_MOST, Incident
from incidents.states import OPEN, Bearer, Grade, TaskState

S = TaskState
GRADE_CHOICES = [(Grade.MUST.value, "必須"), (Grade.SITUATION.value, "判断"), (Grade.MIND.value, "心得")]
BEARER_CHOICES = [
    (Bearer.MANAGER.value, "アカウント管理者"),
    (Bearer.PR_SECTION_HEAD.value, "ふるさと発信課長"),
    (Bearer.GENERAL_AFFAIRS_DIRECTOR.value, "総務部長"),
]
STATE_CHOICES = [
    (S.LISTED.value, "読んで守る"),
    (S.JUDGING.value, "判断待ち"),
    (S.OWED.value, "対応待ち"),
    (S.DONE.value, "済み"),
    (S.UNNEEDED.value, "不要と判断"),
    (S.VOID.value, "取りやめ"),
]
STATE_TONES = {
    S.LISTED: "draft",
    S.JUDGING: "wait",
    S.OWED: "stop",
    S.DONE: "ok",
    S.UNNEEDED: "end",
    S.VOID: "end",
}


class Task(Record):
    """One task; a judgement not to do it needs a reason, and its doing a result in words."""

    retention = Permanent("問題にどう対応したかの記録です。")
    creation = "対応の手順に載せた"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="tasks", verbose_name="問題")
    position = models.PositiveSmallIntegerField("順")
    turn = models.PositiveSmallIntegerField("何回目", default=1)
    code = models.CharField("手順の記号", max_length=20)
    title = models.CharField("手順", max_length=80)
    words = models.CharField("説明", max_length=REASON_MOST, blank=True)
    template = models.TextField("文の下書き", max_length=LONGEST, blank=True)
    grade = models.CharField("求められ方", max_length=10, choices=GRADE_CHOICES)
    bearer = models.CharField("担当", max_length=32, choices=BEARER_CHOICES)
    clause = models.CharField("条項", max_length=20)
    again_hours = models.PositiveSmallIntegerField("次までの時間", default=0)
    due_at = models.DateTimeField("期限", null=True, blank=True)
    state = StateField("状態", default=S.LISTED, choices=STATE_CHOICES)
    needed_for = models.CharField("必要と判断した理由", max_length=REASON_MOST, blank=True)
    needed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="必要と判断した人"
    )
    needed_as = models.CharField("必要と判断した職", max_length=120, blank=True)
    needed_at = models.DateTimeField("必要と判断した日時", null=True, blank=True)
    unneeded_for = models.CharField("不要と判断した理由", max_length=REASON_MOST, blank=True)
    result = models.TextField("したこと", max_length=LONGEST, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="した人")
    ended_as = models.CharField("した職", max_length=120, blank=True)
    ended_at = models.DateTimeField("した日時", null=True, blank=True)

    lock_first = ("incident",)
    subject_related = ("incident",)

    class Meta:
        verbose_name = "対応の手順"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in S]), name="incident_task_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[s.value for s in OPEN]) | Q(due_at__isnull=False), name="incident_task_dated"
            ),
            models.CheckConstraint(
                condition=~Q(grade=Grade.MUST.value) | ~Q(state__in=[S.JUDGING.value, S.UNNEEDED.value]),
                name="incident_task_must_is_not_judged",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.UNNEEDED.value) | ~Q(unneeded_for=""), name="incident_task_unneeded_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DONE.value) | ~Q(result="") & Q(ended_at__isnull=False),
                name="incident_task_done_with_result",
            ),
            models.UniqueConstraint(fields=["incident", "position", "turn"], name="incident_task_place_once"),
        ]

    def __str__(self) -> str:
        return self.title if self.turn == 1 else f"{self.title}({self.turn}回目)"

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @property
    def is_open(self) -> bool:
        """Tell whether it keeps the incident from being contained."""
        return self.state in OPEN

    @property
    def withheld(self) -> Withheld | None:
        """Keep what is done about a leak within its circle."""
        return self.incident.withheld

    def subject(self) -> Subject:
        """Return the incident it belongs to."""
        return Subject(self.incident.shown, self.incident.number, PAGE, self.incident_id, (self.stream,))

    @transition(field="state", source=S.LISTED, target=S.OWED)
    def owe(self) -> None:
        """Ask for its doing."""

    @transition(field="state", source=S.LISTED, target=S.JUDGING)
    def ask(self) -> None:
        """Ask whether the situation requires it."""

    @transition(field="state", source=S.JUDGING, target=S.OWED)
    def need(self, *, needed_by: Person, needed_as: str, needed_at: datetime, needed_for: str = "") -> None:
        """Judge that the situation requires it."""
        self.needed_for, self.needed_by, self.needed_as, self.needed_at = needed_for, needed_by, needed_as, needed_at

    @transition(field="state", source=S.JUDGING, target=S.UNNEEDED)
    def skip(self, *, unneeded_for: str, ended_by: Person, ended_as: str, ended_at: datetime) -> None:
        """Judge that the situation does not require it."""
        self.unneeded_for = unneeded_for
        self.ended_by, self.ended_as, self.ended_at = ended_by, ended_as, ended_at

    @transition(field="state", source=S.OWED, target=S.DONE)
    def do(self, *, result: str, ended_by: Person, ended_as: str, ended_at: datetime) -> None:
        """Record its doing."""
        self.result = result
        self.ended_by, self.ended_as, self.ended_at = ended_by, ended_as, ended_at

    @transition(field="state", source=[S.LISTED, *OPEN], target=S.VOID)
    def drop(self) -> None:
        """End it with its incident, or because another kind of problem does not ask for it (取りやめ)."""
