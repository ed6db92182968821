"""The first people of a new city: entered once, able to sign in, two at least."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.audit.verifier import faults
from core.periods.clock import japan_date, now
from core.staff.authority import capacities
from core.staff.models import Person
from core.staff.offices import Office
from tests.factories.core import a_person

pytestmark = pytest.mark.django_db
TWO = ["--administrator", "100001:小川 景", "--administrator", "100002:大和田 凛"]


def found(*administrators: str) -> list[str]:
    out = StringIO()
    call_command("found_city", "--department", "総務部", "--symbol", "総務", *administrators, stdout=out)
    return out.getvalue().splitlines()


def test_founded_administrators_can_sign_in() -> None:
    number, _, password = found(*TWO)[0].partition(": ")

    answer = Client().post(reverse("people:signin"), {"staff_number": number, "password": password})

    assert answer.status_code == 302
    assert set(Person.objects.values_list("must_change_password", flat=True)) == {True}
    assert list(faults()) == []
    assert [c.office for p in Person.objects.all() for c in capacities(p, japan_date(now()))] == [
        Office.ADMINISTRATOR,
        Office.ADMINISTRATOR,
    ]


@pytest.mark.parametrize("administrators", [TWO[:2], [*TWO[:2], *TWO[:2]], ["--administrator", "小川 景"]])
def test_founding_without_two_administrators_is_refused(administrators: list[str]) -> None:
    with pytest.raises(CommandError):
        found(*administrators)

    assert not Person.objects.exists()


def test_founding_where_people_exist_is_refused() -> None:
    a_person()

    with pytest.raises(CommandError):
        found(*TWO)

    assert Person.objects.count() == 1
