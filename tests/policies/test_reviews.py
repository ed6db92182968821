"""Reviews: those the clock asks for, those an office calls for, in batches that a kill does no harm."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from accounts.models import Account
from accounts.states import AccountState
from core.audit.models import Event
from core.deadlines.models import Obligation, Telling
from core.deadlines.sweep import sweep
from core.lifecycle.actor import SYSTEM, Actor
from core.lifecycle.errors import Denied, ProofNeeded
from core.lifecycle.proof import proved
from core.notifications.models import Message
from core.staff.offices import Office
from policies import calls
from policies.actions import first_words
from policies.calling import call_reviews
from policies.calls import AHEAD, carry_all, carry_batch
from policies.models import ReviewCall
from policies.permissions import calls_visible_to
from policies.states import PolicyState
from policies.tasks import carry_reviews
from tests.approvals.attempts import outcome
from tests.factories import AT, ON, at_nine, everything
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account, an_office_world
from tests.factories.drafts import a_platform
from tests.factories.policies import a_version, first_version, kept, published, settled

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEXT_YEAR = date(2027, 11, 24)


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def reviews(account: Account, rule: str = "review") -> list[tuple[str, date | None, str]]:
    """Return state, date and occurrence of the reviews about an account."""
    found = Obligation.objects.filter(about=account.stream, rule=f"policies.{rule}").order_by("pk")
    return list(found.values_list("state", "due_on", "occurrence"))


def days_before(day: date, count: int) -> datetime:
    return at_nine(day - count * DAY)


def test_review_waits_from_some_weeks_before_its_day_and_once(world: OfficeWorld) -> None:
    policy = published(first_version(an_account(world=world)), world)
    opened = [carry_all(days_before(NEXT_YEAR, AHEAD.days + more)) for more in (1, 0, 0)]
    assert opened == [0, 1, 0]
    assert reviews(policy.account) == [("open", NEXT_YEAR, "1.2026-11-24")]
    duty = Obligation.objects.get(rule="policies.review")
    assert (duty.endeavour, duty.debtor_office, duty.link_name, duty.link_pk) == (
        True,
        "section_head",
        "policies:policy_detail",
        policy.pk,
    )
    assert Telling.objects.get(obligation=duty).next_on == NEXT_YEAR - 30 * DAY


def test_missed_days_change_nothing_but_the_time(world: OfficeWorld) -> None:
    policy = published(first_version(an_account(world=world)), world)
    assert carry_all(at_nine(NEXT_YEAR + 100 * DAY)) == 1
    assert reviews(policy.account) == [("open", NEXT_YEAR, "1.2026-11-24")]


def test_reminder_reaches_the_manager_thirty_days_before(world: OfficeWorld) -> None:
    policy = published(first_version(an_account(world=world)), world)
    carry_all(days_before(NEXT_YEAR, AHEAD.days))
    sweep(days_before(NEXT_YEAR, 31))
    about = Message.objects.filter(link_name="policies:policy_detail", link_pk=policy.pk, digest_part__isnull=False)
    assert about.count() == 0
    sweep(days_before(NEXT_YEAR, 30))
    assert [message.person for message in about] == [world.section_head.person]


def test_a_version_that_is_not_out_is_published_before_it_is_left_as_it_is(world: OfficeWorld) -> None:
    policy, before = first_version(an_account(world=world)), everything()
    with pytest.raises(Denied, match="まだ掲載していない版") as refused:
        kept(policy, world)
    assert (refused.value.way, everything()) == ("先に、掲載して記録してください。", before)


def test_review_without_change_ends_it_and_the_next_waits_a_year_later(world: OfficeWorld) -> None:
    policy = published(first_version(an_account(world=world)), world)
    carry_all(at_nine(NEXT_YEAR))
    kept(again(policy), world, when=at_nine(NEXT_YEAR))
    assert [state for state, _, _ in reviews(policy.account)] == ["fulfilled"]
    assert carry_all(at_nine(NEXT_YEAR + 30 * DAY)) == 0
    carry_all(at_nine(date(2028, 11, 24)))
    assert reviews(policy.account)[1:] == [("open", date(2028, 11, 24), "1.2027-11-24")]


def test_new_version_answers_the_review_and_counts_anew(world: OfficeWorld) -> None:
    first = published(first_version(an_account(world=world)), world)
    carry_all(at_nine(NEXT_YEAR))
    when = at_nine(NEXT_YEAR)
    second = settled(a_version(PolicyState.SUBMITTED, world=world, account=first.account, when=when), world, when=when)
    assert [state for state, _, _ in reviews(first.account)] == ["fulfilled"]
    assert (carry_all(when), second.review_on) == (0, date(2028, 11, 24))


def test_unpublished_first_version_has_no_date_yet(world: OfficeWorld) -> None:
    account = an_account(world=world)
    assert (carry_all(at_nine(NEXT_YEAR)), reviews(account)) == (0, [])


def a_call(by: Actor, **values: object) -> ReviewCall:
    given = {"cause": "guideline", "reason": "改正に合わせるため", "due_on": ON + 30 * DAY, **values}
    return call_reviews(by=by, at=AT, **given)  # type: ignore[arg-type]


def test_call_reaches_every_affected_account_and_tells_each_section_once(world: OfficeWorld) -> None:
    accounts = [an_account(world=world) for _ in range(3)]
    elsewhere = an_account(world=an_office_world())
    left_out = an_account(AccountState.AUTHORISED, world=world)
    call = a_call(world.policy_director)
    assert carry_all(AT, batch=2) == 4
    due = ("open", ON + 30 * DAY, f"call{call.pk}")
    assert [reviews(one, "review_called") for one in (*accounts, elsewhere, left_out)] == [[due]] * 4 + [[]]
    told = Message.objects.filter(link_name="policies:call_detail", link_pk=call.pk)
    assert sorted(told.values_list("person", flat=True)) == sorted(set(told.values_list("person", flat=True)))
    assert world.section_head.person in [message.person for message in told]
    call = again(call)
    assert (call.is_carried_out, call.opened, carry_all(AT)) == (True, 4, 0)


def test_call_by_service_reaches_that_service_alone(world: OfficeWorld) -> None:
    on_x, on_youtube = an_account(world=world), an_account(world=world, platform=a_platform("youtube"))
    a_call(world.people[Office.PR_SECTION_HEAD], cause="service", platform=a_platform("youtube"))
    carry_all(AT)
    assert (reviews(on_x, "review_called"), len(reviews(on_youtube, "review_called"))) == ([], 1)


def test_call_killed_between_batches_goes_on_where_it_was(world: OfficeWorld) -> None:
    accounts = [an_account(world=world) for _ in range(3)]
    call = a_call(world.policy_director)
    assert carry_batch(call.pk, AT, batch=2) == 2
    assert (again(call).is_carried_out, again(call).opened) == (False, 2)
    carry_all(AT, batch=2)
    assert [len(reviews(one, "review_called")) for one in accounts] == [1, 1, 1]


def test_batch_that_fails_leaves_nothing_of_itself(world: OfficeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    an_account(world=world)
    call = a_call(world.policy_director)
    before = everything()

    def fail(*arguments: object) -> None:
        raise RuntimeError("the worker is killed")

    with monkeypatch.context() as patched:
        patched.setattr(calls, "_tells", fail)
        with pytest.raises(RuntimeError):
            carry_batch(call.pk, AT)
    assert everything() == before
    assert carry_batch(call.pk, AT) == 1


def test_called_review_is_answered_by_the_same_act(world: OfficeWorld) -> None:
    policy = published(first_version(an_account(world=world)), world)
    a_call(world.policy_director)
    carry_all(AT)
    kept(again(policy), world)
    assert [state for state, _, _ in reviews(policy.account, "review_called")] == ["fulfilled"]


def test_call_is_an_act_of_two_offices_in_person(world: OfficeWorld) -> None:
    people = {office.value: world.people[office] for office in Office} | {"deputy": a_deputy(world.policy_director)}
    answers = {who: outcome(partial(a_call, by)) for who, by in people.items()}
    assert {who for who, answer in answers.items() if answer == "done"} == {"policy_director", "pr_section_head"}
    assert set(answers.values()) == {"done", "denied"}


@pytest.mark.parametrize(("values", "field"), [({"reason": " "}, "reason"), ({"due_on": ON}, "due_on")])
def test_call_without_reason_or_time_is_refused(world: OfficeWorld, values: dict[str, object], field: str) -> None:
    with pytest.raises(Denied) as refused:
        a_call(world.policy_director, **values)
    assert refused.value.field == field


def test_call_asks_who_is_at_the_screen(world: OfficeWorld) -> None:
    before = everything()
    with proved(AT - timedelta(minutes=31)), pytest.raises(ProofNeeded):
        a_call(world.policy_director)
    assert everything() == before


def test_task_runs_on_an_empty_city_and_opens_nothing(world: OfficeWorld) -> None:
    carry_reviews()
    assert Event.objects.filter(move__startswith="policies").count() == 0


def test_words_of_a_new_version_are_those_of_the_newest_settled_one(world: OfficeWorld) -> None:
    second = a_version(PolicyState.APPROVED, world=world, frequency="毎日")
    assert first_words(second.account)["frequency"] == "毎日"


def test_clock_reads_no_calls_for_review(world: OfficeWorld) -> None:
    a_call(world.policy_director)
    assert [calls_visible_to(by, ON).count() for by in (world.staff, SYSTEM)] == [1, 0]
