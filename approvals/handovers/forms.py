"""What stands on the sheet, who operates after the hand-over, why one ends."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from approvals.forms.operator_formset import FIRST_ROWS, PREFIX, Choices, rows_class
from approvals.models import HandOver
from approvals.models.hand_over import LONGEST, REASON_MOST
from core.people.choices import UnitChoiceField
from core.periods.era import era_date
from core.staff.models import Unit
from core.ui.forms import UiForm, UiFormMixin, UiModelForm
from core.ui.widgets import Textarea


class ReceivingField(UnitChoiceField):
    """A section that exists, or one that is to begin, with its first day."""

    on = date.min

    def label_from_instance(self, obj: Unit) -> str:
        """Return the name in full, and from when on there is such a section."""
        name = super().label_from_instance(obj)
        return f"{name}({era_date(obj.starts_on, weekday=False)}から)" if obj.starts_on > self.on else name


class SheetForm(UiModelForm):
    """The sheet; what stands about the account itself is added when it is settled."""

    needs = {"matters": "任意", "recovery": "送るまでに必須", "recovery_is_city": "送るまでに必須"}

    receiving = ReceivingField(queryset=Unit.objects.none(), label="引き継ぐ課", empty_label="選んでください")

    class Meta:
        model = HandOver
        fields = ["receiving", "planned_on", "reason", "matters", "recovery", "recovery_is_city"]
        widgets = {
            "reason": Textarea(attrs={"rows": 2, "data-counter": REASON_MOST}),
            "matters": Textarea(attrs={"rows": 6, "data-counter": LONGEST}),
        }
        help_texts = {
            "planned_on": "引き継ぐ課の課長は、この日から引き継げます。",
            "matters": "続いている仕事、予定している投稿、よくある質問など。パスワードは書きません。",
            "recovery": "アカウントを取り戻すときに使うメールアドレスと電話番号です。個人のものは使いません。",
            "recovery_is_city": "サービスの設定の画面で確かめて、印を付けます。",
        }

    def __init__(self, *args: Any, giving: int, on: date, **kwargs: Any) -> None:
        """Offer the sections of today and those to come; whether there is one on the planned day judges the act."""
        super().__init__(*args, **kwargs)
        receiving: Any = self.fields["receiving"]
        receiving.on = on
        sections = Unit.objects.sections().not_ended_by(on).exclude(pk=giving)
        receiving.queryset = sections.select_related("parent__parent").order_by("pk")

    def _post_clean(self) -> None:
        """Leave the checks of the record to the act."""


class AcceptForm(UiFormMixin, forms.Form):
    """Who operates the account from now on: no fields of its own, the rows beside it."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Mapping[str, Any] | None = None, *, choices: Choices
    ) -> None:
        super().__init__(data, files)
        self.rows = rows_class(FIRST_ROWS)(data, prefix=PREFIX, form_kwargs={"choices": choices})

    def is_valid(self) -> bool:
        """Tell whether all rows are in order; what they say is then in `cleaned_data["operators"]`."""
        own, rows = super().is_valid(), self.rows.is_valid()
        if own and rows:
            self.cleaned_data["operators"] = self.rows.operators()
        return own and rows


class DeclineForm(UiForm):
    """Why the account is not taken over."""

    ended_for = forms.CharField(
        label="引き継がない理由",
        max_length=REASON_MOST,
        widget=Textarea(attrs={"rows": 2, "data-counter": REASON_MOST}),
        help_text="引き渡す課に、このまま伝わります。",
    )


class WithdrawForm(UiForm):
    """Why the hand-over is given up."""

    ended_for = forms.CharField(
        label="取り下げる理由",
        max_length=REASON_MOST,
        widget=Textarea(attrs={"rows": 2, "data-counter": REASON_MOST}),
    )
