"""Versions through the pages: written, submitted, decided, published, compared, reviewed; read by whom they are for."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.lifecycle.actor import Actor
from core.staff.offices import Office
from policies.actions import edit_policy, publish_policy
from policies.calling import call_reviews
from policies.models import MediaPolicy
from policies.states import PolicyState
from tests.approvals.pages import a_world, ago, also_staff, browser_of, errors_of, queries_of, said, text_of, today
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, a_deputy, again, an_account
from tests.factories.policies import a_version, first_version
from tests.policies.pages import a_case, act, send, to

pytestmark = pytest.mark.django_db
S = PolicyState
MOST_QUERIES = 8


def words(response: Any) -> str:
    return text_of(response)


def test_staff_begins_a_version_with_the_words_in_force() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=1))
    page = to(world.staff, "policy_new", account.pk)
    assert page.context["form"].initial["purpose"] == first_version(account).purpose
    answer = send(world.staff, "policy_new", account.pk, purpose="新しい目的", reason="")
    made = MediaPolicy.objects.get(number=2)
    assert answer["Location"] == reverse("policies:policy_detail", args=[made.pk])
    assert (made.purpose, made.drafted_by, made.state) == ("新しい目的", world.staff.person, "draft")


def test_draft_says_what_is_missing_and_leads_to_the_field() -> None:
    world, policy = a_case(opinions="")
    page = to(world.staff, "policy_detail", policy.pk)
    edit = reverse("policies:policy_edit", args=[policy.pk])
    assert f'href="{edit}#id_opinions"' in page.content.decode()


def test_incomplete_version_is_not_submitted_and_the_page_says_why() -> None:
    world, policy = a_case(opinions="")
    before = everything()
    answer = act(world.staff, "policy_submit", policy)
    assert (answer.status_code, everything()) == (403, before)
    assert "「④ ご意見・ご質問の扱い」を入力してください。" in words(answer)
    assert "根拠:第4-2-(1)④" in words(answer)


def test_version_is_edited_and_a_late_second_edit_shows_the_difference() -> None:
    world, policy = a_case()
    seen, version = policy.fingerprint(), policy.version
    edit_policy(policy, by=world.second_staff, at=ago(minutes=5), timing="早朝")
    given = policy.items() | {"reason": policy.reason, "timing": "深夜"}
    answer = send(world.staff, "policy_edit", policy.pk, seen=seen, seen_version=version, **given)
    assert (answer.status_code, again(policy).timing) == (409, "早朝")
    assert "早朝" in words(answer)
    assert answer.context["form"]["timing"].value() == "深夜"


def test_submission_decision_publication() -> None:
    world, policy = a_case()
    assert said(act(world.staff, "policy_submit", policy)) == ["提出しました。アカウント管理者の受信箱に載ります。"]
    page = to(world.section_head, "policy_detail", policy.pk)
    assert (page.context["acts"].decide, page.context["acts"].own) == (True, False)
    assert [item["name"] for item in page.context["changes"].items] == ["④ 発信の頻度"]
    answer = act(world.section_head, "policy_decide", policy, move="settle", opinion="")
    assert said(answer) == ["決定しました。掲載と記録を、課に求めました。"]
    assert said(act(world.staff, "policy_publish", policy, published_on=today().isoformat())) == [
        "掲載を記録しました。"
    ]
    assert again(policy).state == "published"


def test_manager_returns_with_a_reason_and_without_is_refused_at_the_field() -> None:
    world, policy = a_case(S.SUBMITTED)
    refused = act(world.section_head, "policy_decide", policy, move="return", opinion=" ")
    assert errors_of(refused, "decide_form") == {"opinion": ["差し戻す理由を入力してください。第4-2-(1)"]}
    act(world.section_head, "policy_decide", policy, move="return", opinion="時間帯を書く")
    page = to(world.staff, "policy_detail", policy.pk)
    assert "時間帯を書く" in words(page)


def test_own_version_is_decided_only_with_the_word_for_it_and_marked_everywhere() -> None:
    world, policy = a_case()
    edit_policy(policy, by=world.section_head, at=ago(minutes=30), timing="夜間")
    act(world.section_head, "policy_submit", policy)
    page = to(world.section_head, "policy_detail", policy.pk)
    assert "「自己決定」と記録され" in words(page)
    refused = act(world.section_head, "policy_decide", policy, move="settle", opinion="")
    assert list(errors_of(refused, "decide_form")) == ["knows_own"]
    act(world.section_head, "policy_decide", policy, move="settle", opinion="", knows_own="on")
    assert again(policy).self_decided
    for name, key in (("policy_detail", policy.pk), ("policy_list", policy.account_id)):
        assert "自己決定" in words(to(world.staff, name, key))


def test_decision_on_an_old_page_is_a_conflict_and_decides_nothing() -> None:
    world, policy = a_case(S.SUBMITTED)
    answer = act(world.section_head, "policy_decide", policy, seen="0" * 64, move="settle", opinion="")
    assert (answer.status_code, again(policy).state) == (409, "submitted")


def test_day_to_come_is_refused_at_the_field() -> None:
    world, policy = a_case(S.APPROVED)
    answer = act(world.staff, "policy_publish", policy, published_on="2099-01-05")
    assert errors_of(answer, "publish_form") == {
        "published_on": ["掲載日は、きょう以前の日を入力してください。第4-2-(3)"]
    }


def test_review_without_change_is_recorded_by_the_manager() -> None:
    world, policy = a_case(S.PUBLISHED)
    assert not to(world.staff, "policy_detail", policy.pk).context["acts"].keep
    answer = act(world.section_head, "policy_keep", policy, review_note="いまの運用と合っています。")
    assert said(answer) == ["見直しの結果を記録しました。"]
    assert again(policy).reviewed_on == today()


def test_overdue_review_shows_on_page_and_list() -> None:
    world = a_world()
    first = first_version(an_account(world=world, when=ago(days=500)))
    publish_policy(first, by=world.staff, at=ago(days=500), on=today() - timedelta(days=500))
    for name, key in (("policy_detail", first.pk), ("policy_list", first.account_id)):
        assert "見直しの日を過ぎています" in words(to(world.staff, name, key))


def test_act_is_never_a_link() -> None:
    world, policy = a_case(S.SUBMITTED)
    detail = reverse("policies:policy_detail", args=[policy.pk])
    for name in ("submit", "pull_back", "withdraw", "decide", "publish", "keep"):
        assert to(world.staff, f"policy_{name}", policy.pk)["Location"] == detail


def test_withdrawn_and_pulled_back() -> None:
    world, policy = a_case(S.SUBMITTED)
    act(world.staff, "policy_pull_back", policy)
    assert said(act(world.staff, "policy_withdraw", policy, given_up_for="やめる")) == [
        "取り下げました。この版の番号は、もう使われません。"
    ]
    assert again(policy).state == "withdrawn"


READERS = {"staff", "section_head", "department_head", "policy_director", "auditor", "second staff"}
EVERYBODY = READERS | {"elsewhere", "general_affairs_director", "deputy_mayor", "pr_section_head", "administrator"}


def readers(world: OfficeWorld, policy: MediaPolicy) -> set[str]:
    """Return who opens the page of a version."""
    people: dict[str, Actor] = {office.value: by for office, by in world.people.items()}
    people |= {"second staff": world.second_staff, "elsewhere": world.foreign[Office.STAFF]}
    asked = {who: to(by, "policy_detail", policy.pk).status_code for who, by in people.items() if who in EVERYBODY}
    return {who for who, status in asked.items() if status == 200}


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.RETURNED, S.WITHDRAWN])
def test_what_is_not_decided_is_for_few(state: S) -> None:
    world, policy = a_case(state)
    assert readers(world, policy) == READERS


@pytest.mark.parametrize("state", [S.APPROVED, S.PUBLISHED, S.SUPERSEDED])
def test_what_is_decided_about_an_account_in_operation_is_for_everybody(state: S) -> None:
    world, policy = a_case(state)
    assert readers(world, policy) == EVERYBODY


def test_others_read_what_was_out_but_not_how_it_came_about() -> None:
    world, policy = a_case(S.PUBLISHED)
    outside, inside = (to(by, "policy_detail", policy.pk) for by in (world.foreign[Office.STAFF], world.staff))
    assert (outside.context["timeline"], bool(inside.context["timeline"])) == ([], True)


def test_story_names_who_said_what_and_which_items_were_written() -> None:
    world, policy = a_case(S.RETURNED)
    edit_policy(policy, by=world.second_staff, at=ago(minutes=5), timing="早朝")
    story = to(world.staff, "policy_detail", policy.pk).context["timeline"]
    assert [(line["what"], line["tone"]) for line in story] == [
        ("メディアポリシーを直した", "draft"),
        ("メディアポリシーの案を差し戻した", "warn"),
        ("メディアポリシーの案を提出した", "run"),
        ("メディアポリシーの案を作った", "draft"),
    ]
    assert story[0]["note"].endswith("④ 発信の時間帯")
    assert story[1]["note"].endswith("時間帯を書いてください。")


def test_list_shows_each_only_the_versions_for_his_eyes() -> None:
    world, policy = a_case()
    numbers = {
        who: [line["policy"].number for line in to(by, "policy_list", policy.account_id).context["lines"]]
        for who, by in {"inside": world.staff, "outside": world.foreign[Office.STAFF]}.items()
    }
    assert numbers == {"inside": [2, 1], "outside": [1]}


def test_comparison_marks_words_and_hides_drafts_from_others() -> None:
    world, policy = a_case(frequency="週に3回、花の時期は毎日")
    page = to(world.staff, "policy_compare", policy.account_id, older=1, newer=2)
    html = page.content.decode()
    assert [item["name"] for item in page.context["found"].items] == ["④ 発信の頻度"]
    assert "<ins>" in html
    assert "(ここから追加)" in html
    other = to(world.foreign[Office.STAFF], "policy_compare", policy.account_id, older=1, newer=2)
    assert "比べられる版がありません" in words(other)


@pytest.mark.parametrize("query", [{"older": "9", "newer": "1"}, {"older": "x"}, {"newer": "１"}])
def test_comparison_of_versions_that_are_none_says_so_at_the_field(query: dict[str, str]) -> None:
    world, policy = a_case()
    page = to(world.staff, "policy_compare", policy.account_id, **query)
    assert (page.status_code, "found" in page.context) == (200, False)
    assert page.context["form"].errors


def test_queries_of_the_lists_do_not_grow_with_versions() -> None:
    world = a_world()
    account = an_account(world=world, when=ago(hours=2))
    browser = browser_of(world.staff)
    urls = [reverse(f"policies:{name}", args=[account.pk]) for name in ("policy_list", "policy_compare")]
    few = [queries_of(browser, url) for url in urls]
    for text in ("毎日", "毎週"):
        a_version(S.PUBLISHED, world=world, account=account, when=ago(hours=1), frequency=text)
    assert [queries_of(browser, url) for url in urls] == few
    assert max(few) <= MOST_QUERIES


@pytest.mark.parametrize("state", list(S))
def test_queries_of_a_version_are_few_whoever_reads_it(state: S) -> None:
    world, policy = a_case(state)
    url = reverse("policies:policy_detail", args=[policy.pk])
    people = (world.staff, world.section_head, world.policy_director)
    assert max(queries_of(browser_of(by), url) for by in people) <= MOST_QUERIES


def test_queries_of_calls_do_not_grow_with_them() -> None:
    world = a_world()
    browser, counts = browser_of(world.section_head), []
    for number in (1, 2):
        for _ in range(number):
            due = today() + timedelta(days=30)
            call_reviews(by=world.policy_director, at=ago(hours=1), cause="society", reason="理由", due_on=due)
        counts.append(queries_of(browser, reverse("policies:call_list")))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_call_is_made_on_its_page_and_read_by_everybody() -> None:
    world = a_world()
    due = today().replace(year=today().year + 1).isoformat()
    answer = send(world.policy_director, "call_new", cause="guideline", reason="改正に合わせる", due_on=due)
    assert said(answer) == ["見直しを求めました。対象の課へ、順に届きます。"]
    key = int(answer["Location"].rstrip("/").rpartition("/")[2])
    assert "改正に合わせる" in words(to(world.foreign[Office.STAFF], "call_detail", key))
    assert "改正に合わせる" in words(to(world.foreign[Office.STAFF], "call_list"))


def test_others_do_not_call() -> None:
    world = a_world()
    assert to(world.staff, "call_new").status_code == 403
    answer = send(world.staff, "call_new", cause="guideline", reason="理由", due_on="2099-01-05")
    assert (answer.status_code, "第4-2-(3)" in words(answer)) == (403, True)


def test_account_page_shows_the_version_in_force_and_tells_others_nothing_of_the_next() -> None:
    world, policy = a_case(S.PUBLISHED)
    a_version(S.SUBMITTED, world=world, account=policy.account, when=ago(minutes=30), purpose="まだ決まらない目的")
    url = reverse("accounts:account_detail", args=[policy.account_id])
    pages = {who: browser_of(by).get(url) for who, by in (("in", world.staff), ("out", world.foreign[Office.STAFF]))}
    assert {who: page.context["policy"].number for who, page in pages.items()} == {"in": 2, "out": 2}
    told = "メディアポリシーの案を提出した"
    assert {who: words(page).count(told) for who, page in pages.items()} == {"in": 2, "out": 1}


def test_staff_who_can_decide_as_a_deputy_is_led_to_that_capacity() -> None:
    world, policy = a_case(S.SUBMITTED)
    person, day = world.second_staff.person, today()
    deputy = a_deputy(world.section_head, day, day, person=person, when=ago(hours=1))
    page = to(world.second_staff, "policy_detail", policy.pk)
    assert page.context["acts"].pull_back, "as staff something is open, only not the decision"
    assert [one.key for one in page.context["switches"]] == [deputy.key]
    assert "として行えます" in text_of(page)
    assert to(deputy, "policy_detail", policy.pk).context["switches"] == []


def test_who_decides_already_is_not_led_elsewhere() -> None:
    world, policy = a_case(S.SUBMITTED)
    also_staff(world.section_head, world)
    assert to(world.section_head, "policy_detail", policy.pk).context["switches"] == []
