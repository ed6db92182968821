"""Input of one file: its bytes tell what it is, and a file that does not fit is refused at its field."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from core.ui.widgets import FileInput
from core.uploads.content import ACCEPTED, LARGEST, TOO_LARGE, Kind, UnfitFileError, examine

MESSAGES = {
    "required": "添付するファイルを選んでください。",
    "empty": "ファイルの中身が空です。選び直してください。",
    "invalid": "ファイルを受け取れませんでした。もう一度選んでください。",
}


@dataclass(frozen=True)
class Upload:
    """A file that fits: its neutral name, its type and its bytes."""

    name: str
    content_type: str
    content: bytes


class UploadField(forms.FileField):
    """A file; its value is an `Upload`, or None where none was chosen.

    Args:
        examiner: tells neutral name and kind of name and bytes, or raises `UnfitFileError`.
        accept: what the browser offers, as endings joined by commas.
    """

    def __init__(
        self,
        *,
        examiner: Callable[[str, bytes], tuple[str, Kind]] = examine,
        accept: str = ACCEPTED,
        **kwargs: Any,
    ) -> None:
        self.examiner = examiner
        super().__init__(widget=FileInput(attrs={"accept": accept}), error_messages=MESSAGES, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        """Return what was handed in.

        Raises:
            ValidationError: none though one is needed, too large, or of no kind that is taken here.
        """
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        content = upload.read()
        try:
            name, kind = self.examiner(upload.name, content)
        except UnfitFileError as unfit:
            raise forms.ValidationError(str(unfit)) from None
        return Upload(name, kind.content_type, content)
