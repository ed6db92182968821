"""The base record: nobody writes past the lifecycle; equal content gives equal digests."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from core.records import (
    Record,
    WrittenOutsideLifecycleError,
    canonical_json,
    digest_of,
    is_writing,
    short_code,
    writing,
)
from core.staff.models import OfficeTitle, Person, Unit
from tests.factories import AT, a_person, a_unit

scalars = st.none() | st.booleans() | st.integers() | st.text()
mappings = st.dictionaries(st.text(), scalars | st.lists(scalars))


COMPARED = {"url_key", "handle_key"}
"""Columns of accounts that only comparisons read."""


def test_every_column_of_a_record_has_a_label_of_its_own() -> None:
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    fields = [field for model in records for field in model._meta.concrete_fields if not field.primary_key]

    bare = [str(field) for field in fields if field.verbose_name == field.name.replace("_", " ")]
    assert [name for name in bare if name.rpartition(".")[2] not in COMPARED] == []


@pytest.mark.django_db
def test_save_outside_of_an_act_is_refused() -> None:
    title = OfficeTitle(office="staff", title="職員", starts_on=date(2026, 4, 1))
    with pytest.raises(WrittenOutsideLifecycleError, match=r"staff\.OfficeTitle"):
        title.save()
    assert OfficeTitle.objects.count() == 0


@pytest.mark.django_db
def test_objects_create_outside_of_an_act_is_refused() -> None:
    with pytest.raises(WrittenOutsideLifecycleError):
        Unit.objects.create(name="総務部", level="department", starts_on=date(2026, 4, 1))
    assert Unit.objects.count() == 0


@pytest.mark.django_db
def test_saving_a_stored_record_after_its_act_is_refused() -> None:
    person = a_person("月岡 修")
    person.name = "月岡 治"
    with pytest.raises(WrittenOutsideLifecycleError):
        person.save()
    assert Person.objects.get().name == "月岡 修"


@pytest.mark.django_db
def test_delete_is_refused_inside_of_an_act_too() -> None:
    unit = a_unit("department")
    with writing(), pytest.raises(WrittenOutsideLifecycleError, match="never deleted"):
        unit.delete()
    assert Unit.objects.filter(pk=unit.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [["password"], ["password", "name"]])
def test_saving_a_person_past_an_act_is_refused(fields: list[str]) -> None:
    person = a_person()
    with pytest.raises(WrittenOutsideLifecycleError):
        person.save(update_fields=fields)


def test_writing_ends_with_its_block_even_after_a_failure() -> None:
    def fail() -> None:
        with writing():
            assert is_writing()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not is_writing()


def test_writing_inside_of_writing_stays_open_until_the_outer_ends() -> None:
    with writing():
        with writing():
            pass
        assert is_writing()
    assert not is_writing()


@pytest.mark.django_db
def test_columns_leave_out_key_version_and_hidden_values() -> None:
    person = a_person(password="correct horse battery staple")
    assert sorted(person.columns()) == ["email", "is_active", "kana", "mail_choice", "name", "staff_number", "title"]


@isolate_apps("tests")
def test_columns_name_a_file_instead_of_reading_it() -> None:
    class Paper(Record):
        file = models.FileField()

        class Meta:
            app_label = "tests"

    assert Paper(file="papers/1.pdf").columns() == {"file": "papers/1.pdf"}
    assert Paper().columns() == {"file": ""}


@pytest.mark.django_db
def test_fingerprint_changes_with_content_and_with_version() -> None:
    person = a_person("月岡 修")
    renamed = edit(person, by=SYSTEM, at=AT, name="月岡 治")
    back = edit(renamed, by=SYSTEM, at=AT, name="月岡 修")
    assert len({person.fingerprint(), renamed.fingerprint(), back.fingerprint()}) == 3
    assert Person.objects.get().fingerprint() == back.fingerprint()


@pytest.mark.django_db
def test_stream_names_label_and_key() -> None:
    person = a_person()
    assert person.stream == f"staff.person:{person.pk}"


@given(mappings)
def test_digest_does_not_depend_on_the_order_of_keys(value: dict[str, Any]) -> None:
    turned = dict(reversed(list(value.items())))
    assert digest_of(turned) == digest_of(value)


@given(mappings, mappings)
def test_canonical_json_is_equal_only_for_equal_content(one: dict[str, Any], other: dict[str, Any]) -> None:
    same = repr(sorted(one.items())) == repr(sorted(other.items()))
    assert (canonical_json(one) == canonical_json(other)) == same


def test_canonical_json_keeps_japanese_and_has_no_blanks() -> None:
    assert canonical_json({"い": [1, None], "あ": date(2026, 11, 24)}) == '{"あ":"2026-11-24","い":[1,null]}'


def test_short_code_shows_eight_digits_in_two_groups() -> None:
    assert short_code("7f3a91c2" + "0" * 56) == "7F3A-91C2"
