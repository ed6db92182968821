"""Drift between operators and permissions: found both ways, told once a day to administrators and auditors."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission

from accounts.models import Account, AccountGrant, Operator
from accounts.operators import OPERATE, add_operator, end_operator
from accounts.reconciliation import EXCESS, MISSING, Drift, drift, report_drift
from accounts.tasks import reconcile_grants
from core.audit.models import Event
from core.lifecycle.act import acting, create
from core.lifecycle.actor import SYSTEM
from core.lifecycle.trails import facts_of
from core.notifications.models import Message
from core.periods.clock import now
from core.staff.grants import grant, revoke
from core.staff.models import Person
from core.staff.offices import Office
from tests.factories import AT, ON, a_person, a_unit, an_appointment, at_nine, everything
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def account() -> Account:
    return create(Account, by=SYSTEM, at=AT, platform=a_platform(), name="いわき", section=a_unit())


@pytest.fixture
def told() -> dict[Office, Person]:
    offices = (Office.ADMINISTRATOR, Office.AUDITOR, Office.STAFF)
    return {office: an_appointment(office=office).person for office in offices}


def an_operator(account: Account, starts_on: date = ON) -> Operator:
    with acting(by=SYSTEM, at=AT) as act:
        return add_operator(act, account, a_person(), "drafts_only", "", starts_on)


def test_record_and_permission_together_are_no_drift(account: Account) -> None:
    an_operator(account)
    assert drift(ON) == []


def test_record_without_permission(account: Account) -> None:
    operator, _ = an_operator(account), an_operator(account)
    revoke(OPERATE, operator.person, account)
    assert drift(ON) == [Drift(account, operator.person, MISSING)]


def test_permission_without_record(account: Account) -> None:
    an_operator(account)
    stranger = a_person()
    grant(OPERATE, stranger, account)
    assert drift(ON) == [Drift(account, stranger, EXCESS)]


def test_record_on_one_account_covers_no_permission_on_another(account: Account) -> None:
    operator = an_operator(account)
    other = create(Account, by=SYSTEM, at=AT, platform=account.platform, name="別", section=account.section)
    grant(OPERATE, operator.person, other)
    assert drift(ON) == [Drift(other, operator.person, EXCESS)]


def test_another_permission_is_strange(account: Account) -> None:
    operator = an_operator(account)
    strange = Permission.objects.get(codename="change_account")
    AccountGrant.objects.create(user=operator.person, permission=strange, content_object=account)
    assert drift(ON) == [Drift(account, operator.person, EXCESS)]


@pytest.mark.parametrize("ends_on", [ON - DAY, ON, ON + DAY])
def test_record_that_was_ended_by_its_act_is_no_drift(account: Account, ends_on: date) -> None:
    operator = an_operator(account, ON - 2 * DAY)
    with acting(by=SYSTEM, at=AT) as act:
        end_operator(act, operator, ends_on)
    assert [drift(on) for on in (ON - DAY, ON, ON + DAY)] == [[], [], []]


def test_permission_that_outlives_its_record(account: Account) -> None:
    operator = an_operator(account)
    with acting(by=SYSTEM, at=AT) as act:
        act.edit(operator, ends_on=ON)
    assert [drift(ON), drift(ON + DAY)] == [[], [Drift(account, operator.person, EXCESS)]]


def test_record_that_has_not_begun_needs_no_permission_yet(account: Account) -> None:
    operator = an_operator(account, ON + DAY)
    assert drift(ON) == []
    revoke(OPERATE, operator.person, account)
    assert [drift(ON), drift(ON + DAY)] == [[], [Drift(account, operator.person, MISSING)]]


def test_without_drift_nothing_is_written(account: Account, told: dict[Office, Person]) -> None:
    an_operator(account)
    before = everything()
    assert (report_drift(AT), everything()) == ([], before)


def test_drift_is_told_to_administrators_and_auditors(account: Account, told: dict[Office, Person]) -> None:
    operator, stranger = an_operator(account), a_person("髙橋 一")
    revoke(OPERATE, operator.person, account)
    grant(OPERATE, stranger, account)
    report_drift(AT)
    messages = Message.objects.order_by("person")
    assert {message.person for message in messages} == {told[Office.ADMINISTRATOR], told[Office.AUDITOR]}
    assert {message.title for message in messages} == {"運用担当の記録と権限が2件食い違っています"}
    assert messages[0].body.splitlines() == [
        f"・X「いわき」の{operator.person.name}さん:運用担当として記録されていますが、運用の権限がありません",
        "・X「いわき」の髙橋 一さん:運用の権限がありますが、運用担当の記録がありません",
        "運用する部署に事情を確かめ、運用担当の記録に合わせて権限を直してください。",
    ]


def test_drift_stands_in_the_trail_with_what_was_found(account: Account) -> None:
    stranger = a_person()
    grant(OPERATE, stranger, account)
    report_drift(AT)
    event = Event.objects.get(move="reconciliation")
    assert (event.office, event.label) == ("system", "運用担当と権限の食い違いを見つけた")
    assert facts_of(event)["found"] == [{"account": account.stream, "person": stranger.stream, "words": EXCESS}]


def test_drift_is_told_once_a_day_while_it_lasts(account: Account, told: dict[Office, Person]) -> None:
    stranger = a_person()
    grant(OPERATE, stranger, account)
    for at in (AT, AT + timedelta(hours=1), at_nine(ON + DAY)):
        report_drift(at)
    revoke(OPERATE, stranger, account)
    report_drift(at_nine(ON + 2 * DAY))
    assert [Event.objects.filter(move="reconciliation").count(), Message.objects.count()] == [2, 4]


def test_long_report_says_how_many_more(account: Account, told: dict[Office, Person]) -> None:
    for _ in range(22):
        grant(OPERATE, a_person(), account)
    report_drift(AT)
    body = Message.objects.all()[0].body.splitlines()
    assert (len(body), body[20]) == (22, "ほか2件")


def test_task_reports_what_differs_now(account: Account) -> None:
    grant(OPERATE, a_person(), account)
    since = now()
    reconcile_grants()
    assert Event.objects.filter(move="reconciliation", at__gte=since).count() == 1
