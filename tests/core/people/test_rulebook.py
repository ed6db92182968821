"""Guideline versions: read by all, drafted by some, adopted by 総合政策部長."""

from datetime import date
from typing import Any

import pytest

from core.rulebook.models import Version
from core.rulebook.parameters import PARAMETERS
from core.rulebook.queries import parameter
from core.staff.offices import Office
from scripts.bootstrap import ROOT
from tests.core.people.helpers import LONG_AGO, TODAY, YESTERDAY, as_holder, errors_of
from tests.factories.core import a_version

pytestmark = pytest.mark.django_db
DRAFTERS = {Office.POLICY_DIRECTOR, Office.PR_SECTION_HEAD, Office.ADMINISTRATOR}


def version_data(**values: Any) -> dict[str, Any]:
    """Return what the form of a version posts."""
    numbers = {f"p_{key}": one.default for key, one in PARAMETERS.items()}
    return {"title": "令和9年改正", "in_force_from": TODAY.isoformat(), "note": ""} | numbers | values


@pytest.mark.parametrize("office", list(Office))
def test_versions_are_read_by_all_and_drafted_by_some(office: Office) -> None:
    browser, version = as_holder(office), a_version(TODAY, adopted=False)

    assert browser.to("rulebook_list").status_code == 200
    assert browser.to("rulebook_detail", version.pk).status_code == 200
    assert browser.to("rulebook_create").status_code == (200 if office in DRAFTERS else 404)
    assert browser.to("rulebook_edit", version.pk).status_code == (200 if office in DRAFTERS else 404)


def test_draft_keeps_every_number() -> None:
    answer = as_holder(Office.PR_SECTION_HEAD).send("rulebook_create", **version_data(p_notice_months=2))

    made = Version.objects.get()
    assert answer["Location"] == f"/rulebook/{made.pk}/"
    assert (made.state, made.value("notice_months"), set(made.settings)) == ("draft", 2, set(PARAMETERS))


def test_draft_does_not_rule() -> None:
    as_holder(Office.PR_SECTION_HEAD).send("rulebook_create", **version_data(p_notice_months=2))

    assert parameter("notice_months", TODAY) == 1


@pytest.mark.parametrize("value", ["0", "13", "1.5", "", "一", "9" * 40])
def test_number_out_of_bounds_is_refused_at_the_field(value: str) -> None:
    answer = as_holder(Office.PR_SECTION_HEAD).send("rulebook_create", **version_data(p_notice_months=value))

    assert list(errors_of(answer)) == ["p_notice_months"]
    assert Version.objects.count() == 0


def test_minutes_to_the_next_proof_can_not_be_a_whole_day() -> None:
    answer = as_holder(Office.PR_SECTION_HEAD).send("rulebook_create", **version_data(p_reauthentication_minutes=121))

    assert errors_of(answer) == {"p_reauthentication_minutes": ["120以下にしてください。"]}
    assert Version.objects.count() == 0


def test_second_version_of_a_day_is_refused() -> None:
    a_version(TODAY)

    answer = as_holder(Office.PR_SECTION_HEAD).send("rulebook_create", **version_data())

    assert errors_of(answer) == {"in_force_from": ["同じ適用日の版があります。別の日にしてください。"]}


def test_new_draft_begins_with_the_ruling_numbers() -> None:
    a_version(LONG_AGO, settings={"notice_months": 3})

    form = as_holder(Office.PR_SECTION_HEAD).to("rulebook_create").context["form"]

    assert form["p_notice_months"].value() == 3


def test_adopted_version_rules() -> None:
    version = a_version(TODAY, adopted=False, settings={"notice_months": 2})

    answer = as_holder(Office.POLICY_DIRECTOR).send_seen("rulebook_adopt", version.pk)

    assert answer.status_code == 302
    assert parameter("notice_months", TODAY) == 2


def test_adopting_an_edited_draft_is_a_conflict() -> None:
    version, director = a_version(TODAY, adopted=False), as_holder(Office.POLICY_DIRECTOR)
    seen = director.to("rulebook_adopt", version.pk).context
    editor = as_holder(Office.PR_SECTION_HEAD)
    editor.send_seen("rulebook_edit", version.pk, **version_data(p_notice_months=12))

    answer = director.send("rulebook_adopt", version.pk, seen=seen["seen"], seen_version=seen["seen_version"])

    assert answer.status_code == 409
    assert [item["name"] for item in answer.context["items"]] == ["名称", "設定"]
    assert Version.objects.get().state == "draft"


@pytest.mark.parametrize("office", [Office.PR_SECTION_HEAD, Office.ADMINISTRATOR, Office.DEPUTY_MAYOR, Office.STAFF])
def test_adopting_by_another_office_is_refused_with_the_way_on(office: Office) -> None:
    version = a_version(TODAY, adopted=False)

    answer = as_holder(office).send("rulebook_adopt", version.pk, seen=version.fingerprint())

    assert answer.status_code == 403
    assert "総合政策部長に依頼してください。" in answer.content.decode()
    assert Version.objects.get().state == "draft"


def test_adopting_for_yesterday_is_refused() -> None:
    a_version(date(2014, 7, 1))
    version = a_version(YESTERDAY, adopted=False)

    answer = as_holder(Office.POLICY_DIRECTOR).send("rulebook_adopt", version.pk, seen=version.fingerprint())

    assert answer.status_code == 403
    assert Version.objects.get(pk=version.pk).state == "draft"


def test_adopted_version_is_not_edited() -> None:
    version = a_version(TODAY)

    answer = as_holder(Office.PR_SECTION_HEAD).send("rulebook_edit", version.pk, **version_data())

    assert answer.status_code == 403
    assert Version.objects.get().title == version.title


def test_numbers_that_no_rule_reads_are_marked() -> None:
    shown = as_holder(Office.STAFF).to("rulebook_list").content.decode()

    unread = [key for key, parameter in PARAMETERS.items() if not parameter.used]
    assert shown.count("この版ではまだ使いません") == len(unread)
    assert "later_report_target_days" in unread


@pytest.mark.parametrize("key", list(PARAMETERS))
def test_number_is_marked_as_read_exactly_when_code_reads_it(key: str) -> None:
    packages = ("core", "accounts", "policies", "publications", "approvals", "incidents", "dashboard")
    sources = [path for package in packages for path in (ROOT / package).rglob("*.py") if path.name != "parameters.py"]

    read = any(f'"{key}"' in path.read_text(encoding="utf-8") for path in sources)

    assert PARAMETERS[key].used is read
