"""What is written about an imitation, and why a warning ends."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Account
from core.ui.forms import UiForm, UiModelForm
from core.ui.widgets import Textarea
from publications.imitations.models import Imitation
from publications.public.answering import official_under


class ImitationForm(UiModelForm):
    """An imitation; which account it resembles is written as a citizen would: by address or handle."""

    needs = {"platform": "", "handle": "", "url": "", "resembling": "任意", "note": "任意"}

    resembling = forms.CharField(
        label="似せた市のアカウント",
        required=False,
        max_length=300,
        help_text="市の公式アカウントのURLかアカウントID。公開の画面から、本物のページへ案内します。",
    )

    class Meta:
        model = Imitation
        fields = ["platform", "handle", "url", "resembling", "first_seen_on", "words", "note"]
        widgets = {
            "words": Textarea(attrs={"rows": 3, "data-counter": 300}),
            "note": Textarea(attrs={"rows": 4, "data-counter": 2000}),
        }
        help_texts = {
            "platform": "サービスの外のサイトのときは選びません。",
            "handle": "@から後ろ。見えるとおりに写します。URLだけでも登録できます。",
            "url": "リンクを開かずに、見えるとおりに写します。",
            "words": "だれでも見られる画面に出ます。手口と、してはいけないことを書きます。"
            "通報した人が分かることは書きません。",
            "note": "公開しません。通報の経緯や、サービスへの削除の申請を書きます。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance.resembles if self.instance.pk else None
        self.initial.setdefault("resembling", known.url if known is not None else "")
        platform: Any = self.fields["platform"]
        platform.queryset = platform.queryset.order_by("position", "pk")
        platform.empty_label = "サービスの外のサイト"

    def clean_resembling(self) -> Account | None:
        """Find the official account.

        Raises:
            ValidationError: when none has the address or handle, or several have the handle.
        """
        text = str(self.cleaned_data["resembling"])
        if not text.strip():
            return None
        found = official_under(text)
        if not found:
            raise ValidationError("この公式アカウントは見つかりません。公開の一覧にあるURLを写してください。")
        if len(found) > 1:
            raise ValidationError("同じIDの公式アカウントが、いくつかのサービスにあります。URLを入力してください。")
        return Account.objects.get(pk=found[0].pk)

    def _post_clean(self) -> None:
        """Leave the checks of the record to the act, which derives its keys."""

    def values(self) -> dict[str, Any]:
        """Return the facts as the acts take them."""
        values = dict(self.cleaned_data)
        account = values.pop("resembling")
        return {**values, "resembles": account}


class EndForm(UiForm):
    """Why the public need not be warned any more."""

    reason = forms.CharField(
        label="警告を終える理由",
        max_length=300,
        widget=Textarea(attrs={"rows": 3, "data-counter": 300}),
        help_text="サービスが削除した日など。公開しません。",
    )
