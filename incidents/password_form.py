"""What is asked where the step by which a hijacked account's password was changed is recorded (4-3-(2))."""

from datetime import date
from typing import Any

from django import forms

from approvals.forms.operator_formset import Choices
from core.periods.era import era_date
from core.ui.forms import CHOOSE, REQUIRED
from incidents.access import WHY_FROM
from incidents.forms import DoForm

WHEN_TICKED = "記録するときは必須"
OF_THAT_DAY = "気づいた日のことは、気づいた後に変えたときだけ記録します。"


class DoWithPasswordForm(DoForm):
    """What was done, and where it is wanted, who changed the shared password and when; never the password.

    Args:
        first: the day from which a change does what is owed; None where nothing is owed any more.
    """

    needs = {"changed_by": WHEN_TICKED, "changed_on": WHEN_TICKED}

    changes_password = forms.BooleanField(
        label="共用のパスワードの変更としても記録する",
        required=False,
        initial=True,
        help_text="アカウントの「パスワードの変更を記録する」を、この記録で済ませます。"
        "まだ変えていないときは、印を外します。第4-3-(2)",
    )
    changed_by = forms.TypedChoiceField(label="変えた人", required=False, coerce=int, empty_value=None)
    changed_on = forms.DateField(label="変えた日", required=False, help_text=f"{WHY_FROM}{OF_THAT_DAY}")

    def __init__(self, *args: Any, choices: Choices, first: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first is not None:
            self.fields["changed_on"].help_text = f"{era_date(first)}からきょうまでの日です。{WHY_FROM}{OF_THAT_DAY}"
        person = self.fields["changed_by"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [("", "選んでください"), *choices]

    def clean(self) -> dict[str, Any]:
        """Ask for person and day where the change is recorded."""
        cleaned = super().clean() or {}
        if cleaned.get("changes_password"):
            for name, sentence in (("changed_by", CHOOSE), ("changed_on", REQUIRED)):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, sentence)
        return cleaned
