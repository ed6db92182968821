"""Input of a guideline version: its name and first day, and every number within its bounds."""

from typing import Any

from django import forms

from core.rulebook.models import Version
from core.rulebook.parameters import PARAMETERS, Parameter
from core.ui.forms import UiModelForm

PREFIX = "p_"
NOT_USED = "この版ではまだ使いません。"


class VersionForm(UiModelForm):
    """A version with one whole-number field for each parameter."""

    class Meta:
        model = Version
        fields = ["title", "in_force_from", "note"]
        help_texts = {"in_force_from": "この日から、次の版の適用日の前日まで使われます。"}
        error_messages = {"in_force_from": {"unique": "同じ適用日の版があります。別の日にしてください。"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parameter in PARAMETERS.values():
            self.fields[f"{PREFIX}{parameter.key}"].initial = self.instance.value(parameter.key)

    def values(self) -> dict[str, Any]:
        """Return the clean values as the columns of a version."""
        cleaned = self.cleaned_data
        plain = {name: cleaned[name] for name in ("title", "in_force_from", "note")}
        return plain | {"settings": {key: cleaned[f"{PREFIX}{key}"] for key in PARAMETERS}}


def number_field(parameter: Parameter) -> forms.IntegerField:
    """Return the field of one parameter with its unit, bounds, clause and default."""
    target = "市の内部目標。" if parameter.internal_target else ""
    unused = "" if parameter.used else NOT_USED
    words = f"{parameter.unit}。{parameter.least}から{parameter.most}まで。{target}"
    return forms.IntegerField(
        label=parameter.label,
        min_value=parameter.least,
        max_value=parameter.most,
        help_text=f"{words}標準は{parameter.default}{parameter.unit}。{unused}{parameter.clause}",
        error_messages={
            "min_value": f"{parameter.least}以上にしてください。",
            "max_value": f"{parameter.most}以下にしてください。",
        },
    )


for _parameter in PARAMETERS.values():
    VersionForm.base_fields[f"{PREFIX}{_parameter.key}"] = number_field(_parameter)
