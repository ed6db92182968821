"""The generic screens of master data, with a declaration of the test's own."""

from typing import Any

import pytest
from django.urls import reverse

from core.staff.models import Unit, UnitLevel
from core.staff.offices import Office
from tests.core.people.helpers import administrator, as_holder
from tests.factories.core import a_unit

pytestmark = pytest.mark.django_db
DEFAULT_READERS = {Office.ADMINISTRATOR, Office.AUDITOR, Office.PERSONNEL_OFFICER}


@pytest.fixture(autouse=True)
def view_addresses(addresses: None, settings: Any) -> None:
    """Use the pages of `view_urls`."""
    settings.ROOT_URLCONF = "tests.core.lifecycle.view_urls"


@pytest.mark.parametrize("office", list(Office))
def test_screens_exist_for_readers_and_forms_for_editors(office: Office) -> None:
    browser, unit = as_holder(office), a_unit()
    read = 200 if office in DEFAULT_READERS else 404
    edit = 200 if office == Office.ADMINISTRATOR else 404

    assert browser.get(reverse("trial:unit_list")).status_code == read
    assert browser.get(reverse("trial:unit_edit", args=[unit.pk])).status_code == read
    assert browser.get(reverse("trial:unit_create")).status_code == edit
    assert browser.post(reverse("trial:unit_edit", args=[unit.pk]), {"name": ""}).status_code == edit


def test_list_shows_the_columns_in_words() -> None:
    browser = administrator()
    Unit.objects.count()

    rows = browser.get(reverse("trial:unit_list")).context["rows"]

    assert [(row["first"], row["rest"]) for row in rows] == [
        (("名称", "総合政策部"), [("区分", "部等")]),
        (("名称", "観光振興課"), [("区分", "課等")]),
    ]


def test_list_goes_through_equal_names_without_loss() -> None:
    browser = administrator()
    for _ in range(60):
        a_unit(UnitLevel.DEPARTMENT, "同じ名の部")

    url, seen, cursor = reverse("trial:unit_list"), [], None
    for _ in range(3):
        page = browser.get(url, {"cursor": cursor} if cursor else {}).context
        seen += [row["url"] for row in page["rows"]]
        cursor = page["shown"].next
        if cursor is None:
            break

    assert (len(seen), len(set(seen))) == (62, 62)


def test_edit_page_shows_the_history_and_saves() -> None:
    browser, unit = administrator(), a_unit(name="観光振興課")
    url = reverse("trial:unit_edit", args=[unit.pk])
    shown = browser.get(url).context

    answer = browser.post(url, {"name": "観光交流課", "seen": shown["seen"], "seen_version": shown["seen_version"]})

    assert [entry["what"] for entry in shown["history"]] == ["部署を作成した"]
    assert answer["Location"] == url
    assert Unit.objects.get(pk=unit.pk).name == "観光交流課"
