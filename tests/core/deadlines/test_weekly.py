"""The weekly word of what was decided in whose name: once a person and week, whenever it runs."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.moves.decision import CONSENT, PERMIT
from core.deadlines.models import WeekTold
from core.deadlines.tasks import tell_weeks as task
from core.deadlines.weekly import tell_weeks
from core.lifecycle.act import create, perform
from core.notifications.models import Message, OutboxMail
from core.people.moves import ADOPT_VERSION
from core.rulebook.models import Version
from core.staff.models import Person
from core.staff.offices import Office
from tests.factories import AT, ON, a_person, an_actor, at_nine, everything
from tests.factories.approvals import OfficeWorld, a_deputy, a_request, an_account, an_office_world, decide

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
"""The Monday after the week of the tests."""
NEXT = at_nine(MONDAY)
SPAN = "(11月23日(月)から11月29日(日)まで)"


@pytest.fixture(autouse=True)
def addresses(settings: Any) -> None:
    """Keep the project's own addresses: requests lead to their pages."""
    settings.ROOT_URLCONF = "iwaki_sm.urls"


@pytest.fixture
def world() -> OfficeWorld:
    """Make a city that nobody has told anything yet."""
    made = an_office_world()
    Message.objects.all().delete()
    OutboxMail.objects.all().delete()
    return made


def told(person: Person | None, start: str = "") -> list[Message]:
    return [m for m in Message.objects.filter(person=person).order_by("pk") if m.key.startswith(f"week:{start}")]


def titles(person: Person | None) -> list[str]:
    return [message.title for message in told(person)]


def lines(person: Person | None) -> list[str]:
    (message,) = told(person)
    return message.body.splitlines()


def test_holder_is_told_of_own_decisions_by_message_and_mail(world: OfficeWorld) -> None:
    request = a_request(world=world, decided=1)
    head = world.section_head.person

    tell_weeks(NEXT)

    assert titles(head) == [f"あなたの名で決まったこと:1件{SPAN}"]
    about = f"{request.document_number} {request.title}"
    assert head is not None
    assert lines(head)[:2] == [
        "自分で決めたもの(1件)",
        f"・11月24日(火) 回議した:{about} {head.name}({world.section_head.label})",
    ]
    assert [m.to for m in OutboxMail.objects.filter(key__startswith="week:", person=head)] == [head.email]


def test_principal_is_told_of_what_the_deputy_decided(world: OfficeWorld) -> None:
    deputy, principal = a_deputy(world.section_head), world.section_head.person
    decide(a_request(world=world), CONSENT, deputy)

    tell_weeks(NEXT)

    assert lines(principal)[0] == "代決者があなたに代わって決めたもの(1件)"
    assert lines(deputy.person)[0] == "自分で決めたもの(1件)"


def test_holder_is_told_of_what_another_did_in_the_same_office(world: OfficeWorld) -> None:
    """Somebody got hold of the office: its holder sees decisions he or she never made."""
    intruder = an_actor(Office.SECTION_HEAD, world.section, a_person("知らない 人"))
    decide(a_request(world=world), CONSENT, intruder)

    tell_weeks(NEXT)

    first, line, *_, last = lines(world.section_head.person)
    assert first == "同じ職のほかの人が決めたもの(1件)"
    assert "知らない 人" in line
    assert last == "身に覚えのないものがあるときは、すぐに監査担当とシステム管理者に連絡してください。"


def test_nobody_is_told_of_nothing(world: OfficeWorld) -> None:
    a_request(world=world)

    assert tell_weeks(NEXT) == 1
    assert Message.objects.filter(key__startswith="week:").count() == 0


def test_auditors_are_told_of_what_its_author_settled(world: OfficeWorld) -> None:
    director = world.policy_director
    version = create(Version, by=director, at=AT, title="改正版", in_force_from=ON + timedelta(days=30))
    perform(version, ADOPT_VERSION, by=director, at=AT, seen=version.fingerprint())

    tell_weeks(NEXT)

    assert titles(world.people[Office.AUDITOR].person) == [f"自己決定:1件{SPAN}"]
    assert lines(director.person)[1].endswith("、自己決定")


def test_permissions_are_never_self_settled(world: OfficeWorld) -> None:
    an_account(world=world)

    tell_weeks(NEXT)

    assert titles(world.people[Office.AUDITOR].person) == []
    assert titles(world.policy_director.person) == [f"あなたの名で決まったこと:1件{SPAN}"]
    assert titles(world.section_head.person) == [f"あなたの名で決まったこと:2件{SPAN}"]


def test_second_run_tells_nothing_more(world: OfficeWorld) -> None:
    a_request(world=world, decided=1)
    tell_weeks(NEXT)
    before = everything()

    assert tell_weeks(NEXT + timedelta(hours=1)) == 0
    assert tell_weeks(NEXT + timedelta(days=6)) == 0
    assert everything() == before


def test_week_under_way_is_not_told(world: OfficeWorld) -> None:
    a_request(world=world, decided=1)

    tell_weeks(at_nine(date(2026, 11, 29)))

    assert titles(world.section_head.person) == []
    assert list(WeekTold.objects.values_list("monday", flat=True)) == [date(2026, 11, 16)]


def test_missed_mondays_are_made_up_for_week_by_week(world: OfficeWorld) -> None:
    tell_weeks(AT)
    request = a_request(world=world, decided=1)
    decide(request, PERMIT, world.department_head, when=at_nine(date(2026, 12, 1)))

    assert tell_weeks(at_nine(date(2026, 12, 16))) == 3
    assert [m.key.split(":")[1] for m in told(world.section_head.person)] == ["2026-11-23"]
    assert [m.key.split(":")[1] for m in told(world.department_head.person)] == ["2026-11-30"]


def test_very_long_silence_is_made_up_for_in_eight_weeks(world: OfficeWorld) -> None:
    tell_weeks(AT)

    assert tell_weeks(AT + timedelta(weeks=30)) == 8


def test_sunday_night_in_japan_belongs_to_its_week(world: OfficeWorld) -> None:
    late = at_nine(MONDAY) - timedelta(hours=9, seconds=1)
    decide(a_request(world=world, when=late), CONSENT, world.section_head, when=late)

    tell_weeks(NEXT)

    assert titles(world.section_head.person) == [f"あなたの名で決まったこと:1件{SPAN}"]


def test_long_week_lists_thirty_and_counts_the_rest(world: OfficeWorld) -> None:
    version = create(Version, by=world.policy_director, at=AT, title="版", in_force_from=ON)
    made = [
        create(Version, by=world.policy_director, at=AT, title=str(n), in_force_from=ON + timedelta(days=n))
        for n in range(1, 32)
    ]
    for one in [version, *made]:
        perform(one, ADOPT_VERSION, by=world.policy_director, at=AT, seen=one.fingerprint())

    tell_weeks(NEXT)

    body = lines(world.policy_director.person)
    assert (body[0], body[31], len(body)) == ("自分で決めたもの(32件)", "・ほか2件", 33)


def test_queries_do_not_grow_with_the_decisions(world: OfficeWorld) -> None:
    a_request(world=world, decided=1)
    with CaptureQueriesContext(connection) as one:
        tell_weeks(NEXT)
    for _ in range(3):
        decide(a_request(world=world, when=NEXT), CONSENT, world.section_head, when=NEXT)
    with CaptureQueriesContext(connection) as three:
        tell_weeks(NEXT + timedelta(weeks=1))

    assert len(three) == len(one)


def test_task_tells_of_the_last_full_week(world: OfficeWorld) -> None:
    task()

    assert WeekTold.objects.count() == 1
