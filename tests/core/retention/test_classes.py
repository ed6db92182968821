"""Every kind of record has exactly one class of retention, and what the classes name exists."""

import pytest
from django.apps import apps

from core.keeping import ForYears, Permanent, Within
from core.records import Record
from core.retention.classes import NOTED, classes_on
from core.retention.dossiers import kinds
from core.rulebook.parameters import PARAMETERS
from tests.factories import ON, a_version

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def test_every_record_declares_its_class() -> None:
    declared = {model._meta.label: getattr(model, "retention", None) for model in RECORDS}
    without = [label for label, kept in declared.items() if not isinstance(kept, ForYears | Permanent | Within)]
    assert without == []


def test_what_is_kept_for_years_begins_a_known_kind_of_matter() -> None:
    beginning = {model for model in RECORDS if isinstance(model.retention, ForYears)}
    assert {kind.model for kind in kinds()} == beginning
    terms = {term for model in beginning for term in model.retention.terms}  # type: ignore[union-attr]  # none is permanent
    assert terms - set(PARAMETERS) == set()


def test_what_is_kept_within_a_matter_names_one_that_exists() -> None:
    named = {model.retention.matter for model in RECORDS if isinstance(model.retention, Within)}
    assert named == {"", *(kind.code for kind in kinds())}


@pytest.mark.django_db
def test_page_of_classes_lists_every_kind_with_the_years_of_the_rulebook() -> None:
    a_version(settings={"keep_permitted_years": 30})
    lines = [(line.kind, line.period) for line in classes_on(ON)]
    records = {str(model._meta.verbose_name) for model in RECORDS}
    assert {kind for kind, _ in lines} == {NOTED, *records, "保存した絞り込み", "掲載の確認"}
    assert (NOTED, "永久") in lines
    assert [period for kind, period in lines if kind == "起案"] == ["30年", "5年"]
    assert [period for kind, period in lines if kind in {"任用", "義務", "届出"}] == [
        "起案と同じ",
        "生じさせた記録と同じ",
        "永久",
    ]
