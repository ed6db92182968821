"""The decision: which way, why, and that the content was read. What was seen travels beside the form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.lifecycle.moves import Move
from core.ui.forms import UiForm
from core.ui.widgets import DecisionRadios, Textarea

LONGEST = 1000


class DecisionForm(UiForm):
    """One decision on one step; nothing is chosen beforehand."""

    needs = {"opinion": "差戻し・不許可は必須", "confirmed": "必須"}

    move = forms.ChoiceField(label="決裁", widget=DecisionRadios())
    opinion = forms.CharField(
        label="理由・意見",
        required=False,
        max_length=LONGEST,
        widget=Textarea(attrs={"rows": 3}),
        help_text="起案者と、決裁に関わる職員に、このまま伝わります。",
    )
    confirmed = forms.BooleanField(label="内容を確かめました")
    also = forms.BooleanField(label="次の段階としても同じ内容で決裁する", required=False)

    def __init__(
        self, *args: Any, moves: Mapping[str, Move], notes: Mapping[str, str], also_label: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["move"]
        assert isinstance(choice, forms.ChoiceField)
        choice.widget = DecisionRadios(notes=notes)
        choice.choices = [(key, move.label) for key, move in moves.items()]
        if also_label:
            self.fields["also"].label = also_label
        else:
            del self.fields["also"]
