"""Named reads of notices."""

from typing import Any, Self

from django.db import models

from approvals.notices.states import OPEN, NoticeState

S = NoticeState


class NoticeQuerySet(models.QuerySet[Any]):
    """Named reads of notices."""

    def open(self) -> Self:
        """Keep those that have not come into effect."""
        return self.filter(state__in=OPEN)

    def standing(self) -> Self:
        """Keep those in effect whose announcement must still stand."""
        return self.filter(state=S.EFFECTED)

    def departed(self) -> Self:
        """Keep those that could not keep the period, or came into effect on another day than the public was told."""
        late = models.Q(effected_on__gt=models.F("planned_on"))
        return self.filter(~models.Q(deviation_reason="") | late)

    def over(self) -> Self:
        """Keep those that ended, one way or the other."""
        return self.filter(state__in=[S.COMPLETED, S.CANCELLED])
