"""Dated appointments and deputyships: the only source of authority."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django_fsm import transition

from core.keeping import Permanent
from core.records import Record
from core.staff.models.person import Person
from core.staff.models.unit import Unit
from core.staff.offices import CITY_WIDE, LABELS, Office
from core.staff.states import AppointmentState
from core.state_field import StateField

OFFICE_CHOICES = [(office.value, LABELS[office]) for office in Office]
STATE_CHOICES = [
    (AppointmentState.PROPOSED.value, "確認待ち"),
    (AppointmentState.CONFIRMED.value, "確定"),
    (AppointmentState.DECLINED.value, "取りやめ"),
]
S = AppointmentState


M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Reads of confirmed entries by their dates."""

    def in_force_on(self, on: date) -> Self:
        """Keep the confirmed entries whose dates include the day; both ends count."""
        return self.filter(state=S.CONFIRMED, starts_on__lte=on).exclude(ends_on__lt=on)


class AppointmentQuerySet(DatedQuerySet["Appointment"]):
    """Reads of appointments with the titles their offices have on a day."""

    def titled(self, on: date) -> Self:
        """Add the registered title of each office as `office_title`."""
        return self.annotate(office_title=title_on(on, "office"))


class DeputyshipQuerySet(DatedQuerySet["Deputyship"]):
    """Reads of deputyships with the titles of the principals' offices on a day."""

    def titled(self, on: date) -> Self:
        """Add the registered title of each principal's office as `office_title`."""
        return self.annotate(office_title=title_on(on, "principal__office"))


def title_on(on: date, office: str) -> models.Subquery:
    """Return the newest registered title of the office in a column, as of a day; NULL when there is none."""
    registered = OfficeTitle.objects.filter(office=models.OuterRef(office), starts_on__lte=on).order_by("-starts_on")
    return models.Subquery(registered.values("title")[:1])


class Dated(Record):
    """What appointments and deputyships share: dates, and a second person's confirmation."""

    retention = Permanent("だれがどの職で行えたかの裏付けです。")

    starts_on = models.DateField("開始日")
    ends_on = models.DateField("最後の日", null=True, blank=True)
    state = StateField("状態", default=S.PROPOSED, choices=STATE_CHOICES)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, editable=False, verbose_name="登録した人"
    )
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, editable=False, verbose_name="確定した人"
    )

    office_title: str | None = None
    """The registered title of the office on a day, where a read was `titled`."""

    class Meta:
        abstract = True

    @transition(field="state", source=S.PROPOSED, target=S.CONFIRMED)
    def confirm(self, *, confirmed_by: Person | None) -> None:
        """Give effect to the entry."""
        self.confirmed_by = confirmed_by

    @transition(field="state", source=S.PROPOSED, target=S.DECLINED)
    def decline(self) -> None:
        """End the entry without effect."""

    @transition(field="state", source=S.CONFIRMED, target=S.DECLINED)
    def revoke(self) -> None:
        """Take back an entry in effect before its first day."""

    def in_force_on(self, on: date) -> bool:
        """Tell whether this entry gives authority on a day."""
        return self.state == S.CONFIRMED and self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


def _dated_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            name=f"{name}_ends_after_start",
        ),
        models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name=f"{name}_state_known"),
        models.CheckConstraint(
            condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("entered_by")),
            name=f"{name}_second_person",
        ),
    ]


class Appointment(Dated):
    """A person holds an office of a unit from a day to a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="職員")
    office = models.CharField("職", max_length=32, choices=OFFICE_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="部署")
    post_title = models.CharField(
        "職名", max_length=40, blank=True, help_text="「消防長」など、部署名から決まらないとき。"
    )

    lock_first = ("person",)

    objects = AppointmentQuerySet.as_manager()

    creation = "任用を登録した"

    class Meta:
        verbose_name = "任用"
        constraints = [
            *_dated_constraints("appointment"),
            models.CheckConstraint(
                condition=models.Q(office__in=[office.value for office in Office]), name="appointment_office_known"
            ),
        ]
        indexes = [models.Index(fields=["office", "unit"]), models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.person.name}({self.label})"

    @property
    def label(self) -> str:
        """Return the title in words: a given one, the registered or usual one, or the unit's name with 長."""
        if self.post_title:
            return self.post_title
        if self.office in (Office.SECTION_HEAD, Office.DEPARTMENT_HEAD):
            return f"{self.unit.name}長"
        if self.office in CITY_WIDE:
            return self.office_title or LABELS[Office(self.office)]
        return " ".join(part for part in (self.unit.name, self.person.title) if part)


class Deputyship(Dated):
    """A person decides in a principal's name for a dated period (代決)."""

    principal = models.ForeignKey(Appointment, models.PROTECT, related_name="deputyships", verbose_name="代わられる職")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="deputyships", verbose_name="代決者")
    reason = models.CharField("理由", max_length=200, help_text="出張、休暇など。")

    lock_first = ("deputy",)

    objects = DeputyshipQuerySet.as_manager()

    creation = "代決者の指定を登録した"

    class Meta:
        verbose_name = "代決者の指定"
        constraints = [
            *_dated_constraints("deputyship"),
            models.CheckConstraint(condition=models.Q(ends_on__isnull=False), name="deputyship_is_dated"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy.name}({self.principal.label}の代決者)"


class OfficeTitle(Record):
    """The title of an office from a day on: posts are renamed, roles are not."""

    retention = Permanent("職名は、記録を読むときの手掛かりです。")

    office = models.CharField("職", max_length=32, choices=OFFICE_CHOICES)
    title = models.CharField("名称", max_length=40)
    starts_on = models.DateField("適用日")

    class Meta:
        verbose_name = "職の名称"
        constraints = [
            models.UniqueConstraint(fields=["office", "starts_on"], name="office_title_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.title
