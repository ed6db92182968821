"""What is reported about a problem, what is written down of its course, and how it ends."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Account
from core.staff.models import Person
from core.ui.forms import EARLIEST, UiForm
from core.ui.widgets import ChoiceRadios, LongSelect, Textarea
from core.uploads.content import ACCEPTED_PICTURES, WHICH, examine_picture
from core.uploads.forms import UploadField
from incidents.choices import NO_ACCOUNT, NONE, Choices, account_written, person_numbered
from incidents.models import Incident, IncidentQuerySet, Task
from incidents.models.incident import KIND_CHOICES, LONGEST, REASON_MOST, TITLE_MOST
from incidents.models.statement import CHANNEL_CHOICES
from incidents.moves.task import AGAIN, LAST

KIND_NOTES = {
    "leak": "個人情報や秘密が外から見える、見られたおそれがある。関わる人だけが読めるように扱います。",
    "flaming": "市のアカウントに批判が集まっている。",
    "impersonation": "市のアカウントをまねたものがある、まねているように見える。",
    "falsehood": "第三者が、市について誤ったことを広めている。",
    "hijack": "覚えのない投稿がある、入れなくなった。",
    "other": "どれにも当たらない、分からない。",
}


TWO_ACCOUNTS = (
    "上で選んだアカウントと違います。どちらか一方だけにしてください。両方に起きたときは、2件に分けて報告します。"
)


def text(label: str, most: int = LONGEST, rows: int = 4, **more: Any) -> forms.CharField:
    """Return a field of several lines with its counter."""
    widget = Textarea(attrs={"rows": rows, "data-counter": most})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


class ReportForm(UiForm):
    """A report: what, where, when noticed; everything else may follow."""

    needs = {"account": "", "other_account": "ほかの課のアカウントのとき"}

    kind = forms.ChoiceField(label="種類", choices=KIND_CHOICES, widget=ChoiceRadios(notes=KIND_NOTES))
    title = forms.CharField(
        label="何が起きたか(件名)",
        max_length=TITLE_MOST,
        help_text="ひとことで。個人の名前や、漏れた情報そのものは書きません。",
    )
    noticed_at = forms.DateTimeField(label="気づいた日時")
    account = forms.ChoiceField(label="アカウント", widget=LongSelect)
    other_account = forms.CharField(
        label="一覧にないアカウント",
        required=False,
        max_length=300,
        help_text="市の公式アカウントのURLかアカウントID。",
    )
    post_url = forms.CharField(
        label="問題の投稿などのURL",
        required=False,
        max_length=500,
        help_text="リンクを開かずに、見えるとおりに写します。",
    )
    post_text = text("問題の投稿などの文", required=False)
    words = text("くわしいこと", required=False, help_text="だれから聞いたか、いまどうか。後でも書き足せます。")
    picture = UploadField(
        label="画面の写し",
        required=False,
        examiner=examine_picture,
        accept=ACCEPTED_PICTURES,
        help_text="PNGかJPEGの画像、10MBまで。後からでも加えられます。",
    )
    is_drill = forms.BooleanField(
        label="訓練として行う",
        required=False,
        help_text="関わる人のほかにはだれにも知らせず、受信箱にも載りません。すべての画面に「訓練」と出ます。",
    )

    def __init__(self, *args: Any, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [NO_ACCOUNT, *accounts]

    def clean_noticed_at(self) -> datetime:
        """Refuse a year that is a typing error.

        Raises:
            ValidationError: before opening days are known.
        """
        noticed: datetime = self.cleaned_data["noticed_at"]
        if noticed.year < EARLIEST.year:
            raise ValidationError("実在する年月日と時刻を入力してください。")
        return noticed

    def clean_other_account(self) -> Account | None:
        """Find the account that was written."""
        return account_written(self.cleaned_data["other_account"])

    def clean(self) -> dict[str, Any]:
        """Refuse two accounts: a problem is reported about one."""
        cleaned = super().clean() or {}
        chosen, other = cleaned.get("account", NONE), cleaned.get("other_account")
        if other is not None and chosen not in {NONE, str(other.pk)}:
            self.add_error("other_account", TWO_ACCOUNTS)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the facts as the act takes them."""
        values = dict(self.cleaned_data)
        chosen, other = values.pop("account"), values.pop("other_account")
        known = None if chosen == NONE else Account.objects.select_related("platform").get(pk=int(chosen))
        return {**values, "account": other or known}


