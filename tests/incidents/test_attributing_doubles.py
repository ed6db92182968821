"""Another account of a problem with doubles, of a suspension and of warnings that hang on it (第7)."""

from typing import Any

import pytest

from accounts.models import Account
from core.lifecycle.errors import Denied
from core.notifications.models import Message
from core.staff.offices import Office
from incidents.actions import merge_incident
from incidents.states import IncidentKind, IncidentState, StatementState
from incidents.suspending.actions import reinstate_account
from incidents.suspending.permissions import obstacles
from incidents.warning import warn_public
from publications.imitations.actions import edit_imitation
from tests.approvals.pages import a_world, ago, browser_of, text_of
from tests.factories import AT, everything
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.incidents import WITHOUT, a_statement, an_incident, task_of
from tests.factories.suspensions import suspended
from tests.incidents.test_attributing import attributed, foreign_account, told_since
from tests.incidents.test_warning import WARNING

pytestmark = pytest.mark.django_db
S, K = IncidentState, IncidentKind


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


@pytest.fixture
def other(world: OfficeWorld) -> Account:
    """Return an account of another section in another department."""
    return foreign_account(world)


def test_a_hijack_whose_double_was_of_the_same_account_stays(world: OfficeWorld, other: Account) -> None:
    account = an_account(world=world)
    double, target = (an_incident(world=world, kind=K.HIJACK, account=account) for _ in range(2))
    merge_incident(double, by=world.section_head, at=AT, merged_into=target)
    with pytest.raises(Denied, match="乗っ取りが統合されている") as refused:
        attributed(target, world, other)
    assert refused.value.field == "account"


@pytest.mark.parametrize("double", ["of another kind", "of no account"])
def test_a_hijack_may_be_of_another_account_whatever_else_was_merged_into_it(
    world: OfficeWorld, other: Account, double: str
) -> None:
    account, head = an_account(world=world), world.people[Office.PR_SECTION_HEAD]
    given = {"kind": K.FLAMING, "account": account} if double == "of another kind" else {"account": WITHOUT}
    merged = an_incident(world=world, **{"kind": K.HIJACK, **given})
    target = an_incident(world=world, kind=K.HIJACK, account=account)
    merge_incident(merged, by=head, at=AT, merged_into=target)
    assert attributed(target, world, other).account == other


def test_a_suspension_stays_without_the_problem_and_its_manager_may_end_it(world: OfficeWorld, other: Account) -> None:
    account = an_account(world=world)
    incident = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, account=account)
    suspended(account, by=world.section_head, incident=incident)
    assert [one.sentence for one in obstacles(account)] == ["一時停止のもとになった問題が、まだ収束していません。"]
    before = Message.objects.count()
    moved = attributed(incident, world, other, by=world.people[Office.PR_SECTION_HEAD])
    assert (moved.suspended_at, again(account).state, list(obstacles(account))) == (None, "suspended", [])
    [told] = [body for person, _, body, _ in told_since(before) if person == world.section_head.person]
    assert told.endswith("アカウントは一時停止のままです。アカウントの画面で、続けるか運用に戻すかを決めてください。")


def test_a_double_is_no_reason_of_the_suspension_either_and_its_course_says_so() -> None:
    world = a_world()
    account, when = an_account(world=world, when=ago(hours=3)), {"when": ago(hours=2)}
    given: dict[str, Any] = {"world": world, "kind": K.FLAMING, "account": account, **when}
    first, second, target = (an_incident(S.ACKNOWLEDGED, **given) for _ in range(3))
    elsewhere = an_account(world=world, account_name="合併に関わらない名前", when=ago(hours=3))
    of_other = an_incident(S.ACKNOWLEDGED, **{**given, "account": elsewhere})
    suspended(account, by=world.section_head, incident=first, **when)
    suspended(elsewhere, by=world.section_head, incident=of_other, **when)
    for double, into in ((first, second), (second, target), (of_other, target)):
        merge_incident(again(double), by=world.section_head, at=ago(minutes=50), merged_into=again(into))
    assert [one.sentence for one in obstacles(account)] == ["一時停止のもとになった問題が、まだ収束していません。"]
    before = Message.objects.count()
    head = world.people[Office.PR_SECTION_HEAD]
    browser: Any = browser_of(head)
    form = text_of(browser.get(f"/incidents/{target.pk}/account/"))
    assert "この問題と、統合した問題は、一時停止のもとではなくなります。" in form
    attributed(target, world, foreign_account(world, when=ago(hours=3)), by=head, at=ago(minutes=40))
    assert (again(first).suspended_at, list(obstacles(again(account)))) == (None, [])
    assert again(of_other).suspended_at is not None
    [told] = [body for person, _, body, _ in told_since(before) if person == world.section_head.person]
    assert told.endswith("アカウントは一時停止のままです。アカウントの画面で、続けるか運用に戻すかを決めてください。")
    browser = browser_of(world.section_head)
    page = text_of(browser.get(f"/incidents/{first.pk}/"))
    assert "アカウントの一時停止のもとではなくなった" in page
    reinstate_account(again(account), by=world.section_head, at=ago(minutes=30), done="確かめました。")
    assert again(account).state == "active"


