"""Changing who operates an account: one person more, one less, and who changed the shared password."""

from datetime import date
from typing import Any

from django import forms

from approvals.forms.operator_formset import Choices, OperatorRow
from core.ui.forms import UiForm
from core.ui.widgets import Textarea


class OperatorAddForm(OperatorRow):
    """One person who joins, of the section or by staff number of another one."""

    def clean(self) -> dict[str, Any]:
        """Ask for a person; the rest is the act's to judge."""
        cleaned = super().clean()
        if not cleaned.get("who") and not self.errors:
            self.add_error("person", "職員を選ぶか、職員番号を入力してください。")
        return cleaned


class OperatorEndForm(UiForm):
    """Why a person's part in an account ends."""

    reason = forms.CharField(
        label="外す理由",
        max_length=200,
        widget=Textarea(attrs={"rows": 3, "data-counter": 200}),
        help_text="異動のため、担当が替わるため、など。台帳の履歴に残ります。",
    )


class AbandonForm(UiForm):
    """Why an account that was permitted is given up."""

    reason = forms.CharField(
        label="取得をやめる理由",
        max_length=300,
        widget=Textarea(attrs={"rows": 3, "data-counter": 300}),
        help_text="台帳の履歴に残り、起案した人、課長、総合政策部長に伝わります。",
    )


class PasswordChangedForm(UiForm):
    """Who changed the shared password, and when; never the password."""

    changed_by = forms.TypedChoiceField(label="変えた人", coerce=int)
    changed_on = forms.DateField(
        label="変えた日",
        help_text="運用担当が変わった日(乗っ取りでは気づいた日)からきょうまでの日です。"
        "乗っ取りに気づいた日のことは、気づいた後に変えたときだけ記録します。",
    )

    def __init__(self, *args: Any, choices: Choices, on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"changed_on": on}, **kwargs)
        person = self.fields["changed_by"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [("", "選んでください"), *choices]
