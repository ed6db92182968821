"""Input of one attachment: what `approvals.files` accepts, ten files a request."""

from typing import Any

from django import forms

from approvals.files import ACCEPTED, LARGEST, MOST_FILES, TOO_LARGE, WHICH, UnfitFileError, examine
from core.ui.forms import UiForm
from core.ui.widgets import FileInput


class AttachmentForm(UiForm):
    """One file; `names` are those attached already."""

    needs = {"file": ""}

    file = forms.FileField(
        label="添付するファイル",
        widget=FileInput(attrs={"accept": ACCEPTED}),
        help_text=f"{WHICH}。1つ10MBまで、{MOST_FILES}個まで。同じ名前のファイルは入れ替わります。",
        error_messages={
            "required": "添付するファイルを選んでください。",
            "empty": "ファイルの中身が空です。選び直してください。",
            "invalid": "ファイルを受け取れませんでした。もう一度選んでください。",
        },
    )

    def __init__(self, *args: Any, names: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names

    def clean(self) -> dict[str, Any]:
        """Return name, content type and content of the file."""
        super().clean()
        upload = self.cleaned_data.get("file")
        if upload is None:
            return {}
        if upload.size > LARGEST:
            self.add_error("file", TOO_LARGE)
            return {}
        content = upload.read()
        try:
            name, kind = examine(upload.name, content)
        except UnfitFileError as unfit:
            self.add_error("file", str(unfit))
            return {}
        if len(self.names) >= MOST_FILES and name not in self.names:
            self.add_error("file", f"添付できるのは{MOST_FILES}個までです。いらないものを外してから追加してください。")
        return {"name": name, "content_type": kind.content_type, "content": content}
