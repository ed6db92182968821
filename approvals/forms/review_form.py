"""The principal's later review: confirm, or object with a note."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from approvals.moves.review import CONFIRM, OBJECT
from core.ui.forms import UiForm
from core.ui.widgets import DecisionRadios, Textarea

CHOICES = [("confirm", CONFIRM.label), ("object", OBJECT.label)]


class ReviewForm(UiForm):
    """One answer to what a deputy decided; nothing is chosen beforehand."""

    needs = {"note": "異議のときは必須"}

    notes: ClassVar[Mapping[str, str]] = {
        "confirm": "代決の内容を確かめたことを記録します。",
        "object": "決裁は取り消されません。異議は決裁の記録に並べて示し、代決者と監査担当に知らせます。",
    }
    """What each answer does."""

    answer = forms.ChoiceField(label="後閲", choices=CHOICES, widget=DecisionRadios)
    note = forms.CharField(
        label="意見", required=False, max_length=300, widget=Textarea(attrs={"rows": 3, "data-counter": 300})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].widget.notes = self.notes
