"""The form renderer of the project and the base classes of its forms.

``FORM_RENDERER`` names ``Renderer``, so every form gets the design's field markup; ``UiForm`` and ``UiModelForm`` add
native dates and plain messages.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting

from core.periods.opening_days import FIRST_YEAR, LAST_YEAR
from core.ui import widgets
from core.ui.bound import UiBoundField

NATIVE: Final[dict[type[forms.Widget], Callable[..., forms.Widget]]] = {
    forms.DateInput: widgets.DateInput,
    forms.DateTimeInput: widgets.DateTimeInput,
    forms.Textarea: widgets.Textarea,
    forms.ClearableFileInput: widgets.FileInput,
}
DJANGO_SIZE: Final = {"cols": "40", "rows": "10"}
"""What Django gives every text area; a size that a form asked for stays."""
REQUIRED: Final = "入力してください。"
CHOOSE: Final = "選んでください。"
TICK: Final = "内容を確かめて、印を付けてください。"
FROM_LIST: Final = {
    "invalid_choice": "一覧にあるものから選んでください。",
    "invalid_list": "一覧にあるものから選んでください。",
}
LIMITS: Final = {
    "max_length": "%(limit_value)d文字以内にしてください(いま%(show_value)d文字)。",
    "min_length": "%(limit_value)d文字以上にしてください(いま%(show_value)d文字)。",
    "max_value": "%(limit_value)s以下にしてください。",
    "min_value": "%(limit_value)s以上にしてください。",
    "null_characters_not_allowed": "使えない文字が入っています。消してから入力し直してください。",
}
EARLIEST, LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""Days that forms take: those that opening days are known for (`core.periods.opening_days`)."""
INVALID: Final[dict[type[forms.Field], str]] = {
    forms.DateField: "実在する年月日を入力してください。例:2026-11-24",
    forms.DateTimeField: "実在する年月日と時刻を入力してください。",
    forms.EmailField: "メールアドレスの形で入力してください。",
    forms.URLField: "https:// から始まるURLを、省略せずに入力してください。",
    forms.IntegerField: "整数を数字で入力してください。",
}


class Renderer(TemplatesSetting):
    """Render forms with the project's templates; needs ``django.forms`` among the installed apps."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = UiBoundField


class UiFormMixin:
    """Fit the fields of a form to the design; ``needs`` overrides need marks by field name."""

    needs: ClassVar[dict[str, str]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        declared: dict[str, forms.Field] = getattr(self, "base_fields")  # noqa: B009 - the form beside this mixin has it
        for field in declared.values():
            fit(field)
        super().__init__(*args, **kwargs)


class UiForm(UiFormMixin, forms.Form):
    """The base of forms without a model."""


class PeriodForm(UiForm):
    """The base of forms with a first and a last day, both included: a period ends on or after its first day.

    Each form declares `first_on` and `last_on` in its own words and order.
    """

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins: it would find nothing and look as if there was nothing."""
        cleaned = super().clean() or {}
        first_on, last_on = cleaned.get("first_on"), cleaned.get("last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", "始めの日と同じか、それより後の日を入力してください。")
        return cleaned


class UiModelForm(UiFormMixin, forms.ModelForm):  # type: ignore[type-arg]  # the model is named by each form
    """The base of forms over a model; forms never save, actions do."""


def fit(field: forms.Field) -> None:
    """Fit a field that a form declares, once: each form works on a copy of it."""
    if not getattr(field, "is_fitted", False):
        fit_widget(field)
        fit_choices(field)
        fit_messages(field)
        fit_dates(field)
        setattr(field, "is_fitted", True)  # noqa: B010 - fields declare no such attribute


def fit_widget(field: forms.Field) -> None:
    """Replace Django's plain widgets by ours; a widget chosen by the form stays."""
    replacement = NATIVE.get(type(field.widget))
    if replacement is None or field.localize:
        return
    old = field.widget
    field.widget = replacement(
        attrs={name: value for name, value in old.attrs.items() if DJANGO_SIZE.get(name) != value}
    )
    field.widget.is_required = old.is_required


def fit_choices(field: forms.Field) -> None:
    """Drop the blank choice from radios: nothing is chosen beforehand, and "nothing" is no choice."""
    if not isinstance(field, forms.ChoiceField) or not isinstance(field.widget, forms.RadioSelect):
        return
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = None
    else:
        offered: Any = field.widget.choices
        field.widget.choices = [choice for choice in offered if choice[0] not in {"", None}]


def fit_messages(field: forms.Field) -> None:
    """Put plain sentences in place of Django's messages; a message that the form itself gives stays."""
    if isinstance(field, forms.BooleanField):
        wanted = {"required": TICK}
    elif isinstance(field, forms.ChoiceField | forms.FileField):
        wanted = {"required": CHOOSE, **FROM_LIST}
    else:
        wanted = {"required": REQUIRED, **LIMITS}
    for kind, text in INVALID.items():
        if isinstance(field, kind):
            wanted["invalid"] = text
    for key, text in wanted.items():
        if field.error_messages.get(key) == _default_message(field, key):
            field.error_messages[key] = text


def fit_dates(field: forms.Field) -> None:
    """Take days only that the periods can be reckoned from; a typing error in the year is told at once."""
    if type(field) is forms.DateField:
        sentence = f"{EARLIEST.year}年から{LATEST.year}年までの日を入力してください。"
        field.error_messages |= {"min_value": sentence, "max_value": sentence}
        field.validators = [*field.validators, MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]


def _default_message(field: forms.Field, key: str) -> Any:
    for kind in type(field).__mro__:
        defaults: dict[str, Any] = kind.__dict__.get("default_error_messages", {})
        if key in defaults:
            return defaults[key]
    return None
