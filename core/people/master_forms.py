"""Input of persons, units and titles of offices, with what must hold among the values of one record."""

from typing import Any

from django import forms

from core.people.choices import UnitChoiceField
from core.staff.models import OfficeTitle, Person, Unit, UnitLevel
from core.staff.sites import SiteRefused, site_of
from core.ui.forms import UiModelForm

PARENT_LEVEL = {UnitLevel.SECTION: UnitLevel.DEPARTMENT, UnitLevel.GROUP: UnitLevel.SECTION}


class PersonForm(UiModelForm):
    """A person; the number does not change, because old papers name it."""

    class Meta:
        model = Person
        fields = ["staff_number", "name", "kana", "title", "email", "is_active"]
        help_texts = {"is_active": "退職したときは外します。外すと、次の操作からサインアウトされます。"}
        error_messages = {"staff_number": {"unique": "この職員番号はすでに登録されています。番号を確かめてください。"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["staff_number"].disabled = True


class UnitForm(UiModelForm):
    """A unit of the tree; one that ends names its successor, so that no open work is left without a home."""

    class Meta:
        model = Unit
        fields = ["name", "symbol", "level", "parent", "site", "starts_on", "ends_on", "successor"]
        field_classes = {"parent": UnitChoiceField, "successor": UnitChoiceField}
        help_texts = {
            "parent": "課等は部等を、係は課等を選びます。部等は空けておきます。",
            "site": "市ホームページの中で、この部署のページがまとまっている場所の入口です。"
            "アカウントのページは、この中に載せます。空けておくと、上位の部署のものを使います。第4-4-(1)",
            "successor": "廃止日を入れるときに選びます。アカウントと進行中の仕事を引き継ぎます。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["level"].disabled = True
        others = Unit.objects.exclude(pk=self.instance.pk).select_related("parent__parent").order_by("name", "pk")
        for name, choices in (("parent", others.exclude(level=UnitLevel.GROUP)), ("successor", others)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices

    def clean_site(self) -> str:
        """Take the address in its one form."""
        site: str = self.cleaned_data["site"]
        try:
            return site_of(site) if site else ""
        except SiteRefused as refused:
            raise forms.ValidationError(refused.reason) from None

    def clean(self) -> Any:
        """Hold level, parent, dates and successor together."""
        cleaned = super().clean() or self.cleaned_data
        self._check_level(cleaned)
        self._check_end(cleaned)
        return cleaned

    def _check_level(self, cleaned: dict[str, Any]) -> None:
        level, parent = cleaned.get("level"), cleaned.get("parent")
        if level == UnitLevel.DEPARTMENT:
            if parent is not None:
                self.add_error("parent", "部等に上位の部署はありません。空けておいてください。")
            if not cleaned.get("symbol") and "symbol" not in self.errors:
                self.add_error("symbol", "部等には文書記号が必要です。文書番号に使います。第4-1-(2)")
        elif level and "parent" not in self.errors:
            wanted = PARENT_LEVEL[UnitLevel(level)]
            if parent is None or parent.level != wanted:
                self.add_error("parent", f"上位の{wanted.label}を選んでください。")

    def _check_end(self, cleaned: dict[str, Any]) -> None:
        starts, ends, successor = cleaned.get("starts_on"), cleaned.get("ends_on"), cleaned.get("successor")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "廃止日は、設置日以後にしてください。")
        if ends and successor is None and cleaned.get("level") != UnitLevel.GROUP and "successor" not in self.errors:
            self.add_error("successor", "引き継ぐ部署を選んでください。アカウントと進行中の仕事が残るためです。")
        if successor is not None and ends is None and "ends_on" not in self.errors:
            self.add_error("ends_on", "引き継ぐ部署を選んだときは、廃止日を入力してください。")
        if successor is not None and self._leads_back(successor):
            self.add_error("successor", "引き継ぎ先をたどると、この部署に戻ります。別の部署を選んでください。")
        elif successor is not None and ends and successor.ends_on is not None and successor.ends_on <= ends:
            self.add_error("successor", "その部署も同じ日までに廃止されます。続く部署を選んでください。")

    def _leads_back(self, successor: Unit) -> bool:
        seen: set[int] = set()
        unit: Unit | None = successor
        while unit is not None and unit.pk not in seen:
            if unit.pk == self.instance.pk:
                return True
            seen.add(unit.pk)
            unit = unit.successor
        return False


class OfficeTitleForm(UiModelForm):
    """The title of an office from a day on."""

    class Meta:
        model = OfficeTitle
        fields = ["office", "title", "starts_on"]
        error_messages = {
            "__all__": {"unique_together": "同じ職と適用日の名称が、すでに登録されています。"},
        }
