"""Disposals with what they list, holds that keep a matter longer, and files still to be removed.

A carried-out disposal and its items are the register of disposals (廃棄簿): they are kept for ever.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django_fsm import transition

from core.keeping import Permanent
from core.memo import once, tell
from core.records import Record
from core.retention.states import DisposalState
from core.staff.models import Person
from core.state_field import StateField

S = DisposalState
ITEMS = ("retention.disposalitem",)
STATE_CHOICES = [
    (S.REQUESTED.value, "許可待ち"),
    (S.PERMITTED.value, "廃棄待ち"),
    (S.CARRIED_OUT.value, "廃棄済"),
    (S.DECLINED.value, "不許可"),
    (S.WITHDRAWN.value, "取りやめ"),
]
STATE_TONES = {S.REQUESTED: "wait", S.PERMITTED: "run", S.CARRIED_OUT: "ok", S.DECLINED: "stop", S.WITHDRAWN: "end"}
PERMITTED_STATES = (S.PERMITTED.value, S.CARRIED_OUT.value)
HOLD_CHOICES = [
    ("audit", "監査・検査"),
    ("dispute", "訴訟・審査請求"),
    ("inquiry", "調査・開示請求"),
    ("other", "その他"),
]
REGISTER = Permanent("何を、だれが、いつ、どの許可で廃棄したかの登録です(廃棄簿)。")


def by_others(later: str, earlier: str) -> models.Q:
    """Return that nobody had a part in two steps of a disposal, in person or by a deputy."""
    met = models.Q()
    for mine in (f"{later}_by", f"{later}_for"):
        for theirs in (f"{earlier}_by", f"{earlier}_for"):
            same = models.Q(**{mine: models.F(theirs), f"{mine}__isnull": False, f"{theirs}__isnull": False})
            met |= same
    return ~met


class Disposal(Record):
    """Some matters whose period is over: listed by 文書管理担当, permitted by 総務部長, then carried out."""

    retention = REGISTER

    basis = models.CharField("廃棄の根拠", max_length=300)
    count = models.PositiveSmallIntegerField("件数")
    state = StateField("状態", default=S.REQUESTED, choices=STATE_CHOICES)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="廃棄を求めた人")
    requested_for = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="代わられた人")
    requested_as = models.CharField("求めた人の職", max_length=120)
    requested_on = models.DateField("求めた日")
    permitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="許可した人")
    permitted_for = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="代わられた人")
    permitted_as = models.CharField("許可した人の職", max_length=120, blank=True)
    permitted_on = models.DateField("許可した日", null=True, blank=True)
    carried_out_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="廃棄した人")
    carried_out_for = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, verbose_name="代わられた人"
    )
    carried_out_as = models.CharField("廃棄した人の職", max_length=120, blank=True)
    carried_out_on = models.DateField("廃棄した日", null=True, blank=True)
    how = models.CharField("廃棄の方法", max_length=200, blank=True)
    reason = models.CharField("不許可・取りやめの理由", max_length=300, blank=True)

    creation = "廃棄を求めた"

    class Meta:
        verbose_name = "廃棄の手続"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="disposal_state_known"),
            models.CheckConstraint(condition=by_others("permitted", "requested"), name="disposal_permitted_by_another"),
            models.CheckConstraint(
                condition=by_others("carried_out", "permitted"), name="disposal_carried_out_by_another"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=PERMITTED_STATES)
                | models.Q(permitted_by__isnull=False, permitted_on__isnull=False),
                name="disposal_permitted_by_and_on",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=S.CARRIED_OUT.value, carried_out_by__isnull=False, carried_out_on__isnull=False
                )
                | (~models.Q(state=S.CARRIED_OUT.value) & models.Q(carried_out_by=None, carried_out_on=None)),
                name="disposal_carried_out_by_and_on",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[S.DECLINED.value, S.WITHDRAWN.value]) | ~models.Q(reason=""),
                name="disposal_ended_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="disposal_state")]

    def __str__(self) -> str:
        return f"廃棄{self.pk}({self.count}件)"

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @property
    def requesters(self) -> set[int]:
        """Return the keys of the person who asked and of the one in whose name."""
        return {key for key in (self.requested_by_id, self.requested_for_id) if key is not None}

    @property
    def permitters(self) -> set[int]:
        """Return the keys of the person who permitted and of the one in whose name."""
        return {key for key in (self.permitted_by_id, self.permitted_for_id) if key is not None}

    def content(self) -> dict[str, Any]:
        """Return what a permission binds: the basis, and every matter listed as it was then."""
        listed = sorted((item.about, item.digest) for item in self.listed())
        return {"basis": self.basis, "items": [list(pair) for pair in listed]}

    def listed(self) -> "list[DisposalItem]":
        """Return what it lists, without order; read once in a web request, and once in an act."""
        return once(self._items, lambda: list(self.items.all()), of=ITEMS)

    def tell_listed(self, found: "Iterable[DisposalItem]") -> None:
        """Remember what was read as part of a question."""
        tell(self._items, list(found), of=ITEMS)

    @property
    def _items(self) -> tuple[str, int]:
        return "disposal_items", self.pk

    @transition(field="state", source=S.REQUESTED, target=S.PERMITTED)
    def permit(
        self, *, permitted_by: Person, permitted_as: str, permitted_on: date, permitted_for: Person | None = None
    ) -> None:
        """Permit the disposal as the second office."""
        self.permitted_by, self.permitted_as, self.permitted_on = permitted_by, permitted_as, permitted_on
        self.permitted_for = permitted_for

    @transition(field="state", source=S.REQUESTED, target=S.DECLINED)
    def decline(self, *, reason: str) -> None:
        """Refuse the disposal with a reason; everything is kept."""
        self.reason = reason

    @transition(field="state", source=[S.REQUESTED, S.PERMITTED], target=S.WITHDRAWN)
    def withdraw(self, *, reason: str) -> None:
        """Give the disposal up with a reason; everything is kept."""
        self.reason = reason

    @transition(field="state", source=S.PERMITTED, target=S.CARRIED_OUT)
    def carry_out(
        self,
        *,
        carried_out_by: Person,
        carried_out_as: str,
        carried_out_on: date,
        how: str,
        carried_out_for: Person | None = None,
    ) -> None:
        """Dispose of everything listed."""
        self.carried_out_by, self.carried_out_as, self.carried_out_on = carried_out_by, carried_out_as, carried_out_on
        self.carried_out_for, self.how = carried_out_for, how


class ItemQuerySet(models.QuerySet["DisposalItem"]):
    """Named reads of items."""

    def register(self) -> Self:
        """Keep what was disposed of: the register (廃棄簿)."""
        return self.filter(disposed_on__isnull=False).select_related(
            "disposal__requested_by", "disposal__permitted_by", "disposal__carried_out_by"
        )


class DisposalItem(Record):
    """One matter of a disposal: a line of the list, and of the register once it is carried out."""

    retention = REGISTER

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items", verbose_name="廃棄")
    about = models.CharField("記録", max_length=80)
    digest = models.CharField("照合コード", max_length=64)
    kind_label = models.CharField("種類", max_length=80)
    title = models.CharField("件名", max_length=200)
    document_number = models.CharField("文書番号", max_length=40, blank=True, db_index=True)
    concluded_on = models.DateField("完結した日")
    years = models.PositiveSmallIntegerField("保存期間(年)")
    ends_on = models.DateField("保存期間の最後の日")
    is_listed = models.BooleanField("廃棄の対象", default=True)
    disposed_on = models.DateField("廃棄した日", null=True, blank=True, db_index=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "廃棄の対象"
        constraints = [
            models.UniqueConstraint(
                fields=["about"], condition=models.Q(is_listed=True), name="disposal_item_listed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(disposed_on=None) | models.Q(is_listed=True, disposed_on__gt=models.F("ends_on")),
                name="disposal_item_after_its_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HoldQuerySet(models.QuerySet["Hold"]):
    """Named reads of holds."""

    def standing(self) -> Self:
        """Keep the holds that are not lifted."""
        return self.filter(lifted_on=None)


class Hold(Record):
    """A matter is kept beyond its period (保存の延長), for an audit or a dispute, until the hold is lifted."""

    retention = Permanent("期間を過ぎても保存した理由の裏付けです。")

    about = models.CharField("記録", max_length=80)
    title = models.CharField("件名", max_length=200)
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    cause = models.CharField("延長する事由", max_length=12, choices=HOLD_CHOICES)
    reason = models.CharField("延長する理由", max_length=300)
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="延長した人")
    placed_on = models.DateField("延長した日")
    lifted_on = models.DateField("延長を終えた日", null=True, blank=True)
    lift_reason = models.CharField("延長を終えた理由", max_length=300, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = "保存の延長"
        constraints = [
            models.UniqueConstraint(fields=["about"], condition=models.Q(lifted_on=None), name="hold_once_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(lifted_on=None) | ~models.Q(lift_reason=""), name="hold_lifted_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PendingRemoval(models.Model):
    """A file whose record is disposed of and that is still to be taken from the disk.

    Not a record: written by the act, removed by the worker after the commit; a failure leaves the row for the next run.
    """

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="removals")
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "削除を待つファイル"
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="removal_once")]

    def __str__(self) -> str:
        return self.name
