"""A version of a playbook as one form: its steps, one row each, with empty rows at the end, and the reason."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME

from core.ui.forms import UiForm, UiFormMixin
from core.ui.widgets import Textarea
from incidents.models.incident import LONGEST, REASON_MOST
from incidents.models.task import BEARER_CHOICES, GRADE_CHOICES
from incidents.playbooks import COLUMNS, Step
from incidents.rules import MOST_HOURS, problems_with_step
from incidents.states import Bearer, Grade

PREFIX = "steps"
MOST_ROWS, EMPTY_ROWS = 20, 2
UNREADABLE = "画面の内容を読み取れませんでした。画面を開き直してください。"


class StepRow(UiForm):
    """One step; an empty row says nothing."""

    needs = {"title": "", "grade": "", "bearer": "", "clause": "", "hours": "心得のほかは必須"}

    code = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=COLUMNS["title"], max_length=80, required=False)
    words = forms.CharField(
        label=COLUMNS["words"],
        max_length=REASON_MOST,
        required=False,
        widget=Textarea(attrs={"rows": 2, "data-counter": REASON_MOST}),
    )
    grade = forms.ChoiceField(label=COLUMNS["grade"], choices=GRADE_CHOICES, required=False)
    bearer = forms.ChoiceField(label=COLUMNS["bearer"], choices=BEARER_CHOICES, required=False)
    clause = forms.CharField(label=COLUMNS["clause"], max_length=20, required=False)
    hours = forms.IntegerField(label=COLUMNS["hours"], min_value=0, max_value=MOST_HOURS, required=False)
    again_hours = forms.IntegerField(label=COLUMNS["again_hours"], min_value=0, max_value=MOST_HOURS, required=False)
    template = forms.CharField(
        label=COLUMNS["template"],
        max_length=LONGEST,
        required=False,
        widget=Textarea(attrs={"rows": 2, "data-counter": LONGEST}),
    )

    @property
    def number(self) -> int:
        """Return the row's number on the page, from 1."""
        return int(str(self.prefix).rpartition("-")[2]) + 1

    def clean(self) -> dict[str, Any]:
        """Ask for what a step needs where its title is written; hours go with what is asked for."""
        cleaned = super().clean() or {}
        if not cleaned.get("title") or cleaned.get(DELETION_FIELD_NAME):
            return cleaned
        for name, sentence in problems_with_step(cleaned).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    def step(self, free_code: str) -> Step:
        """Return the step; a new one has the code that is free."""
        said = self.cleaned_data
        return Step(
            code=said["code"] or free_code,
            title=said["title"],
            words=said["words"],
            grade=Grade(said["grade"]),
            clause=said["clause"],
            hours=said["hours"] or 0,
            bearer=Bearer(said["bearer"]),
            template=said["template"],
            again_hours=said["again_hours"] or 0,
        )


StepRows = forms.formset_factory(StepRow, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, can_delete=True)


class PlaybookForm(UiFormMixin, forms.Form):
    """The reason, and the rows beside it."""

    reason = forms.CharField(
        label="直す理由", max_length=REASON_MOST, widget=Textarea(attrs={"rows": 2, "data-counter": REASON_MOST})
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        steps: Sequence[Step],
    ) -> None:
        super().__init__(data, files)
        messages = {"missing_management_form": UNREADABLE}
        initial = [step.stored() for step in steps]
        self.rows = StepRows(data, prefix=PREFIX, initial=initial, error_messages=messages)
        for row in self.rows.forms:
            row.fields[DELETION_FIELD_NAME].label = "この手順を外す"

    def is_valid(self) -> bool:
        """Tell whether reason and rows are in order."""
        own, rows = super().is_valid(), self.rows.is_valid()
        return own and rows

    def steps(self) -> list[Step]:
        """Return the steps that are written and not taken out, in the order of the page."""
        written = [row for row in self.rows.forms if row.cleaned_data.get("title")]
        taken = {row.cleaned_data["code"] for row in written}
        free = (code for code in map("own{}".format, count(1)) if code not in taken)
        return [
            row.step("" if row.cleaned_data["code"] else next(free))
            for row in written
            if not row.cleaned_data.get(DELETION_FIELD_NAME)
        ]
