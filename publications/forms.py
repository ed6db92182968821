"""Input about what an account shows: where and since when it stands, until when it stood."""

from typing import Any

from django import forms

from core.ui.forms import UiForm
from core.ui.widgets import Textarea
from publications.checking.targets import LONGEST


class HomepageForm(UiForm):
    """The page on the city homepage."""

    url = forms.CharField(
        label="市ホームページのページのURL",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    posted_on = forms.DateField(label="掲載日", help_text="ページを公開した日です。")

    def __init__(self, *args: Any, places: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = "、".join(places)
        self.fields["url"].help_text = f"{named} で始まるページです。短縮URLは使えません。アドレス欄のURLを省略せずに。"


class ProfileForm(UiForm):
    """The free-text field: it stands at the account's own address."""

    posted_on = forms.DateField(label="掲載日", help_text="自由記述欄を書き換えた日です。")


class RemoveEarlyForm(UiForm):
    """Since when and why something stands no more though it must."""

    removed_on = forms.DateField(label="掲載がなくなった日")
    reason = forms.CharField(label="理由", max_length=300, widget=Textarea(attrs={"rows": 3, "data-counter": 300}))


class RemoveForm(UiForm):
    """Since when something has come down for good."""

    removed_on = forms.DateField(label="掲載を終えた日")
