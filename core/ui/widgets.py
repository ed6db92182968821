"""Widgets whose value or markup differs from Django's.

Native dates, radios with a consequence under each, text with plain line ends.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECTED = SafeString(" selected")
OPTION = '<option value="{}"{}>{}</option>'


class DateInput(forms.DateInput):
    """A native date input; the browser shows it in its own way, so the field template writes the era form below."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A native input of date and time, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Textarea(forms.Textarea):
    """A text area that hands on line ends as one character, so that server and counter count alike."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": "4", **(attrs or {})})

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """Return the text with CR LF as LF."""
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class FileInput(forms.FileInput):
    """A plain file input; what is attached already is shown by the page, not by the widget."""


class LongSelect(forms.Select):
    """A select of some hundred choices: written as one text, where Django renders two templates for each choice."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Return the element; choices are flat."""
        given = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        chosen = self.format_value(value)
        rows = ((key, SELECTED if str(key) in chosen else "", label) for key, label in self.choices)
        return format_html("<select{}>{}</select>", given, format_html_join("", OPTION, rows))

    def facts(self, value: Any) -> tuple[Any, ...]:
        """Return all that the element shows of a value: of equal facts it is the same element."""
        choices = tuple((str(key), str(label)) for key, label in self.choices)
        return (*self.attrs.items(), *self.format_value(value), choices)


class NotesMixin:
    """Choices with a sentence under each, keyed by the choice's value as a string."""

    choice_style: ClassVar[str] = "plain"

    def __init__(self, *args: Any, notes: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notes = dict(notes or {})


class ChoiceRadios(NotesMixin, forms.RadioSelect):
    """Radios in a fieldset; nothing is chosen beforehand."""


class DecisionRadios(NotesMixin, forms.RadioSelect):
    """Radios as the boxes of the decision panel, the consequence under each."""

    choice_style = "decision"


class ChoiceChecks(NotesMixin, forms.CheckboxSelectMultiple):
    """Several checkboxes in a fieldset."""
