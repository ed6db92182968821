"""Input of a later review (後閲): the principal's answer, and to which act where several stand on a page."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.periods.era import era_date
from core.reviews.models import NOTE_MOST, ActReview
from core.reviews.moves import CONFIRMED, OBJECTED
from core.ui.forms import UiForm
from core.ui.widgets import DecisionRadios, Textarea


class ReviewForm(UiForm):
    """The principal's answer to what a deputy did; nothing is chosen beforehand."""

    needs = {"note": "異議のときは必須"}

    answer = forms.ChoiceField(
        label="後閲",
        choices=[("confirm", CONFIRMED), ("object", OBJECTED)],
        widget=DecisionRadios(
            notes={
                "confirm": "代決の内容を確かめたことを記録します。",
                "object": "代決されたことは取り消されません。異議を並べて示し、代決者や監査担当に知らせます。",
            }
        ),
    )
    note = forms.CharField(
        label="意見",
        required=False,
        max_length=NOTE_MOST,
        widget=Textarea(attrs={"rows": 3, "data-counter": NOTE_MOST}),
    )

    @property
    def answered(self) -> dict[str, Any]:
        """Return the answer as the acts take it; asked for once it is valid."""
        return {"objects": self.cleaned_data["answer"] == "object", "note": self.cleaned_data["note"]}


class ActField(forms.ModelChoiceField):  # type: ignore[type-arg]  # of any kind of review
    """One act of a deputy, by what it was, its day and both names."""

    def label_from_instance(self, obj: ActReview) -> str:
        """Name the act."""
        return f"{obj.what}({era_date(obj.done_on)}、{obj.deputy.name}が{obj.principal.name}に代わって)"


class ActReviewForm(ReviewForm):
    """Which act of a deputy the principal answers for, and how."""

    review = ActField(label="代決された操作", queryset=None, empty_label=None)

    field_order = ("review", "answer", "note")

    def __init__(self, *args: Any, offered: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_later_%s", **kwargs)
        field = self.fields["review"]
        assert isinstance(field, ActField)
        field.queryset = offered
