"""What is said of a suspension: why, what the public reads, until when it goes on without another look."""

from typing import Any

from django import forms

from accounts.suspendable import LONGEST
from core.ui.forms import UiForm
from core.ui.widgets import Textarea
from incidents.rules import argues_back

FIRST_WORDS = "このアカウントは、ただいま使用を止めています。市からのお知らせは、市ホームページで確かめてください。"
"""What the public is told where nobody writes anything else: it accuses nobody and claims nothing."""


def words_field(label: str, help_text: str) -> forms.CharField:
    """Return a field of a few lines with its counter."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=Textarea(attrs={"rows": 3, "data-counter": LONGEST}),
        help_text=help_text,
    )


def public_field() -> forms.CharField:
    """Return the field of what the public reads."""
    return words_field(
        "市民に知らせる文",
        "公開の一覧と「このアカウントは本物か」の答えに、このまま載ります。だれかを責める言葉、言い返す言葉、"
        "調べている途中のことは書きません。",
    )


def day_field() -> forms.DateField:
    """Return the field of the next look."""
    return forms.DateField(label="見直す日", help_text="この日までに、続けるか、運用に戻すかを決めます。")


class PublicWordsForm(UiForm):
    """Words for the public: what reads like a rebuttal goes out knowingly only (7-2-(1))."""

    knows_words = forms.BooleanField(label="言い返していると読まれる言葉があるが、このまま知らせる", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not argues_back(str(self.data.get("suspended_words", ""))):
            del self.fields["knows_words"]

    def clean(self) -> dict[str, Any]:
        """Ask once again where the words read like a rebuttal."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found = argues_back(cleaned.get("suspended_words") or "")
        if found and not cleaned.get("knows_words"):
            self.add_error(
                "suspended_words",
                f"言い返していると読まれる言葉があります({'、'.join(found)})。直すか、このまま知らせることを選んでください。",
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the facts as the acts take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "knows_words"}


class SuspendForm(PublicWordsForm):
    """Why the account is stopped, what the public reads, when it is looked at again."""

    field_order = ("suspended_for", "suspended_words", "suspension_due_on", "knows_words")

    suspended_for = words_field(
        "一時停止する理由",
        "庁内の職員が読みます。公開しません。漏れた情報や、個人が分かることは書きません。",
    )
    suspended_words = public_field()
    suspension_due_on = day_field()


class RenewForm(PublicWordsForm):
    """Why the suspension goes on, what the public reads from now on, when it is looked at again."""

    field_order = ("reason", "suspended_words", "suspension_due_on", "knows_words")

    reason = words_field("続ける理由", "庁内の職員が読みます。公開しません。")
    suspended_words = public_field()
    suspension_due_on = day_field()


class ReinstateForm(UiForm):
    """What was done until the account can be used again."""

    done = words_field(
        "運用に戻すまでにしたこと",
        "庁内の職員が読みます。だれが、何を確かめ、何を変えたか。パスワードそのものは書きません。",
    )
