"""What is asked, what is answered, and what becomes of it; and the filters of the list."""

from typing import Any

from django import forms

from approvals.consultations.clauses import CHOICES
from approvals.models import Consultation
from approvals.models.consultation import LONGEST, REASON_MOST
from approvals.moves.consultation import CONFIRM, OBJECT
from core.ui.forms import UiForm, UiModelForm
from core.ui.widgets import DecisionRadios, Textarea


class AskForm(UiModelForm):
    """One question; which account or request it is about stands in the address of the page."""

    class Meta:
        model = Consultation
        fields = ["topic", "clause", "question"]
        widgets = {"question": Textarea(attrs={"rows": 8, "data-counter": LONGEST})}
        help_texts = {
            "topic": "一覧に出ます。個人の名前は書きません。",
            "clause": "いちばん近い条項を選びます。",
            "question": "何があり、何が分からず、課としてどうしたいかを書きます。回答の後では直せません。",
        }

    def _post_clean(self) -> None:
        """Leave the checks of the record to the act."""


class AnswerForm(UiForm):
    """The answer."""

    reply = forms.CharField(
        label="回答",
        max_length=LONGEST,
        widget=Textarea(attrs={"rows": 8, "data-counter": LONGEST}),
        help_text="どうするかと、その理由を書きます。後の決定が、この回答を引きます。",
    )


class CloseForm(UiForm):
    """What the section does by the answer; nobody has to say."""

    outcome = forms.CharField(
        label="回答を受けて行うこと",
        required=False,
        max_length=REASON_MOST,
        widget=Textarea(attrs={"rows": 3, "data-counter": REASON_MOST}),
    )


class AskOnForm(UiForm):
    """What is still unclear after the answer."""

    question = forms.CharField(
        label="さらに尋ねること",
        max_length=LONGEST,
        widget=Textarea(attrs={"rows": 5, "data-counter": LONGEST}),
        help_text="この協議は終わり、続きの協議として回答を待ちます。",
    )


class WithdrawForm(UiForm):
    """Why the question is taken back."""

    withdrawn_for = forms.CharField(
        label="取り下げる理由",
        max_length=REASON_MOST,
        widget=Textarea(attrs={"rows": 2, "data-counter": REASON_MOST}),
    )


class LaterReviewForm(UiForm):
    """The principal's word on what a deputy answered; nothing is chosen beforehand."""

    needs = {"later_note": "異議のときは必須"}

    answer = forms.ChoiceField(
        label="後閲",
        choices=[("confirm", CONFIRM.label), ("object", OBJECT.label)],
        widget=DecisionRadios(
            notes={
                "confirm": "代決者の回答を確かめたことを記録します。",
                "object": "回答は取り消されません。異議を並べて示し、代決者、尋ねた課、監査担当に知らせます。",
            }
        ),
    )
    later_note = forms.CharField(
        label="意見",
        required=False,
        max_length=REASON_MOST,
        widget=Textarea(attrs={"rows": 3, "data-counter": REASON_MOST}),
    )


class ListForm(UiForm):
    """Which consultations the list shows."""

    clause = forms.ChoiceField(label="条項", required=False, choices=[("", "すべて"), *CHOICES])

    def chosen(self) -> str:
        """Return the clause asked for, empty for all and for one that does not exist."""
        cleaned: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return str(cleaned.get("clause") or "")
