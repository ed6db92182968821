"""The city's own playbooks, in versions: one version of one kind rules from its making until the next one's."""

from typing import Any

from django.db import models

from core.keeping import Permanent
from core.records import Record, Subject
from core.staff.models import Person
from incidents.models.incident import KIND_CHOICES, REASON_MOST


class Playbook(Record):
    """One version of the playbook of a kind, made by the keeper of the guideline; never changed afterwards."""

    retention = Permanent("どの手順で対応したかを、後で照らして読むためのものです。")
    creation = "対応の手順を定めた"

    kind = models.CharField("種類", max_length=16, choices=KIND_CHOICES)
    number = models.PositiveSmallIntegerField("版")
    steps: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField("手順")
    reason = models.CharField("定めた理由", max_length=REASON_MOST)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="定めた人")
    made_as = models.CharField("定めた職", max_length=120)
    made_on = models.DateField("定めた日")

    class Meta:
        verbose_name = "対応の手順の版"
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="playbook_version_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} 第{self.number}版"

    def subject(self) -> Subject:
        """Return the version."""
        return Subject(f"対応の手順 {self}", "", "incidents:playbook_list", None, (self.stream,))
