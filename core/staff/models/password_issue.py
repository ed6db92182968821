"""The issue of a password to somebody who decides: asked by one person, made by another."""

from django.db import models
from django_fsm import transition

from core.keeping import Permanent
from core.records import Record
from core.staff.models.person import Person
from core.staff.states import PasswordIssueState
from core.state_field import StateField

S = PasswordIssueState
STATE_CHOICES = [
    (S.REQUESTED.value, "確認待ち"),
    (S.ISSUED.value, "発行済み"),
    (S.DECLINED.value, "取りやめ"),
]


class PasswordIssue(Record):
    """One issue of a password by two people; the password itself is in no column (ADR 0011)."""

    retention = Permanent("本人として入れるようになった経緯の裏付けです。")

    person = models.ForeignKey(Person, models.PROTECT, related_name="password_issues", verbose_name="職員")
    state = StateField("状態", default=S.REQUESTED, choices=STATE_CHOICES)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申請した人")
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="発行した人")

    lock_first = ("person",)

    class Meta:
        verbose_name = "パスワードの発行"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in S]), name="password_issue_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(issued_by__isnull=True)
                | ~(models.Q(issued_by=models.F("asked_by")) | models.Q(issued_by=models.F("person"))),
                name="password_issue_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state=S.ISSUED.value, issued_by__isnull=False)
                | (~models.Q(state=S.ISSUED.value) & models.Q(issued_by__isnull=True)),
                name="password_issue_issued_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state=S.REQUESTED.value), name="password_issue_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}さんのパスワードの発行"

    @transition(field="state", source=S.REQUESTED, target=S.ISSUED)
    def issue(self, *, issued_by: Person) -> None:
        """Issue the password as the second person."""
        self.issued_by = issued_by

    @transition(field="state", source=S.REQUESTED, target=S.DECLINED)
    def decline(self) -> None:
        """End the request without a password."""
