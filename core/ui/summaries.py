"""The list of errors at the top of a page, gathered from any forms and formsets on it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from django.core.validators import EMPTY_VALUES
from django.forms import BaseForm, BaseFormSet, ChoiceField, PasswordInput

from core.ui.bound import UiBoundField
from core.ui.eras import era_date

AnyForm: TypeAlias = "BaseForm | BaseFormSet[Any] | None"


class SummaryLine(NamedTuple):
    """One place to mend: its short sentence and the id it leads to ("" when no field holds it)."""

    text: str
    target: str


def summary_lines(forms: tuple[AnyForm, ...]) -> list[SummaryLine]:
    """Return a line for every field with an error and every error that belongs to no field."""
    return [line for form in forms if form is not None for line in _lines(form)]


def secrets_and_others(forms: tuple[AnyForm, ...]) -> tuple[bool, bool]:
    """Tell whether any form has passwords, which no page shows again, and whether any has boxes beside them."""
    fields = [field for form in forms if isinstance(form, BaseForm) for field in form.fields.values()]
    shown = [field.widget for field in fields if not field.widget.is_hidden]
    secret = [isinstance(widget, PasswordInput) and not widget.render_value for widget in shown]
    return any(secret), not all(secret)


def asked_words(form: BaseForm) -> Iterator[tuple[str, str]]:
    """Yield label and words of each field of a valid form that was filled in; a date stands in its era."""
    for bound in form.visible_fields():
        value = form.cleaned_data.get(bound.name)
        if value not in EMPTY_VALUES and value is not False:
            yield str(bound.label), _words(bound.field, value)


def _words(field: Any, value: Any) -> str:
    if isinstance(value, date):
        return era_date(value)
    labels: dict[Any, Any] = dict(getattr(field, "choices", ()) if type(field) is ChoiceField else ())
    return "はい" if value is True else str(labels.get(value, value))


def _lines(form: "BaseForm | BaseFormSet[Any]") -> Iterator[SummaryLine]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from (SummaryLine(str(error), "") for error in form.non_form_errors())
        for single in form.forms:
            yield from _lines(single)
        return
    yield from (SummaryLine(str(error), "") for error in form.non_field_errors())
    for bound in (form[name] for name in form.errors if name in form.fields):
        yield SummaryLine(_short(bound), "" if bound.is_hidden else _target(bound))


def _target(bound: Any) -> str:
    return bound.focus_id if isinstance(bound, UiBoundField) else str(bound.id_for_label)


def _short(bound: Any) -> str:
    """Return the field's name and the first sentence of its error; the whole error stands at the field."""
    first = str(bound.errors[0]).strip()
    sentence = first.split("。", 1)[0]
    label = str(bound.label)
    return sentence if label in sentence else f"{label}:{sentence}"
