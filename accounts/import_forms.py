"""The forms of the import: the file, and which of its columns holds which field."""

from typing import Any

from django import forms

from accounts.intake.columns import FIELDS, problems_with
from accounts.intake.reading import LARGEST, MOST_ROWS, TOO_LARGE, Table, UnfitTableError, read_table
from core.ui.forms import UiForm
from core.ui.widgets import FileInput

LONGEST_NAME = 100
SHOWN = 20
"""Signs of a header shown in the choice of a column."""


class ImportFileForm(UiForm):
    """One file; `table` is what it holds."""

    file = forms.FileField(
        label="取り込むファイル",
        widget=FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        help_text=f"CSV(UTF-8、Shift_JIS)かExcelブック(xlsx)。5MB、{MOST_ROWS}行まで。1行目は列の見出しです。",
        error_messages={
            "required": "取り込むファイルを選んでください。",
            "empty": "ファイルの中身が空です。選び直してください。",
            "invalid": "ファイルを受け取れませんでした。もう一度選んでください。",
        },
    )
    table: Table
    content: bytes
    name: str

    def clean_file(self) -> Any:
        """Read the table.

        Raises:
            ValidationError: the file is none, or too large.
        """
        upload: Any = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        self.content, self.name = upload.read(), (upload.name or "")[-LONGEST_NAME:]
        try:
            self.table = read_table(self.content)
        except UnfitTableError as unfit:
            raise forms.ValidationError(str(unfit)) from unfit
        return upload


class ColumnsForm(UiForm):
    """For each field the column that holds it."""

    def __init__(self, *args: Any, header: list[str], columns: dict[str, int], **kwargs: Any) -> None:
        given = {key: str(place) for key, place in columns.items()}
        super().__init__(*args, initial=given, **kwargs)
        choices = [(str(place), _column_words(place, name)) for place, name in enumerate(header)]
        for one in FIELDS:
            self.fields[one.key] = forms.ChoiceField(
                label=one.label,
                required=one.required,
                choices=[("", "取り込まない" if not one.required else "選んでください"), *choices],
                help_text=one.note,
                error_messages={"required": f"「{one.label}」の列を選んでください。"},
            )

    def clean(self) -> dict[str, Any]:
        """Return the place of each field's column; say what is missing or chosen twice."""
        given = super().clean() or {}
        columns = {key: int(place) for key, place in given.items() if place}
        for key, sentence in problems_with(columns):
            if not self.has_error(key):
                self.add_error(key, sentence)
        return {"columns": columns}


def _column_words(place: int, name: str) -> str:
    """Name a column as spreadsheets do, with its header."""
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    shown = name if len(name) <= SHOWN else name[:SHOWN] + "…"
    return f"{letters}列 {shown}" if name else f"{letters}列(見出しなし)"
