"""Which closure of its account a problem is linked with."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from approvals.models import ChangeNotice
from core.periods.era import era_date
from core.ui.forms import UiForm


class LinkClosureForm(UiForm):
    """A closure of the account that is under way."""

    notice = forms.ModelChoiceField(
        label="アカウントの廃止",
        queryset=ChangeNotice.objects.none(),
        empty_label="選んでください",
        help_text="結び付けると、二つの画面が互いにつながります。廃止の手続は、そのまま進みます。",
    )

    def __init__(self, *args: Any, offered: QuerySet[ChangeNotice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["notice"]
        field.queryset = offered
        field.label_from_instance = _label_of


def _label_of(notice: ChangeNotice) -> str:
    words = [notice.get_kind_display(), f"「{notice.get_state_display()}」"]
    words += [f"予定日 {era_date(notice.planned_on)}"] if notice.planned_on is not None else []
    return " ".join([*words, *(["逸脱"] if notice.deviates else [])])