def test_a_double_of_another_account_goes_on_to_silence_that_one(world: OfficeWorld, other: Account) -> None:
    account = an_account(world=world)
    double = an_incident(S.ACKNOWLEDGED, world=world, kind=K.FLAMING, account=account)
    target = an_incident(world=world, kind=K.FLAMING, account=WITHOUT)
    suspended(account, by=world.section_head, incident=double)
    head = world.people[Office.PR_SECTION_HEAD]
    merge_incident(again(double), by=head, at=AT, merged_into=target)
    attributed(target, world, other, by=head)
    assert [one.sentence for one in obstacles(account)] == ["一時停止のもとになった問題が、まだ収束していません。"]


def test_a_warning_of_a_double_that_names_the_former_account_is_put_right_first(
    world: OfficeWorld, other: Account
) -> None:
    account, keeper = an_account(world=world), world.people[Office.PR_SECTION_HEAD]
    double, target = (an_incident(S.ACKNOWLEDGED, world=world, account=account) for _ in range(2))
    warn_public(task_of(double, "list"), by=keeper, at=AT, **{**WARNING, "resembles": account})
    merge_incident(again(double), by=world.section_head, at=AT, merged_into=target)
    before = everything()
    with pytest.raises(Denied, match="公開の警告に、いまのアカウントに似せたもの"):
        attributed(target, world, other)
    assert everything() == before
    warning = again(double).imitation
    assert warning is not None
    edit_imitation(warning, by=keeper, at=AT, seen=None, **{**WARNING, "resembles": None})
    assert attributed(target, world, other).account == other


def test_the_page_says_why_no_other_account_can_be_chosen_now() -> None:
    world = a_world()
    incident = an_incident(S.ACKNOWLEDGED, world=world, when=ago(hours=1))
    a_statement(incident, world, StatementState.APPROVED, when=ago(minutes=30))
    browser: Any = browser_of(world.section_head)
    shown = browser.get(f"/incidents/{incident.pk}/account/")
    assert shown.status_code == 200
    assert "まだ発表していない文が1件あるので、アカウントを改められません。" in text_of(shown)
    assert ('name="reason"' in shown.content.decode(), "発表を記録するか、取りやめて" in text_of(shown)) == (
        False,
        True,
    )


@pytest.mark.parametrize("bound", ["hijack", "warning", "of a double"])
def test_what_binds_it_to_the_present_account_is_told_without_a_form_and_refused(bound: str) -> None:
    world = a_world()
    account, keeper = an_account(world=world, when=ago(hours=3)), world.people[Office.PR_SECTION_HEAD]
    kind = K.HIJACK if bound == "hijack" else K.IMPERSONATION
    given: dict[str, Any] = {"world": world, "kind": kind, "account": account, "when": ago(hours=2)}
    double, target = (an_incident(S.ACKNOWLEDGED, **given) for _ in range(2))
    if bound != "hijack":
        named = {**WARNING, "resembles": account}
        warn_public(task_of(double if bound == "of a double" else target, "list"), by=keeper, at=ago(hours=1), **named)
    merge_incident(again(double), by=world.section_head, at=ago(minutes=50), merged_into=again(target))
    browser: Any = browser_of(world.section_head)
    url = f"/incidents/{target.pk}/account/"
    assert 'name="reason"' not in browser.get(url).content.decode()
    typed = {"account": "none", "reason": "別のこと", "seen": again(target).fingerprint()}
    refused = browser.post(url, typed)
    assert (refused.status_code, again(target).account) == (200, account)
    assert refused.context["form"].errors.keys() == {"account"}
    assert "別のこと" in refused.content.decode()
