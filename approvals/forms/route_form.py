"""Input of an additional step of a unit's route, with what must hold among its values."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from approvals.models import RouteStep
from approvals.states import StepKind
from core.periods.opening_days import FIRST_YEAR, LAST_YEAR
from core.staff.models import Unit, UnitLevel
from core.staff.offices import Office
from core.ui.forms import UiModelForm

LAST_POSITION = 99
DECIDES_NOTHING = frozenset({Office.STAFF, Office.AUDITOR, Office.ADMINISTRATOR})
LEVELS: dict[str, tuple[UnitLevel | None, str]] = {
    Office.SECTION_HEAD: (UnitLevel.SECTION, "課等"),
    Office.DEPARTMENT_HEAD: (UnitLevel.DEPARTMENT, "部等"),
}


class RouteStepForm(UiModelForm):
    """A joint consent or a circulation that a unit adds; the guideline's own steps can not be changed here."""

    class Meta:
        model = RouteStep
        fields = ["owner", "kind", "office", "unit", "position", "starts_on", "ends_on"]
        help_texts = {
            "owner": "この部署と、その下の課等の起案に加わります。",
            "kind": "合議は決裁の前に意見を求め、供覧は決裁の後に知らせます。",
            "unit": "総務部長など市に1つの職のときは、その職の属する部署を選びます。",
            "position": "同じ種類の中での順番です。",
            "starts_on": "この日以後に提出する起案から加わります。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.order_by("name", "pk")
        for name, choices in (("owner", units.exclude(level=UnitLevel.GROUP)), ("unit", units)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices

    def clean_position(self) -> int:
        """Keep to places a route can have."""
        position = int(self.cleaned_data["position"])
        if not 1 <= position <= LAST_POSITION:
            raise forms.ValidationError(f"1から{LAST_POSITION}までの数を入力してください。")
        return position

    def clean_starts_on(self) -> date:
        """Keep to years the calendar knows."""
        return _known_year(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date | None:
        """Keep to years the calendar knows."""
        ends_on = self.cleaned_data["ends_on"]
        return _known_year(ends_on) if ends_on else None

    def clean(self) -> Any:
        """Hold kind, office, unit and dates together."""
        cleaned = super().clean() or self.cleaned_data
        office, unit = cleaned.get("office"), cleaned.get("unit")
        if cleaned.get("kind") == StepKind.JOINT and office in DECIDES_NOTHING:
            self.add_error("office", "合議は、意見を述べる職に求めます。長の職を選んでください。")
        level, words = LEVELS.get(office or "", (None, ""))
        if unit is not None and level and unit.level != level:
            self.add_error("unit", f"この職のある{words}を選んでください。")
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "最後の日は、適用日以後にしてください。")
        elif starts and not self.errors and self._stands_already(cleaned):
            self.add_error(None, "同じ部署・種類・職の追加が、重なる期間にすでにあります。")
        return cleaned

    def _stands_already(self, cleaned: dict[str, Any]) -> bool:
        same = RouteStep.objects.filter(**{name: cleaned[name] for name in ("owner", "kind", "office", "unit")})
        open_or_later = Q(ends_on=None) | Q(ends_on__gte=cleaned["starts_on"])
        same = same.filter(open_or_later).exclude(pk=self.instance.pk)
        return (same.filter(starts_on__lte=cleaned["ends_on"]) if cleaned.get("ends_on") else same).exists()


def _known_year(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError("年を確かめてください。西暦4けたで入力します。")
    return day
