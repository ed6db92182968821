"""What the database holds of every notice, whatever the code does: states, who and when, the period (4-5-(2))."""

from django.db import models

from approvals.notices.states import OPEN, NoticeKind, NoticeState

S = NoticeState
TRUTHS = [
    models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="notice_state_known"),
    models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in NoticeKind]), name="notice_kind_known"),
    models.UniqueConstraint(
        fields=["account", "kind"],
        condition=models.Q(state__in=[s.value for s in OPEN]),
        name="notice_one_open_of_a_kind",
    ),
    models.CheckConstraint(
        condition=models.Q(decided_by=None, decided_on=None)
        | models.Q(decided_by__isnull=False, decided_on__isnull=False),
        name="notice_decided_by_and_on",
    ),
    models.CheckConstraint(
        condition=models.Q(
            announced_on=None, earliest_on=None, notice_months=None, keep_months=None, tolerance_days=None
        )
        | models.Q(
            announced_on__isnull=False,
            earliest_on__gt=models.F("announced_on"),
            notice_months__isnull=False,
            keep_months__isnull=False,
            tolerance_days__isnull=False,
        ),
        name="notice_announced_with_its_numbers",
    ),
    models.CheckConstraint(
        condition=models.Q(told_account_on=None) | models.Q(told_account_on__lte=models.F("announced_on")),
        name="notice_told_on_account_by_then",
    ),
    models.CheckConstraint(
        condition=models.Q(told_homepage_on=None) | models.Q(told_homepage_on__lte=models.F("announced_on")),
        name="notice_told_on_homepage_by_then",
    ),
    models.CheckConstraint(
        condition=~models.Q(state=S.ANNOUNCED.value) | models.Q(announced_on__isnull=False),
        name="notice_announced_on",
    ),
    models.CheckConstraint(
        condition=models.Q(effected_on=None) & ~models.Q(state__in=["effected", "completed"])
        | models.Q(effected_on__isnull=False, state__in=["effected", "completed"]),
        name="notice_effected_on",
    ),
    models.CheckConstraint(
        condition=models.Q(effected_on=None)
        | models.Q(effected_on__gte=models.F("earliest_on"))
        | ~models.Q(deviation_reason=""),
        name="notice_short_only_as_deviation",
    ),
    models.CheckConstraint(
        condition=models.Q(effected_on=None)
        | models.Q(effected_on__lte=models.F("planned_on"))
        | ~models.Q(deviation_reason="")
        | ~models.Q(effect_reason=""),
        name="notice_later_than_told_with_reason",
    ),
    models.CheckConstraint(
        condition=models.Q(state=S.CANCELLED.value, cancelled_on__isnull=False) & ~models.Q(cancel_reason="")
        | ~models.Q(state=S.CANCELLED.value) & models.Q(cancelled_on=None),
        name="notice_cancelled_with_reason",
    ),
]
