"""Input about versions of a policy and calls for their review.

A draft may be incomplete, so no item is required here; 必須 marks what submission asks for.
"""

from typing import Any

from django import forms

from accounts.models import Platform
from core.ui.forms import UiForm, UiModelForm
from core.ui.widgets import ChoiceRadios, DecisionRadios, Textarea
from policies.models import MediaPolicy, ReviewCall
from policies.rules import FIELDS, ITEMS
from policies.states import Replies

NEEDED = "必須"
LONGEST = 300


ITEM_NEEDS = {
    **dict.fromkeys((item.field for item in ITEMS), NEEDED),
    "replies": NEEDED,
    "reply_note": "場合を決めるときは必須",
}
ITEM_WIDGETS: dict[str, forms.Widget] = {
    **{name: Textarea(attrs={"data-counter": True}) for name in ("purpose", "topics", "opinions")},
    "replies": ChoiceRadios(
        notes={
            Replies.ALL.value: "返信することを、メディアポリシーに書いて公開します。いつまでに返信するかは次に書けます",
            Replies.SOME.value: "どのような場合に、いつまでに返信するかを次に書きます",
            Replies.NONE.value: "返信しないことを、メディアポリシーに書いて公開します",
        }
    ),
    "reply_note": Textarea(attrs={"data-counter": True, "rows": "3"}),
    "further": Textarea(attrs={"data-counter": True, "data-counter-note": "なくても提出できます"}),
}
"""How the items are asked for, by the version and by the request that proposes the first one; forms copy widgets."""
ITEM_HELPS = {
    "purpose": "だれに、何のために知らせるのかを書きます。そのまま市民に公開します。",
    "topics": "知らせる内容と、扱わない内容があればそれも書きます。",
    "in_charge": "例:観光振興課 企画係",
    "frequency": "例:週3回程度",
    "timing": "例:平日の 9:00 から 17:00 まで",
    "method": "例:課の端末から投稿する。写真は課で撮ったものを使う。",
    "opinions": "だれが、いつ確かめ、どこへ引き継ぐのかを書きます。",
    "replies": "初めから選ばれているものはありません。一つを選んでください。",
    "reply_note": "「場合を決めて返信する」を選んだときは、必ず書きます。",
}


class VersionForm(UiModelForm):
    """The items of 4-2 that a person writes, and why the policy changes; ② is the service of the account."""

    needs = ITEM_NEEDS | {"reason": "改定のときは必須"}

    class Meta:
        model = MediaPolicy
        fields = [*FIELDS, "reason"]
        widgets = ITEM_WIDGETS | {"reason": Textarea(attrs={"data-counter": True, "rows": "3"})}
        help_texts = ITEM_HELPS | {
            "reason": "決める人と、後から読む人のために、何が変わったのでどう直すのかを書きます。"
        }


class DecideForm(UiForm):
    """The account manager's answer; nothing is chosen beforehand."""

    needs = {"opinion": "差戻しは必須", "knows_own": NEEDED}

    move = forms.ChoiceField(
        label="決定",
        choices=[("settle", "決定する"), ("return", "差し戻す")],
        widget=DecisionRadios(
            notes={
                "settle": "この版が決まり、掲載と記録を課に求めます。",
                "return": "理由を添えて、案を直すよう課に戻します。",
            }
        ),
    )
    opinion = forms.CharField(
        label="理由・意見",
        required=False,
        max_length=LONGEST,
        widget=Textarea(attrs={"rows": 3, "data-counter": True}),
        help_text="案を作った人に、このまま伝わります。",
    )
    knows_own = forms.BooleanField(label="自分が作った、または直した版を、自分で決めます(自己決定)", required=False)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            del self.fields["knows_own"]


class PublishForm(UiForm):
    """Since when the version is out."""

    published_on = forms.DateField(label="掲載日", help_text="市民がこの版を読めるようになった日です。")


class KeepForm(UiForm):
    """What the review found."""

    review_note = forms.CharField(
        label="変えない理由",
        max_length=LONGEST,
        widget=Textarea(attrs={"rows": 3, "data-counter": True}),
        help_text="何を確かめて、変えなくてよいと考えたのかを書きます。",
    )


class WithdrawForm(UiForm):
    """Why a version is given up; nobody has to say."""

    given_up_for = forms.CharField(
        label="取り下げる理由",
        required=False,
        max_length=LONGEST,
        widget=Textarea(attrs={"rows": 2, "data-counter": True}),
    )


class CallForm(UiModelForm):
    """What is to be reviewed, why, until when."""

    needs = {"platform": "任意"}

    class Meta:
        model = ReviewCall
        fields = ["cause", "platform", "reason", "due_on"]
        widgets = {"cause": ChoiceRadios(), "reason": Textarea(attrs={"rows": 3, "data-counter": True})}
        help_texts = {
            "platform": "選ばないと、すべてのサービスのアカウントが対象です。",
            "reason": "対象の課に、このまま伝わります。",
            "due_on": "対象のアカウントごとに、この日を期限とする見直しの仕事が生じます。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        platform = self.fields["platform"]
        assert isinstance(platform, forms.ModelChoiceField)
        platform.queryset = Platform.objects.order_by("position", "name")
        platform.empty_label = "すべてのサービス"


class EndCallForm(UiForm):
    """Why a review is asked for no more."""

    end_reason = forms.CharField(
        label="求めを終える理由",
        max_length=LONGEST,
        widget=Textarea(attrs={"rows": 3, "data-counter": True}),
        help_text="まだ見直していない課に、このまま伝わります。",
    )


class CompareForm(UiForm):
    """Which two versions stand side by side."""

    older = forms.TypedChoiceField(label="比べる元の版", coerce=int)
    newer = forms.TypedChoiceField(label="比べる先の版", coerce=int)

    def __init__(self, *args: Any, versions: list[MediaPolicy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.number, f"第{one.number}版({one.get_state_display()})") for one in versions]
        for name in ("older", "newer"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
