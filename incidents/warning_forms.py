"""What is asked about the public warning of a problem: as it goes on, as it ends, and which one it is (7-3)."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.ui.forms import UiForm
from incidents.forms import text
from incidents.models.incident import REASON_MOST
from publications.imitations.models import Imitation


class WarningForm(UiForm):
    """What the public reads of an imitation, and what came of a request for its deletion."""

    words = text("公開する説明", REASON_MOST, 3, help_text="公開の一覧に、このまま載ります。")
    outcome = text(
        "削除の求めの結果、再度の求め",
        required=False,
        help_text="この問題の経過に残ります。公開しません。",
    )

    def __init__(self, *args: Any, is_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_over:
            del self.fields["outcome"]


class WarningEndForm(UiForm):
    """Why the public need not be warned any more."""

    reason = text(
        "警告を終える理由",
        REASON_MOST,
        3,
        help_text="サービスが削除した日など。この問題の経過にも出ます。公開しません。",
    )
    settles = forms.BooleanField(
        label="削除の求めの結果も記録する",
        required=False,
        initial=True,
        help_text="この理由を結果として記録し、これで終わりにします。"
        "偽のアカウントがまだ残っているなら、印を外します。第7-3",
    )

    def __init__(self, *args: Any, waits: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not waits:
            del self.fields["settles"]


class LinkWarningForm(UiForm):
    """A warning of the public that stands already."""

    imitation = forms.ModelChoiceField(
        label="公開の警告",
        queryset=Imitation.objects.none(),
        empty_label="選んでください",
        help_text="いま出ている警告です。結び付けると、この問題の画面から開け、手順が待っていれば済みになります。",
    )

    def __init__(self, *args: Any, offered: QuerySet[Imitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["imitation"]
        field.queryset = offered
