"""Input of one attachment: what `core.uploads` accepts, ten files a request."""

from dataclasses import asdict
from typing import Any

from core.ui.forms import UiForm
from core.uploads.content import MOST_FILES, WHICH
from core.uploads.forms import Upload, UploadField


class AttachmentForm(UiForm):
    """One file; `names` are those attached already."""

    needs = {"file": ""}

    file = UploadField(
        label="添付するファイル",
        help_text=f"{WHICH}。1つ10MBまで、{MOST_FILES}個まで。同じ名前のファイルは入れ替わります。",
    )

    def __init__(self, *args: Any, names: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names

    def clean(self) -> dict[str, Any]:
        """Return name, content type and content of the file; the eleventh is refused."""
        super().clean()
        file: Upload | None = self.cleaned_data.get("file")
        if file is None:
            return {}
        if len(self.names) >= MOST_FILES and file.name not in self.names:
            self.add_error("file", f"添付できるのは{MOST_FILES}個までです。いらないものを外してから追加してください。")
        return asdict(file)
