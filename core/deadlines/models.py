"""Obligations: everything that waits for somebody, with a cause, a debtor and at most one end; what is told of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models.functions import Greatest
from django_fsm import transition

from core.deadlines.states import FeedState, ObligationState
from core.keeping import Permanent, Within
from core.lifecycle.subjects import records_of
from core.notifications.models import link_url
from core.records import Record, Withheld
from core.staff.authority import Capacity, office_filters, offices_given
from core.staff.models import Person, Unit
from core.staff.models.appointment import OFFICE_CHOICES
from core.staff.offices import CITY_WIDE, Office
from core.state_field import StateField

S = ObligationState
STATE_CHOICES = [
    (S.OPEN.value, "未了"),
    (S.FULFILLED.value, "済み"),
    (S.WAIVED.value, "免除"),
    (S.VOID.value, "不要"),
]
BY_NO_INDEX = Greatest("due_on", "due_on").asc(nulls_last=True)
"""The order of dates, told so that no index is in it."""


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Named reads of obligations."""

    def open(self) -> Self:
        """Keep what still waits for somebody."""
        return self.filter(state=S.OPEN)

    def owed_by(self, person: Person, kept: Iterable[Capacity], on: date) -> Self:
        """Keep what waits for a person or for an office he or she may act in on a day."""
        return self.of_any(_owed(person, office_filters(kept, on, "debtor_office", "debtor_unit")))

    def first_owed_to(self, person: Any, held: Collection[Office], most: int) -> Self:
        """Keep the first so many, as the inbox orders, of what `owed_by` keeps.

        For statements that are compiled once for the offices that are held. Each office is asked for its own first
        ones: what lies behind them is not looked up row by row only to be left out. What a unit owes is little, and is
        sorted: PostgreSQL would rather read all that is open by its dates until it has met enough of the unit.
        """
        owed, wide = owed_given(person, held), 1 + len(CITY_WIDE & set(held))
        each = [self.filter(one).by_due_date().values("pk")[:most] for one in owed[:wide]]
        each += [self.filter(one).order_by(BY_NO_INDEX, "id").values("pk")[:most] for one in owed[wide:]]
        some = self.of_any([models.Q(pk__in=one) for one in each])
        return Obligation.objects.filter(pk__in=some.by_due_date().values("pk")[:most])  # type: ignore[return-value]  # what this is

    def of_any(self, conditions: Sequence[models.Q]) -> Self:
        """Keep what one of some conditions holds for; each is asked by itself.

        Asked with "or", SQLite reads all that is open: it sees that an index of open rows serves only where the
        condition stands beside it, not around it.
        """
        first, *others = [self.filter(one).order_by().values("pk") for one in conditions]
        return Obligation.objects.filter(pk__in=first.union(*others, all=True) if others else first)  # type: ignore[return-value]  # what this is

    def overdue(self, on: date) -> Self:
        """Keep what is past its date."""
        return self.filter(due_on__lt=on)

    def about(self, *streams: str) -> Self:
        """Keep what some records caused."""
        return self.filter(about__in=streams)

    def by_due_date(self) -> Self:
        """Order as the inbox does: nearest date first, undated last."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "id")


def owed_given(person: Any, held: Collection[Office]) -> list[models.Q]:
    """Return what a person owes and what each office that is held does: no row is found by two of them."""
    return _owed(person, offices_given("debtor_office", "debtor_unit", held))


def _owed(person: Any, offices: Iterable[models.Q]) -> list[models.Q]:
    return [models.Q(debtor_person=person), *(models.Q(one, debtor_person=None) for one in offices)]


class Obligation(Record):
    """A duty of an office (or of one person) that an act opened and another act ends."""

    retention = Within("")

    rule = models.CharField("種類", max_length=60)
    about = models.CharField("対象の記録", max_length=80)
    occurrence = models.CharField("何回目のものか", max_length=40, blank=True)
    title = models.CharField("内容", max_length=200)
    note = models.CharField("説明", max_length=300, blank=True)
    clause = models.CharField("条項", max_length=20)
    act_label = models.CharField("次の一手", max_length=20)
    link_name = models.CharField("開く画面", max_length=80)
    link_pk = models.PositiveBigIntegerField("開く画面の番号")
    debtor_office = models.CharField("担当する職", max_length=32, choices=OFFICE_CHOICES, blank=True)
    debtor_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="担当する部署"
    )
    debtor_person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="担当者")
    endeavour = models.BooleanField("努力義務", default=False)
    internal_target = models.BooleanField("市の内部目標", default=True)
    opened_on = models.DateField("発生日")
    due_on = models.DateField("期限", null=True, blank=True)
    state = StateField("状態", default=S.OPEN, choices=STATE_CHOICES)
    ended_on = models.DateField("終了日", null=True, blank=True)
    waive_reason = models.CharField("免除の理由", max_length=300, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "義務"
        constraints = [
            models.UniqueConstraint(fields=["rule", "about", "occurrence"], name="obligation_opened_once"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="obligation_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_on=None)
                | (~models.Q(state="open") & models.Q(ended_on__isnull=False)),
                name="obligation_ended_when_ended",
            ),
            models.CheckConstraint(
                condition=~models.Q(debtor_office="") | models.Q(debtor_person__isnull=False),
                name="obligation_has_debtor",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waived") | ~models.Q(waive_reason=""), name="obligation_waived_with_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["debtor_office", "debtor_unit", "due_on", "id"],
                condition=models.Q(state="open", debtor_person=None),
                name="obligation_of_office",
            ),
            models.Index(
                fields=["debtor_person", "due_on"], condition=models.Q(state="open"), name="obligation_person"
            ),
            models.Index(fields=["about"]),
            models.Index(fields=["link_pk", "link_name"], name="obligation_link"),
            models.Index(fields=["debtor_unit", "due_on", "state"], name="obligation_unit"),
            models.Index(fields=["state", "due_on", "id"], name="obligation_dates"),
            # A month is counted by day and act along an index alone, in the order in which it is counted.
            models.Index(
                fields=["state", "due_on", "act_label"],
                include=["link_name", "link_pk", "debtor_office", "debtor_unit", "debtor_person"],
                name="obligation_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Return the address of the page where the duty is done."""
        return link_url(self.link_name, self.link_pk)

    def is_overdue(self, on: date) -> bool:
        """Tell whether the duty is past its date on a day."""
        return self.state == S.OPEN and self.due_on is not None and self.due_on < on

    @property
    def withheld(self) -> Withheld | None:
        """Follow the record that it is about: its title may name, or once have named, what few may read."""
        about = records_of([self.about]).get(self.about)
        return about.withheld if about is not None else None

    @transition(field="state", source=S.OPEN, target=S.FULFILLED)
    def fulfil(self, *, ended_on: date) -> None:
        """End the duty by the act it asked for."""
        self.ended_on = ended_on

    @transition(field="state", source=S.OPEN, target=S.VOID)
    def void(self, *, ended_on: date) -> None:
        """End the duty because its cause is gone."""
        self.ended_on = ended_on

    @transition(field="state", source=S.OPEN, target=S.WAIVED)
    def waive(self, *, ended_on: date, waive_reason: str) -> None:
        """End the duty by a higher office's written decision."""
        self.ended_on = ended_on
        self.waive_reason = waive_reason


