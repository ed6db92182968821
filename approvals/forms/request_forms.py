"""The parts of the drafting form that are columns of the request: account and media policy, and the withdrawal.

A draft may be incomplete, so no field is required here; 必須 marks what submission asks for.
"""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Platform
from accounts.rules import handle_key
from approvals.models import Request
from core.periods.opening_days import FIRST_YEAR, LAST_YEAR
from core.ui.forms import UiForm, UiModelForm
from core.ui.widgets import Textarea
from policies.forms import ITEM_HELPS, ITEM_NEEDS, ITEM_WIDGETS
from policies.rules import FIELDS

NEEDED = "必須"


class AccountForm(UiModelForm):
    """Which account is asked for, why, and from when."""

    needs = dict.fromkeys(("platform", "account_name", "reason", "planned_start"), NEEDED)

    class Meta:
        model = Request
        fields = ["platform", "account_name", "common_name", "handle", "reason", "planned_start"]
        widgets = {"reason": Textarea(attrs={"data-counter": True})}
        help_texts = {
            "account_name": "市民の画面に出る名前です。例:いわき観光案内",
            "common_name": "ふだん呼ぶ名前が別にあるときに入力します。",
            "handle": "「@」は付けても付けなくてもかまいません。まだ決まっていないときは空けておきます。",
            "reason": "このアカウントが必要な事情と、だれに何を知らせたいのかを書きます。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        platform = self.fields["platform"]
        assert isinstance(platform, forms.ModelChoiceField)
        offered = Platform.objects.filter(Q(is_offered=True) | Q(pk=self.instance.platform_id))
        platform.queryset = offered.order_by("position", "name")
        platform.empty_label = "選んでください"

    def clean_handle(self) -> str:
        """Refuse what is no handle: an address, or words with blanks."""
        handle = str(self.cleaned_data["handle"])
        key = handle_key(handle)
        if "://" in handle or "/" in key:
            raise forms.ValidationError("URLではなく、アカウントIDだけを入力してください。例:iwaki_kanko")
        if any(char.isspace() for char in key):
            raise forms.ValidationError("アカウントIDに空白は使えません。空白を除いてください。")
        return handle

    def clean_planned_start(self) -> date | None:
        """Refuse years for which opening days are unknown."""
        planned: date | None = self.cleaned_data["planned_start"]
        if planned is not None and not FIRST_YEAR <= planned.year <= LAST_YEAR:
            raise forms.ValidationError("年を確かめてください。西暦4けたで入力します。例:2027-01-15")
        return planned


class PolicyForm(UiModelForm):
    """The items of 4-2 that a person writes; ② is the service chosen for the account."""

    needs = ITEM_NEEDS

    class Meta:
        model = Request
        fields = list(FIELDS)
        widgets = ITEM_WIDGETS
        help_texts = ITEM_HELPS


class WithdrawForm(UiForm):
    """Why a request is withdrawn; nobody has to say."""

    reason = forms.CharField(
        label="取り下げる理由",
        max_length=300,
        required=False,
        widget=Textarea(attrs={"data-counter": True, "rows": "3"}),
        help_text="経過に残ります。次に起案する人の参考になります。",
    )
