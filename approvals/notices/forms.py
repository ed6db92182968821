"""Input about notices of changes and closures. A draft may be incomplete; 必須 marks what submission asks for."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Platform
from approvals.models import Consultation
from approvals.notices.models import REASON_MOST, ChangeNotice
from approvals.notices.states import Channel, NoticeKind
from core.periods.era import era_date
from core.ui.forms import UiForm, UiModelForm
from core.ui.widgets import ChoiceRadios, DecisionRadios, Textarea

NEEDED, TO_SUBMIT = "必須", "提出までに必須"
CHANNELS = [(Channel.ACCOUNT.value, "アカウント"), (Channel.HOMEPAGE.value, "市ホームページ")]


def reason_area() -> Textarea:
    """Return the field of a reason."""
    return Textarea(attrs={"rows": 3, "data-counter": True})


class ClosureForm(UiModelForm):
    """Why the account ends, and when."""

    needs = {"planned_on": TO_SUBMIT, "reason": TO_SUBMIT, "deviation_reason": "急なときだけ"}

    class Meta:
        model = ChangeNotice
        fields = ["planned_on", "reason", "deviation_reason"]
        widgets = {"reason": reason_area(), "deviation_reason": reason_area()}
        help_texts = {
            "planned_on": "両方で周知し、周知の期間が満ちた後の日です。「日程を調べる」で確かめられます。",
            "reason": "市民へのお知らせに、このまま載ります。",
            "deviation_reason": "乗っ取りやサービスの終了など、周知の期間を待てないときだけ書きます。"
            "逸脱の記録として残り、協議(第10)が必要になります。",
        }


class ChangeForm(ClosureForm):
    """What changes, from which values to which, and when."""

    needs = {**ClosureForm.needs, "name": TO_SUBMIT, "url": TO_SUBMIT}

    class Meta(ClosureForm.Meta):
        fields = ["platform", "name", "common_name", "handle", "url", *ClosureForm.Meta.fields]
        help_texts = {
            **ClosureForm.Meta.help_texts,
            "platform": "サービスを移るときだけ変えます。",
            "name": "初めはいまの内容です。変わる項目だけを直してください。",
            "url": "アカウントのURLを省略せずに。短縮URLは使えません。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["platform"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Platform.objects.order_by("position", "name")
        field.empty_label = "選んでください"


FORMS: dict[str, type[ClosureForm]] = {NoticeKind.CHANGE.value: ChangeForm, NoticeKind.CLOSURE.value: ClosureForm}


class DecideNoticeForm(UiForm):
    """The account manager's answer; nothing is chosen beforehand."""

    needs = {"opinion": "差戻しは必須", "knows_own": NEEDED}

    move = forms.ChoiceField(
        label="決定",
        choices=[("settle", "決定する"), ("return", "差し戻す")],
        widget=DecisionRadios(
            notes={
                "settle": "内容と予定日が決まり、周知の前の届出を課に求めます。",
                "return": "理由を添えて、案を直すよう課に戻します。",
            }
        ),
    )
    opinion = forms.CharField(
        label="理由・意見",
        required=False,
        max_length=REASON_MOST,
        widget=reason_area(),
        help_text="案を作った人に、このまま伝わります。",
    )
    knows_own = forms.BooleanField(label="自分が作った、または直した案を、自分で決めます(自己決定)", required=False)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            del self.fields["knows_own"]


class ActForm(UiForm):
    """One of several forms on the page of a notice: its fields have ids of their own."""

    key = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{self.key}_%s", **kwargs)


class AnnounceForm(ActForm):
    """Where, since when and at which address an announcement stands."""

    key = "announce"

    channel = forms.ChoiceField(label="周知した場所", choices=CHANNELS, widget=ChoiceRadios())
    posted_on = forms.DateField(
        label="周知の日", help_text="市民が読めるようになった日です。この日は期間に数えません。"
    )
    url = forms.CharField(
        label="URL",
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text="アカウントではお知らせの投稿の、市ホームページではお知らせのページのURLです。",
    )


class EffectForm(ActForm):
    """On which day it came into effect, and why not on the one that the public was told."""

    key = "effect"

    needs = {"effect_reason": "知らせた日と違うときは必須"}

    effected_on = forms.DateField(label="実施日", help_text="変更した日、または運用を終えた日です。")
    effect_reason = forms.CharField(
        label="知らせた日と違う日に実施した理由",
        required=False,
        max_length=REASON_MOST,
        widget=reason_area(),
        help_text="市民に知らせた日に実施したときは、書きません。",
    )


