"""Input of appointments and deputyships; the people offered are those in office."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.people.choices import PersonChoiceField, UnitChoiceField
from core.staff.models import Appointment, Deputyship, Person, Unit
from core.staff.offices import Office
from core.ui.forms import UiForm, UiModelForm
from core.ui.widgets import Textarea

NOT_KNOWN = "その職員番号の職員はいません。番号を確かめてください。"


class StaffNumberField(forms.CharField):
    """A staff number; cleans to the active person who has it."""

    def clean(self, value: Any) -> Any:
        """Return the person, or None for an empty optional field.

        Raises:
            ValidationError: when nobody in office has the number.
        """
        number = super().clean(value)
        if not number:
            return None
        person = Person.objects.filter(staff_number=number, is_active=True).first()
        if person is None:
            raise ValidationError(NOT_KNOWN)
        return person


class DatesMixin:
    """A period whose last day is not before its first."""

    def clean(self) -> Any:
        """Compare the two dates."""
        cleaned: Mapping[str, Any] = super().clean() or getattr(self, "cleaned_data")  # type: ignore[misc]  # noqa: B009
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            getattr(self, "add_error")("ends_on", "最後の日は、開始日以後にしてください。")  # noqa: B009
        return cleaned


class AppointmentForm(DatesMixin, UiModelForm):
    """A person holds an office of a unit from a day to a day."""

    person = StaffNumberField(
        label="職員番号", max_length=20, help_text="任用する職員の番号。職員台帳で確かめられます。"
    )

    class Meta:
        model = Appointment
        fields = ["office", "unit", "post_title", "starts_on", "ends_on"]
        field_classes = {"unit": UnitChoiceField}
        help_texts = {"ends_on": "この日の終わりまで有効です。決まっていないときは空けておきます。"}

    field_order = ["person", "office", "unit", "post_title", "starts_on", "ends_on"]

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", _units(on))


class DeputyshipForm(DatesMixin, UiModelForm):
    """A deputy for any office, entered by those in charge of appointments."""

    deputy = StaffNumberField(label="代決者の職員番号", max_length=20)

    class Meta:
        model = Deputyship
        fields = ["principal", "starts_on", "ends_on", "reason"]
        help_texts = {"ends_on": "この日の終わりまで有効です。"}

    field_order = ["principal", "deputy", "starts_on", "ends_on", "reason"]

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = True
        offices = Appointment.objects.in_force_on(on).exclude(office=Office.STAFF).filter(person__is_active=True)
        _offer(self, "principal", offices.select_related("person", "unit").order_by("office", "pk"))


class OwnDeputyForm(DatesMixin, UiForm):
    """A principal's own choice: a colleague of the department, or anybody by staff number."""

    colleague = PersonChoiceField(
        Person.objects.none(), label="代決者", required=False, empty_label="(下の職員番号で指定する)"
    )
    deputy = StaffNumberField(
        label="代決者の職員番号", max_length=20, required=False, help_text="一覧にいない職員のときだけ入力します。"
    )
    starts_on = forms.DateField(label="開始日")
    ends_on = forms.DateField(label="最後の日", help_text="この日の終わりまで有効です。")
    reason = forms.CharField(label="理由", max_length=200, help_text="出張、休暇など。")

    def __init__(self, *args: Any, colleagues: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "colleague", colleagues)

    def clean(self) -> Any:
        """Take the deputy from one of the two fields."""
        cleaned = super().clean()
        colleague, other = cleaned.pop("colleague", None), cleaned.get("deputy")
        if colleague and other and colleague != other:
            self.add_error("deputy", "一覧で選んだ職員と違います。どちらか一方で指定してください。")
        elif not (colleague or other) and "deputy" not in self.errors:
            self.add_error("colleague", "代決者を選ぶか、職員番号を入力してください。")
        cleaned["deputy"] = colleague or other
        return cleaned


class ConfirmForm(UiForm):
    """Nothing to enter: the button is the act."""


class DeclineForm(UiForm):
    """The reason for taking an entry back."""

    reason = forms.CharField(label="取りやめる理由", max_length=200, widget=Textarea(attrs={"rows": 3}))


class EndForm(UiForm):
    """The new last day."""

    ends_on = forms.DateField(label="最後の日", help_text="この日の終わりまで有効です。きょう以後の日にします。")


def _units(on: date) -> QuerySet[Unit]:
    return Unit.objects.existing_on(on).select_related("parent__parent").order_by("name", "pk")


def _offer(form: forms.BaseForm, name: str, choices: QuerySet[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = choices