class AcknowledgeForm(UiForm):
    """Which kind of problem it is, by which the playbook is chosen."""

    kind = forms.ChoiceField(
        label="種類",
        choices=KIND_CHOICES,
        widget=ChoiceRadios(notes=KIND_NOTES),
        help_text="種類によって、対応の手順が決まります。報告のままでよければ、そのまま覚知します。",
    )
    reason = text(
        "情報漏えいではないと判断した理由",
        REASON_MOST,
        3,
        required=False,
        help_text="ほかの種類にすると、この問題は、アカウントの課と部の職員、運用担当、ふるさと発信課長、総合政策部長、"
        "総務部長、副市長も読めるようになります。",
    )

    needs = {"reason": "ほかの種類にするときは必須"}

    def __init__(self, *args: Any, is_leak: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_leak:
            del self.fields["reason"]


class RetypeForm(UiForm):
    """Another kind of problem, and why."""

    kind = forms.ChoiceField(
        label="種類",
        choices=KIND_CHOICES,
        widget=ChoiceRadios(notes=KIND_NOTES),
        help_text="記録したことは残ります。まだ手を付けていない手順は、新しい種類の手順に替わります。",
    )
    reason = text(
        "種類を改める理由",
        REASON_MOST,
        3,
        help_text="情報漏えいにすると、すぐに、関わる人だけが読めるようになります。"
        "情報漏えいから改めると、アカウントの課と部、運用担当、ふるさと発信課長、総合政策部長、総務部長、副市長も読めるようになります。",
    )


class NeedForm(UiForm):
    """Why a task is needed; nobody has to say."""

    needed_for = text("必要と判断した理由", REASON_MOST, 2, required=False)


class SkipForm(UiForm):
    """Why a task is not needed."""

    unneeded_for = text("不要と判断した理由", REASON_MOST, 3, help_text="後で読む人に分かるように書きます。")


class DoForm(UiForm):
    """What was done; of what recurs whether it comes again."""

    result = text("したこと", help_text="いつ、だれに、どの窓口から、受付番号など。パスワードは書きません。")
    next = forms.ChoiceField(
        label="この後",
        choices=[(AGAIN, "もう一度行う"), (LAST, "これで終わる")],
        widget=ChoiceRadios(),
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if task.again_hours:
            self.fields["next"].help_text = f"もう一度行うときは、{task.again_hours}時間後を期限にします。"
        else:
            del self.fields["next"]


class NoteForm(UiForm):
    """Something of the course; for who leads also the mark that it is a look at the whole."""

    words = text("経過", help_text="あったこと、聞いたこと、決めたこと。後からは直せません。")
    is_review = forms.BooleanField(
        label="状況を見直した",
        required=False,
        help_text="次の見直しの時刻を改めます。",
    )

    def __init__(self, *args: Any, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leads:
            del self.fields["is_review"]


class EvidenceForm(UiForm):
    """One file, with what it shows."""

    needs = {"file": ""}

    file = UploadField(label="証拠のファイル", help_text=f"{WHICH}。1つ10MBまで。加えたものは外せません。")
    words = forms.CharField(label="説明", required=False, max_length=REASON_MOST, help_text="何を、いつ写したものか。")


class StatementForm(UiForm):
    """A text for one channel."""

    channel = forms.ChoiceField(label="出すところ", choices=CHANNEL_CHOICES, widget=ChoiceRadios())
    words = text("文", rows=8, help_text="言い返す言葉は使いません。決めるまで、外には出ません。")


class ApproveForm(UiForm):
    """The decision of the text shown above."""

    confirmed = forms.BooleanField(label="上の文をこのまま出してよいことを確かめた")


class ReleaseForm(UiForm):
    """Where it went out."""

    released_where = forms.CharField(
        label="発表したところ", max_length=REASON_MOST, help_text="URL、または出した場所と日時。"
    )


class DropForm(UiForm):
    """Why it is given up."""

    dropped_for = text("取りやめる理由", REASON_MOST, 2)


class MemberForm(UiForm):
    """A person who joins, and as what."""

    person = forms.CharField(
        label="職員番号", max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    role = forms.CharField(label="役割", max_length=80, help_text="加わった人は、この問題の記録をすべて読めます。")

    def clean_person(self) -> Person:
        """Find the person of the number."""
        return person_numbered(self.cleaned_data["person"])


class ContainForm(UiForm):
    """How the problem came to its end."""

    contained_words = text("どう収束したか")


class CloseForm(UiForm):
    """What is learnt from it."""

    causes = text("原因", help_text="なぜ起きたか、なぜ気づけたか、気づけなかったか。人を責める文にはしません。")
    measures = text("再発を防ぐためにすること", help_text="何を、どの課が。")
    measures_due_on = forms.DateField(
        label="終える予定の日", required=False, help_text="入れると、その日までの仕事として受信箱に載ります。"
    )


class FollowUpForm(UiForm):
    """What was done so that it does not happen again."""

    measures_done = text("再発を防ぐためにしたこと")


class ReopenForm(UiForm):
    """Why it goes on."""

    reason = text("再開する理由", REASON_MOST, 3)


class DismissForm(UiForm):
    """Why it was no problem."""

    dismissed_for = text("該当なしとする理由", REASON_MOST, 3, help_text="報告した人に、この文がそのまま伝わります。")


class MergeForm(UiForm):
    """The incident that goes on."""

    merged_into = forms.ModelChoiceField(
        label="統合する先",
        queryset=Incident.objects.none(),
        help_text="統合する先の対応を決める人も、この問題の記録と証拠を読めるようになります。",
    )

    def __init__(self, *args: Any, others: IncidentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["merged_into"]
        field.queryset = others
        field.empty_label = "選んでください"
        field.label_from_instance = _label_of


def _label_of(incident: Incident) -> str:
    return incident.shown


class ListForm(UiForm):
    """Which incidents the list shows."""

    kind = forms.ChoiceField(label="種類", required=False, choices=[("", "すべて"), *KIND_CHOICES])

    def chosen(self) -> str:
        """Return the kind asked for, empty for all and for one that does not exist."""
        cleaned: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return str(cleaned.get("kind") or "")
