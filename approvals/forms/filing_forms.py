"""Input of the acts on a filing: a note when filing, what to correct, and what was corrected."""

from django import forms

from core.ui.forms import UiForm
from core.ui.widgets import Textarea


class FileForm(UiForm):
    """The note of a filing."""

    note = forms.CharField(
        label="備考",
        required=False,
        max_length=500,
        widget=Textarea(attrs={"rows": 3, "data-counter": 500}),
        help_text="届出に書き添えることがあるときに。",
    )


class AskCorrectionForm(UiForm):
    """What the recipient asks to correct."""

    correction = forms.CharField(
        label="補正してほしいところ",
        max_length=300,
        widget=Textarea(attrs={"rows": 3, "data-counter": 300}),
        help_text="届け出た部署に、このまま伝わります。届出の効力は変わりません。",
    )


class CorrectForm(UiForm):
    """What the section corrected."""

    note = forms.CharField(
        label="補正した内容",
        max_length=500,
        widget=Textarea(attrs={"rows": 3, "data-counter": 500}),
        help_text="台帳のいまの内容で届け直し、この説明を備考に残します。",
    )
