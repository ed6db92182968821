"""The operating staff of a request: one row a person, who may be of another section.

Works without scripts: empty rows wait at the end, and one more comes with a button that keeps all that was typed.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT

from accounts.models import ACCESS_CHOICES
from approvals.drafting import people_of, staff_of
from approvals.models import Request
from core.staff.models import Person
from core.ui.forms import UiForm, UiFormMixin

MOST_ROWS = 30
FIRST_ROWS = 3
PREFIX = "operators"
UNREADABLE = "画面の内容を読み取れませんでした。画面を開き直してください。"
NAMES = ("person", "staff_number", "access", "reason", DELETION_FIELD_NAME)
Choices = list[tuple[str | int, str]]
if TYPE_CHECKING:
    RowSet = forms.BaseFormSet["OperatorRow"]
else:
    RowSet = forms.BaseFormSet  # no subscript at run time


class OperatorRow(UiForm):
    """One person with kind of access and reason."""

    needs = {
        "person": "",
        "staff_number": "ほかの課の職員のとき",
        "access": "",
        "reason": "アカウントに入る人は必須",
    }

    person = forms.TypedChoiceField(label="職員", required=False, coerce=int, empty_value=None)
    staff_number = forms.CharField(
        label="職員番号",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    access = forms.ChoiceField(
        label="アクセスの種類", required=False, choices=[("", "選んでください"), *ACCESS_CHOICES]
    )
    reason = forms.CharField(label="アクセスが必要な理由", max_length=200, required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [("", "選んでください"), *choices]

    @property
    def number(self) -> int:
        """Return the row's number on the page, from 1."""
        return int(str(self.prefix).rpartition("-")[2]) + 1

    def clean_staff_number(self) -> Person | None:
        """Find the person of a number, typed in full or half width.

        Raises:
            ValidationError: when nobody on the staff has it.
        """
        typed = unicodedata.normalize("NFKC", str(self.cleaned_data["staff_number"])).strip()
        if not typed:
            return None
        person = Person.objects.filter(staff_number=typed, is_active=True).first()
        if person is None:
            raise forms.ValidationError("この職員番号の職員は見つかりません。番号を確かめてください。")
        return person

    def clean(self) -> dict[str, Any]:
        """Settle who is meant; a row with content needs a person."""
        super().clean()
        cleaned, other = self.cleaned_data, self.cleaned_data.get("staff_number")
        chosen = cleaned.get("person")
        if other is not None and chosen not in {None, other.pk}:
            self.add_error("staff_number", "職員を選んだときは、職員番号を空けておいてください。1人1行です。")
        cleaned["who"] = chosen or (other.pk if other else None)
        typed = cleaned["who"] or cleaned.get("access") or cleaned.get("reason")
        if typed and not cleaned["who"] and not {"person", "staff_number"} & set(self.errors):
            self.add_error("person", "職員を選ぶか、職員番号を入力してください。")
        return cleaned


class OperatorRows(RowSet):
    """All rows of a request; each person stands once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["error_messages"] = {"missing_management_form": UNREADABLE}
        super().__init__(*args, **kwargs)

    def add_fields(self, form: OperatorRow, index: int | None) -> None:
        """Word the box that takes a row out."""
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = "この行を外す"

    def clean(self) -> None:
        """Refuse a person who stands in two rows, at the second one."""
        seen: set[int] = set()
        for row in self._kept():
            who = row.cleaned_data.get("who")
            if who in seen:
                row.add_error("person", "同じ人が2回入っています。1人1行にしてください。第4-1-(3)")
            elif who:
                seen.add(who)

    def operators(self) -> list[dict[str, Any]]:
        """Return the rows as the request keeps them: person, access, reason."""
        rows = [row.cleaned_data for row in self._kept() if row.cleaned_data.get("who")]
        return [{"person": row["who"], "access": row["access"], "reason": row["reason"]} for row in rows]

    def _kept(self) -> list[OperatorRow]:
        return [
            row for row in self.forms if hasattr(row, "cleaned_data") and not row.cleaned_data.get(DELETION_FIELD_NAME)
        ]


def rows_class(extra: int) -> type[OperatorRows]:
    """Return the formset with some empty rows at its end."""
    made = forms.formset_factory(
        OperatorRow,
        formset=OperatorRows,
        extra=extra,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        can_delete=True,
    )
    return cast("type[OperatorRows]", made)


class OperatorsForm(UiFormMixin, forms.Form):
    """The part as one form: no fields of its own, the rows beside it."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        instance: Request,
        on: date,
        typed: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(data, files)
        kept = [dict(operator) for operator in instance.operators]
        initial = kept if typed is None else typed
        extra = 1 if typed is not None else max(1, FIRST_ROWS - len(kept))
        self.rows = rows_class(extra)(
            data, prefix=PREFIX, initial=initial, form_kwargs={"choices": person_choices(instance, on)}
        )

    def is_valid(self) -> bool:
        """Tell whether all rows are in order; what they say is then in `cleaned_data["operators"]`."""
        own, rows = super().is_valid(), self.rows.is_valid()
        if own and rows:
            self.cleaned_data["operators"] = self.rows.operators()
        return own and rows


def typed_rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what stands in the rows of a posted page, unjudged, for the page with one row more."""
    total = str(data.get(f"{PREFIX}-{TOTAL_FORM_COUNT}", ""))
    count = min(int(total), MOST_ROWS - 1) if total.isascii() and total.isdigit() and len(total) < 4 else 0
    return [
        {name: str(data.get(f"{PREFIX}-{row}-{name}", "")).replace("\x00", "") for name in NAMES}
        for row in range(count)
    ]


def person_choices(request: Request, on: date) -> Choices:
    """Return the section's staff, and those of other sections who stand in the request already."""
    own: Choices = [(a.person_id, f"{a.person.name}({a.label})") for a in staff_of(request.section, on)]
    listed = {key for key, _ in own}
    others = [person for key, person in people_of(request.operators).items() if key not in listed]
    return own + [(person.pk, f"{person.name}({_elsewhere(person)})") for person in others]


def _elsewhere(person: Person) -> str:
    return "ほかの課" if person.is_active else "在職していません"
