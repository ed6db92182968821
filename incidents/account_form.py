"""What is asked where a problem is of another account than was reported."""

from typing import Any

from django import forms

from accounts.models import Account
from core.ui.forms import UiForm
from core.ui.widgets import LongSelect
from incidents.choices import NO_ACCOUNT, NONE, Choices, account_written
from incidents.forms import TWO_ACCOUNTS, text
from incidents.models.incident import REASON_MOST

NOT_CHOSEN = ("", "選んでください")
NEITHER = "アカウントを選ぶか、「一覧にないアカウント」に入力してください。"


class AttributeForm(UiForm):
    """Another account of the city, one of one's own sections or by its address, or none; and why."""

    needs = {"account": "", "other_account": "ほかの課のアカウントのとき"}

    account = forms.ChoiceField(label="アカウント", required=False, widget=LongSelect)
    other_account = forms.CharField(
        label="一覧にないアカウント",
        required=False,
        max_length=300,
        help_text="市の公式アカウントのURLかアカウントID。",
    )
    reason = text(
        "アカウントを改める理由",
        REASON_MOST,
        3,
        help_text="対応を決める人が、改めたアカウントのアカウント管理者に替わります。"
        "ほかの課のアカウントにすると、いまの課の人は、報告した人と関わる人のほかは、この問題を読めなくなります。",
    )

    def __init__(self, *args: Any, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [NOT_CHOSEN, NO_ACCOUNT, *accounts]

    def clean_other_account(self) -> Account | None:
        """Find the account that was written."""
        return account_written(self.cleaned_data["other_account"])

    def clean(self) -> dict[str, Any]:
        """Ask for one account or none, said on purpose; refuse two."""
        cleaned = super().clean() or {}
        chosen, other = cleaned.get("account", ""), cleaned.get("other_account")
        if other is not None and chosen not in {"", NONE, str(other.pk)}:
            self.add_error("other_account", TWO_ACCOUNTS)
        if other is None and not chosen and not self.errors.keys() & {"account", "other_account"}:
            self.add_error("account", NEITHER)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the facts as the act takes them."""
        values = dict(self.cleaned_data)
        chosen, other = values.pop("account"), values.pop("other_account")
        known = None if chosen in {"", NONE} else Account.objects.select_related("platform").get(pk=int(chosen))
        return {**values, "account": other or known}
