"""What is asked where a problem was linked by mistake with a warning or a closure."""

from typing import Any

from django import forms

from core.ui.forms import UiForm
from incidents.forms import text
from incidents.models import Task
from incidents.models.incident import REASON_MOST

NOT_ASKED = "いまの種類の手順にはないので、初めは印が付いていません。"


class UnlinkForm(UiForm):
    """Why a link is undone."""

    reason = text("外す理由", REASON_MOST, 3, help_text="この問題の経過に出ます。公開しません。")


class UnlinkWarningForm(UnlinkForm):
    """Why a link with a warning is undone, and what becomes of the step that it did."""

    puts_again = forms.BooleanField(label="手順をもう一度載せる", required=False)

    def __init__(self, *args: Any, again: Task | None, is_asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if again is None:
            del self.fields["puts_again"]
            return
        field = self.fields["puts_again"]
        field.initial = is_asked
        field.help_text = (
            f"手順「{again}」は、公開の警告の結び付けで済みになっています。"
            "印を付けると、担当の仕事としてもう一度載ります。印を付けないと、済みのまま残ります。"
            f"{'' if is_asked else NOT_ASKED}どちらでも、済みにした記録は消えません。第7-3"
        )
