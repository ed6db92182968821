"""A record made of a row is the record that Django makes of it."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init

from accounts.models import Account
from core.reading import record_of
from core.staff.models import Unit
from tests.factories.core import a_unit

MODELS = [model for model in apps.get_models() if not model.__module__.startswith("django.contrib.contenttypes")]


def columns(record: models.Model) -> tuple[dict[str, Any], Any, Any]:
    """Return what a record holds, and what it knows of where it is from."""
    held = dict(vars(record))
    state = held.pop("_state")
    return held, state.adding, state.db


def values_of(model: type[models.Model]) -> tuple[list[str], list[Any]]:
    fields = model._meta.concrete_fields
    return [field.attname for field in fields], [field.get_default() for field in fields]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_record_of_a_row_is_what_django_makes_of_it(model: type[models.Model]) -> None:
    names, values = values_of(model)
    assert columns(record_of(model, names, values)) == columns(model.from_db("default", names, values))


def test_columns_may_come_in_any_order_also_where_the_model_makes_its_records() -> None:
    names, values = values_of(Account)
    backwards: Account = record_of(Account, names[::-1], values[::-1])
    assert columns(backwards) == columns(Account.from_db("default", names, values))


@pytest.mark.django_db
def test_column_that_was_not_read_is_read_when_it_is_asked_for() -> None:
    unit = a_unit(name="広報課")
    partial: Unit = record_of(Unit, ["id"], [unit.pk])
    assert partial.get_deferred_fields() == {field.attname for field in Unit._meta.concrete_fields} - {"id"}
    assert partial.name == "広報課"
    assert partial == unit


def test_who_listens_for_new_records_hears_of_them() -> None:
    heard: list[Any] = []

    def hear(instance: Any, **_: Any) -> None:
        heard.append(instance)

    names, values = values_of(Unit)
    post_init.connect(hear, sender=Unit)
    try:
        made = record_of(Unit, names, values)
    finally:
        post_init.disconnect(hear, sender=Unit)
    assert heard == [made]


def test_values_without_a_column_are_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        record_of(Unit, ["id"], [1, 2])
