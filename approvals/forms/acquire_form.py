"""What was acquired: address, handle, name, day, and why it differs from what was permitted."""

from typing import Any

from django import forms

from accounts.models import Account, Platform
from accounts.recognition import recognise
from accounts.rules import LONGEST, LONGEST_HANDLE
from approvals.models import Request
from core.ui.forms import UiForm
from core.ui.widgets import Textarea


class AcquireForm(UiForm):
    """The facts of an acquisition, prefilled with what was permitted."""

    needs = {"difference": "許可の内容と違うときは必須"}

    url = forms.CharField(
        label="URL", max_length=LONGEST, widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})
    )
    handle = forms.CharField(
        label="アカウントID",
        required=False,
        max_length=LONGEST_HANDLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="IDのないサービスでは、空のままにしてください。",
    )
    name = forms.CharField(label="アカウント名", max_length=80)
    acquired_on = forms.DateField(label="取得日", help_text="許可の日からきょうまでの日です。")
    difference = forms.CharField(
        label="許可の内容と違うところの説明",
        required=False,
        max_length=300,
        widget=Textarea(attrs={"rows": 3, "data-counter": 300}),
        help_text="希望したIDが使われていた、など。",
    )

    def __init__(self, *args: Any, account: Account, permitted: Request, **kwargs: Any) -> None:
        given = {"name": permitted.account_name, "handle": permitted.handle}
        super().__init__(*args, initial=given, **kwargs)
        hosts = "、".join([*account.platform.hosts, *account.platform.short_hosts])
        self.fields["url"].help_text = f"アカウントのページのURLです。{hosts + 'のURLを' if hosts else ''}省略せずに。"
        self.platform = account.platform
        self.put_right = ""
        """What was put right in address and handle, for the message afterwards."""

    def clean(self) -> dict[str, Any]:
        """Take address and handle as the registry writes them, or say at the field why not (4-4-(4))."""
        given = super().clean() or {}
        if "url" in given and "handle" in given:
            read = recognise(
                given["url"], Platform.objects.order_by("pk"), service=self.platform, handle=given["handle"]
            )
            for problem in read.problems:
                self.add_error(problem.field, f"{problem.words}第4-4-(4)")
            given |= {"url": read.url, "handle": read.handle} if not read.problems else {}
            self.put_right = "".join(change.words for change in read.changes)
        return given