F = FeedState
FEED_STATE_CHOICES = [
    (F.LIVE.value, "使用中"),
    (F.REVOKED.value, "取りやめ"),
    (F.LAPSED.value, "終了"),
]


class CalendarFeed(Record):
    """The secret address under which a person's own deadlines can be read without a sign-in (ADR 0037).

    The secret is in no column: only its SHA-256, by which the feed is found.
    """

    retention = Permanent("予定表に期限を渡していた期間の証しです。事案の文言は含みません。")
    creation = "予定表のアドレスを作った"

    person = models.ForeignKey(Person, models.PROTECT, related_name="calendar_feeds", verbose_name="職員")
    digest = models.CharField("アドレスの要約値", max_length=64, unique=True, editable=False)
    opened_on = models.DateField("作成日")
    ended_on = models.DateField("終了日", null=True)
    state = StateField("状態", default=F.LIVE, choices=FEED_STATE_CHOICES)

    lock_first = ("person",)
    hidden_fields = frozenset({"digest"})

    class Meta:
        verbose_name = "予定表のアドレス"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="live", ended_on=None)
                | models.Q(state__in=["revoked", "lapsed"], ended_on__isnull=False),
                name="calendar_feed_ended_when_ended",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="live"), name="calendar_feed_one_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}さんの予定表のアドレス"

    @transition(field="state", source=F.LIVE, target=F.REVOKED)
    def revoke(self, *, ended_on: date) -> None:
        """End it as its owner."""
        self.ended_on = ended_on

    @transition(field="state", source=F.LIVE, target=F.LAPSED)
    def lapse(self, *, ended_on: date) -> None:
        """End it because its owner leaves."""
        self.ended_on = ended_on


class Telling(models.Model):
    """When something is next to be told about an open obligation; bookkeeping of the sweep.

    Not a record: it says nothing about the duty, only what people were told, and the message keys
    make telling twice impossible whatever stands here.
    """

    obligation = models.OneToOneField(Obligation, models.CASCADE, primary_key=True, related_name="telling")
    next_on = models.DateField()

    class Meta:
        verbose_name = "催促の予定"
        indexes = [models.Index(fields=["next_on", "obligation"], name="telling_in_turn")]

    def __str__(self) -> str:
        return f"{self.obligation_id}: {self.next_on}"


class WeekTold(models.Model):
    """A week of whose decisions people were told; written with the messages, so that it is told once."""

    monday = models.DateField(unique=True)
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = "週の知らせ"

    def __str__(self) -> str:
        return self.monday.isoformat()
