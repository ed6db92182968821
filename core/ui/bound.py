"""A bound field that knows what the design shows around an input.

Need mark, help, error and counter, and the order in which they describe the input, are facts of the
field, not of a page.
"""

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.dateparse import parse_date
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.ui import eras
from core.ui.widgets import LongSelect
from core.ui.written import Written

REQUIRED: Final = "必須"
FREE: Final = "任意"
GROUPS: Final = (forms.RadioSelect, forms.CheckboxSelectMultiple)
"""Their error belongs to the fieldset; on a single radio it would say that this choice is wrong."""
BOXES: Final = (forms.CheckboxInput, *GROUPS)


GROUPS_WRITTEN = Written(most=500)
TYPED: Final = f"typed{secrets.token_hex(16)}"
"""Stands in a text that is kept where what people wrote is put in."""


class Choice(NamedTuple):
    """One radio or checkbox of a group: its widget, and the sentence below with its id ("" for none)."""

    widget: BoundWidget
    note: str
    note_id: str


class UiBoundField(BoundField):
    """Give the field template what it shows; ids follow Django's names (``_helptext``, ``_error``)."""

    width: str = ""
    need_override: str | None = None
    _is_kept: bool = False

    def as_field_group(self) -> SafeString:
        """Return the whole field; of the same facts as one before it is not written again, whatever was typed."""
        shown = self._shown()
        if shown is None or self.errors:
            return super().as_field_group()
        facts = (self.html_name, self.auto_id, self.label, self.need, self.width, self.help_text, self.field.disabled)
        asks = (self.field.required, self.form.use_required_attribute)
        text = GROUPS_WRITTEN.remembered((*map(str, (*facts, *asks)), shown), self._write)
        if TYPED not in text:
            return text
        return mark_safe(text.replace(TYPED, escape(self.field.widget.format_value(self.value()))))  # noqa: S308  # written by a template; what was typed is escaped

    def value(self) -> Any:
        """Return what stands in the field; in a text that is to be kept, what stands for that."""
        return TYPED if self._is_kept else super().value()

    def _write(self) -> SafeString:
        self._is_kept = self._takes_text() and self._is_filled()
        try:
            return super().as_field_group()
        finally:
            self._is_kept = False

    def _shown(self) -> tuple[Any, ...] | None:
        """Return all that the widget shows but for a typed text; None for one that shows more of what people write."""
        widget = self.field.widget
        if isinstance(widget, LongSelect):
            return widget.facts(self.value())
        is_plain = type(widget) is forms.CheckboxInput or (self._takes_text() and not self.counter_limit)
        return (type(widget), self._is_filled(), *widget.attrs.items()) if is_plain else None

    def _takes_text(self) -> bool:
        return type(self.field.widget) is forms.TextInput

    def _is_filled(self) -> bool:
        """Tell whether a box is ticked, or something stands in a text field: 0 as well."""
        value = self.value()
        return self.field.widget.format_value(value) is not None if self._takes_text() else bool(value)

    @property
    def help_id(self) -> str:
        """Return the id of the help text."""
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        """Return the id of the error."""
        return f"{self.auto_id}_error"

    @property
    def counter_id(self) -> str:
        """Return the id of the character counter."""
        return f"{self.auto_id}_count"

    @property
    def era_id(self) -> str:
        """Return the id of the era form below a date input."""
        return f"{self.auto_id}_era"

    @property
    def focus_id(self) -> str:
        """Return the id that the error summary leads to: the input, or the first of a group."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def is_checkbox(self) -> bool:
        """Tell whether this is one checkbox, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_decision(self) -> bool:
        """Tell whether the choices are the boxes of the decision panel."""
        return getattr(self.field.widget, "choice_style", "") == "decision"

    @property
    def is_readonly(self) -> bool:
        """Tell whether the person can not change this field here."""
        return bool(self.field.disabled or self.field.widget.attrs.get("readonly"))

    @property
    def need(self) -> str:
        """Return the need mark: an override, else 必須 or 任意; none on what can not be changed here."""
        if self.need_override is not None:
            return self.need_override
        needs: dict[str, str] = getattr(self.form, "needs", {})
        if self.name in needs:
            return needs[self.name]
        if self.is_readonly:
            return ""
        return REQUIRED if self.field.required else FREE

    @property
    def need_is_free(self) -> bool:
        """Tell whether the need mark is no demand, so that it is not shown in red."""
        return self.need != REQUIRED

    @property
    def counter_limit(self) -> int:
        """Return the length limit of the counter, 0 for a field without one."""
        wanted = self.field.widget.attrs.get("data-counter")
        if wanted is None or wanted is False:
            return 0
        if wanted is True or wanted == "":
            return int(getattr(self.field, "max_length", 0) or 0)
        return int(wanted)

    @property
    def counter_note(self) -> str:
        """Return the words to the left of the counter."""
        return str(self.field.widget.attrs.get("data-counter-note", ""))

    @property
    def length(self) -> int:
        """Return the number of characters in the field now."""
        return len(str(self.value() or "").replace("\r\n", "\n"))

    @property
    def excess(self) -> int:
        """Return by how many characters the text passes the limit, 0 when it does not."""
        return max(0, self.length - self.counter_limit)

    @property
    def is_date(self) -> bool:
        """Tell whether this is a native date input."""
        return getattr(self.field.widget, "input_type", "") == "date"

    @property
    def era(self) -> str:
        """Return the era form of the date that stands in the input, "" for none or nonsense."""
        value = self.value()
        if not isinstance(value, date):
            value = _date_or_none(str(value or ""))
        return eras.era_date(eras.japan_day(value)) if value else ""

    @property
    def aria_describedby(self) -> str | None:
        """Return the ids that describe the input: help, then error, then counter."""
        if self.field.widget.attrs.get("aria-describedby"):
            return None
        if not self.auto_id or self.is_hidden:
            return ""
        parts = (
            (bool(self.help_text), self.help_id),
            (bool(self.errors), self.error_id),
            (bool(self.counter_limit), self.counter_id),
            (self.is_date, self.era_id),
        )
        return " ".join(found_id for present, found_id in parts if present)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the design's classes; drop ``maxlength``, because a browser cuts pasted text without a word."""
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if isinstance(widget, GROUPS):
            built.pop("aria-invalid", None)
        if widget.is_hidden or isinstance(widget, BOXES):
            return built
        classes = ["input", widget.attrs.get("class"), built.get("class"), self._width_class]
        built["class"] = " ".join(str(name) for name in classes if name)
        if "maxlength" in widget.attrs:
            built["maxlength"] = False
        return built

    @property
    def _width_class(self) -> str:
        width = self.width or ("short" if self.is_date else "")
        return f"input--{width}" if width else ""

    def choices(self) -> Iterator[Choice]:
        """Yield the radios or checkboxes of a group.

        The first is described by the error, those of a decision by their notes; the notes of plain choices stand
        inside the label and would be read twice.
        """
        notes: dict[str, str] = getattr(self.field.widget, "notes", {})
        for place, widget in enumerate(self.subwidgets):
            note = notes.get(str(widget.data["value"]), "")
            note_id = f"{widget.id_for_label}_note" if note else ""
            described = [note_id if self.is_decision else "", self.error_id if self.errors and place == 0 else ""]
            if any(described):
                widget.data["attrs"]["aria-describedby"] = " ".join(filter(None, described))
            yield Choice(widget, note, note_id)


def _date_or_none(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
