"""Input of the acts on disposals and holds, and the filters of the register."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.retention.dossiers import kinds
from core.retention.models import HOLD_CHOICES
from core.ui.forms import PeriodForm, UiForm
from core.ui.widgets import Textarea

STREAM = re.compile(r"([a-z]+\.[a-z]+):[0-9]{1,18}")
CHOSEN = re.compile(r"([a-z]+\.[a-z]+:[0-9]{1,18})\|([0-9a-f]{64})")
"""A matter on the list as it was seen: the stream of its first record, and its digest."""


def words(label: str, most: int, help_text: str = "", *, rows: int = 3) -> forms.CharField:
    """Return a text field of some lines with a counter."""
    widget = Textarea(attrs={"rows": rows, "data-counter": most})
    return forms.CharField(label=label, max_length=most, widget=widget, help_text=help_text)


def names_matter(stream: str) -> bool:
    """Tell whether a text names the first record of a known kind of matter, which need not exist."""
    found = STREAM.fullmatch(stream)
    return found is not None and found[1] in {kind.code for kind in kinds()}


class ChosenField(forms.MultipleChoiceField):
    """The matters ticked; whether they may be disposed of is the act's to say."""

    widget = forms.SelectMultiple

    def valid_value(self, value: str) -> bool:
        """Take what names a known kind of matter."""
        found = CHOSEN.fullmatch(value)
        return found is not None and names_matter(found[1])


class DisposalForm(UiForm):
    """Which matters are to be disposed of, and on what ground."""

    chosen = ChosenField(label="廃棄する記録", required=False)
    basis = words("廃棄の根拠", 300, "規程の条項と、廃棄してよいと判断した理由を書きます。廃棄簿に残ります。")

    def clean_chosen(self) -> list[str]:
        """Ask for a choice together with whatever else is missing."""
        chosen: list[str] = self.cleaned_data["chosen"]
        if not chosen:
            raise ValidationError("廃棄する記録を選んでください。")
        return chosen

    def seen(self) -> dict[str, str]:
        """Return the digest of each matter ticked, by its stream."""
        pairs = [CHOSEN.fullmatch(value) for value in self.cleaned_data["chosen"]]
        return {found[1]: found[2] for found in pairs if found is not None}

    def ticked(self) -> set[str]:
        """Return the streams ticked, also of a form that is not valid."""
        values: Any = self.data.getlist("chosen") if self.is_bound else []  # type: ignore[attr-defined]  # a QueryDict
        return {value.partition("|")[0] for value in values}


class ReasonForm(UiForm):
    """Why a disposal is declined or given up, or a hold lifted."""

    reason = words("理由", 300)


class CarryOutForm(UiForm):
    """How the content is removed; it can not be brought back."""

    how = forms.CharField(
        label="廃棄の方法", max_length=200, initial="システムの記録と添付ファイルの消去", help_text="廃棄簿に残ります。"
    )
    sure = forms.BooleanField(label="内容を元に戻せないことを確かめました")


class HoldForm(UiForm):
    """Which matter is kept longer, and why; a matter chosen on the list needs no number."""

    document_number = forms.CharField(label="文書番号", max_length=40, help_text="例:8観第7号")
    cause = forms.ChoiceField(label="事由", choices=HOLD_CHOICES, widget=forms.RadioSelect)
    reason = words("延長する理由", 300, "監査の件名や事件の番号など、後から確かめられるように書きます。")

    def __init__(self, *args: Any, chosen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_number"].required = not chosen
        self.needs = {"document_number": ""} if chosen else {}  # type: ignore[misc]  # this form's own


class RegisterForm(PeriodForm):
    """The filters of the register; nothing is demanded."""

    needs = dict.fromkeys(("document_number", "first_on", "last_on"), "")

    document_number = forms.CharField(label="文書番号", max_length=40, required=False, help_text="一部でも探せます。")
    first_on = forms.DateField(label="廃棄した日(から)", required=False)
    last_on = forms.DateField(label="廃棄した日(まで)", required=False)