class MoveForm(ActForm):
    """The new day, why, and when it was announced anew."""

    key = "move"

    needs = {"account_on": "周知した後は必須", "homepage_on": "周知した後は必須"}

    planned_on = forms.DateField(
        label="新しい予定日", help_text="「期日の変更を知らせる文を作る」の文で、市民に知らせた日です。"
    )
    reason = forms.CharField(label="期日を変える理由", max_length=REASON_MOST, widget=reason_area())
    account_on = forms.DateField(label="アカウントで改めて周知した日", required=False)
    homepage_on = forms.DateField(label="市ホームページで改めて周知した日", required=False)

    def __init__(self, *args: Any, told: bool = True, **kwargs: Any) -> None:
        """Leave out what is said of the new announcement where nothing was `told` yet."""
        super().__init__(*args, **kwargs)
        if not told:
            self.fields["planned_on"].help_text = ""
            del self.fields["account_on"], self.fields["homepage_on"]


class NewDayForm(ActForm):
    """The day of which the public is told before the move to it is recorded; asked by GET."""

    key = "asked"

    new_day = forms.DateField(label="知らせる新しい予定日")


class RedateForm(ActForm):
    """Which day of an announcement was mistyped, which is right, and why."""

    key = "redate"

    channel = forms.ChoiceField(label="周知した場所", choices=CHANNELS, widget=ChoiceRadios())
    told_on = forms.DateField(label="正しい周知の日", help_text="市民が読めるようになった日です。")
    reason = forms.CharField(
        label="周知の日を直す理由",
        max_length=REASON_MOST,
        widget=reason_area(),
        help_text="前の日と理由は、記録に残ります。",
    )


class DeviateForm(ActForm):
    """Why what is decided can not wait for the period."""

    key = "deviate"

    deviation_reason = forms.CharField(label="周知の期間を置けない理由", max_length=REASON_MOST, widget=reason_area())


class CancelForm(ActForm):
    """Why it is given up, and when that was announced."""

    key = "cancel"

    needs = {"account_on": "周知した後は必須", "homepage_on": "周知した後は必須"}

    cancel_reason = forms.CharField(label="中止の理由", max_length=REASON_MOST, widget=reason_area())
    account_on = forms.DateField(label="アカウントで取りやめを知らせた日", required=False)
    homepage_on = forms.DateField(label="市ホームページで取りやめを知らせた日", required=False)

    def __init__(self, *args: Any, told: bool = True, **kwargs: Any) -> None:
        """Leave out the days of the retraction where nothing was `told` yet."""
        super().__init__(*args, **kwargs)
        if not told:
            del self.fields["account_on"], self.fields["homepage_on"]


class EarlyForm(ActForm):
    """Where, since when and why a notice stands no more though it must."""

    key = "early"

    channel = forms.ChoiceField(label="なくなった場所", choices=CHANNELS, widget=ChoiceRadios())
    removed_on = forms.DateField(label="掲載がなくなった日")
    reason = forms.CharField(label="理由", max_length=REASON_MOST, widget=reason_area())


class EndForm(ActForm):
    """Where and when a notice came down at the end of its time."""

    key = "end"

    channel = forms.ChoiceField(label="下ろした場所", choices=CHANNELS, widget=ChoiceRadios())
    removed_on = forms.DateField(label="掲載を終えた日")


class ConsultationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One consultation, by its topic and the day of its answer."""

    def label_from_instance(self, obj: Consultation) -> str:
        """Name topic and day."""
        return f"{obj.topic}({era_date(obj.answered_on) if obj.answered_on else ''})"


class CiteForm(ActForm):
    """Which answered consultation covers a deviation."""

    key = "cite"

    consultation = ConsultationField(
        label="回答された協議", queryset=Consultation.objects.none(), empty_label="選んでください"
    )

    def __init__(self, *args: Any, offered: QuerySet[Consultation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["consultation"]
        assert isinstance(field, ConsultationField)
        field.queryset = offered


class PlannerForm(UiForm):
    """A wished day, or the days of the announcements, or both."""

    kind = forms.ChoiceField(label="すること", choices=[("change", "変更"), ("closure", "廃止")], required=False)
    wish = forms.DateField(label="実施の希望日", required=False)
    account_on = forms.DateField(label="アカウントで周知する日", required=False)
    homepage_on = forms.DateField(label="市ホームページで周知する日", required=False)
