"""Input about what an account shows: where and since when it stands, until when it stood."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.periods.era import era_date
from core.ui.forms import UiForm
from core.ui.widgets import Textarea
from core.uploads.content import ACCEPTED_PICTURES, examine_picture
from core.uploads.forms import UploadField
from policies.models import MediaPolicy
from policies.states import PolicyState
from publications.checking.targets import LONGEST
from publications.posting.places import OwnSite


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One version of a media policy, by its number and its day."""

    def label_from_instance(self, obj: MediaPolicy) -> str:
        """Name number and state; of what is not out yet the day of its decision, where it was decided here."""
        if obj.state == PolicyState.APPROVED and obj.decided_on is not None:
            return f"第{obj.number}版({era_date(obj.decided_on)}に決定)"
        return f"第{obj.number}版({obj.get_state_display()})"


class ProfileForm(UiForm):
    """The free-text field: it stands at the account's own address, with the version that its page carries."""

    posted_on = forms.DateField(label="掲載日", help_text="自由記述欄を書き換えた日です。")
    policy = VersionField(
        label="載せた版",
        queryset=MediaPolicy.objects.none(),
        empty_label="選んでください",
        help_text="市ホームページのページと同じ版です。",
    )
    picture = UploadField(
        label="掲載の画面",
        required=False,
        examiner=examine_picture,
        accept=ACCEPTED_PICTURES,
        help_text="載せたところの画像です。PNG、JPEG、10MBまで。",
    )

    def __init__(self, *args: Any, versions: QuerySet[MediaPolicy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["policy"]
        assert isinstance(field, VersionField)
        field.queryset = versions


class HomepageForm(ProfileForm):
    """The page on the city homepage; of two decided versions the person says which one it carries."""

    field_order = ("url", "place_reason", "policy", "posted_on", "picture")

    url = forms.CharField(
        label="市ホームページのページのURL",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    place_reason = forms.CharField(
        label="部署のサイトの外に載せる理由", max_length=300, required=False, widget=Textarea(attrs={"rows": 2})
    )
    posted_on = forms.DateField(label="掲載日", help_text="ページを公開した日です。")

    def __init__(self, *args: Any, places: list[str], site: OwnSite | None = None, **kwargs: Any) -> None:
        """Take where pages may stand at all, and the section's own site, where one is recorded."""
        super().__init__(*args, **kwargs)
        named = f"{site.unit}のサイト({site.url})の中の" if site else f"{'、'.join(places)} で始まる"
        self.fields["url"].help_text = f"{named}ページです。短縮URLは使えません。アドレス欄のURLを省略せずに。"
        self.fields["place_reason"].help_text = "サイトの中に置けないときだけ入力します。掲載の記録に残ります。"
        if site is None:
            del self.fields["place_reason"]
        self.fields["policy"].help_text = "ページに書いてある版です。新しい版がまだなら、前の版を選びます。"


class RemoveEarlyForm(UiForm):
    """Since when and why something stands no more though it must."""

    removed_on = forms.DateField(label="掲載がなくなった日")
    reason = forms.CharField(label="理由", max_length=300, widget=Textarea(attrs={"rows": 3, "data-counter": 300}))


class RemoveForm(UiForm):
    """Since when something has come down for good."""

    removed_on = forms.DateField(label="掲載を終えた日")
