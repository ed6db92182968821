"""The pages of hand-overs: from the account's page to the acceptance, refusals with reason, the sheet on paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from approvals.handovers.states import HandOverState
from approvals.models import HandOver
from core.lifecycle.actor import Actor
from core.periods.era import era_date
from core.staff.models import UnitLevel
from tests.approvals.pages import a_world, ago, browser_of, errors_of, said, send, text_of, to, today
from tests.factories import a_unit, everything
from tests.factories.approvals import OfficeWorld, again
from tests.factories.hand_overs import a_hand_over, filed_account, new_staff, receiver

pytestmark = pytest.mark.django_db
S = HandOverState


@pytest.fixture
def world() -> OfficeWorld:
    return a_world()


def made(at: HandOverState, world: OfficeWorld) -> HandOver:
    return a_hand_over(at, world=world, when=ago(hours=1))


def page_of(actor: Actor, account: int) -> str:
    answer: Any = browser_of(actor).get(reverse("accounts:account_detail", args=[account]))
    return text_of(answer)


def test_the_account_page_leads_to_the_sheet_and_lists_it(world: OfficeWorld) -> None:
    account = filed_account(world, ago(hours=2))
    assert "所管替えの引継書を作る" in page_of(world.staff, account.pk)
    assert "所管替えの引継書を作る" not in page_of(receiver(world), account.pk)
    given = {"receiving": world.foreign_section.pk, "planned_on": str(today()), "reason": "組織の見直しのため"}
    answer = send(world.staff, "hand_over_new", account.pk, **given)
    drafted = HandOver.objects.get()
    assert answer["Location"] == reverse("approvals:hand_over_detail", args=[drafted.pk])
    assert f"{world.foreign_section.name}への所管替え 作成中" in page_of(world.staff, account.pk)
    assert "への所管替え" not in page_of(world.foreign[next(iter(world.foreign))], account.pk)


def test_the_own_section_is_not_offered_and_what_is_missing_is_said(world: OfficeWorld) -> None:
    account = filed_account(world, ago(hours=2))
    answer = send(world.staff, "hand_over_new", account.pk, receiving=world.section.pk)
    assert set(errors_of(answer)) == {"receiving", "planned_on", "reason"}


def test_a_section_to_come_is_offered_and_taken_from_its_first_day_on(world: OfficeWorld) -> None:
    account, first = filed_account(world, ago(hours=2)), today() + timedelta(days=20)
    coming = a_unit(UnitLevel.SECTION, "来月からの課", starts_on=first, parent=world.department)
    gone = a_unit(UnitLevel.SECTION, "昨日までの課", ends_on=today() - timedelta(days=1))
    page = text_of(to(world.staff, "hand_over_new", account.pk))
    assert f"来月からの課({era_date(first, weekday=False)}から)" in page
    assert gone.name not in page
    given = {"receiving": coming.pk, "reason": "組織の見直しのため"}

    early = send(world.staff, "hand_over_new", account.pk, planned_on=str(first - timedelta(days=1)), **given)
    assert "その日にない課です。" in errors_of(early)["receiving"][0]

    send(world.staff, "hand_over_new", account.pk, planned_on=str(first), **given)
    drafted = HandOver.objects.get()
    recovery = {"recovery": "課の代表のメールアドレスと電話", "recovery_is_city": "on"}
    seen = again(drafted).fingerprint()
    edited = {**given, **recovery, "planned_on": str(first), "seen": seen}
    assert send(world.staff, "hand_over_edit", drafted.pk, **edited).status_code == 302
    send(world.section_head, "hand_over_settle", drafted.pk, seen=again(drafted).fingerprint())
    assert (again(drafted).state, again(drafted).receiving) == (S.SETTLED, coming)


def test_the_head_sends_and_the_receiver_takes_over_on_their_pages(world: OfficeWorld) -> None:
    drafted = made(S.DRAFT, world)
    seen = to(world.section_head, "hand_over_detail", drafted.pk).context["seen"]
    sent = send(world.section_head, "hand_over_settle", drafted.pk, seen=seen)
    assert said(sent) == ["引継書を送りました。引き継ぐ課の課長の受信箱に載ります。"]
    page = to(receiver(world), "hand_over_detail", drafted.pk)
    rows = {f"operators-0-{name}": value for name, value in new_staff(world)[0].items()}
    counts = {"operators-TOTAL_FORMS": 3, "operators-INITIAL_FORMS": 0}
    done = send(receiver(world), "hand_over_accept", drafted.pk, seen=page.context["seen"], **rows, **counts)
    assert (done.status_code, again(drafted.account).section) == (302, world.foreign_section)
    told = page_of(receiver(world), drafted.account_id)
    assert "アカウントの所管を引き継いだ" in told


def test_an_acceptance_without_people_says_so_and_changes_nothing(world: OfficeWorld) -> None:
    sent = made(S.SETTLED, world)
    before = everything()
    counts = {"operators-TOTAL_FORMS": 3, "operators-INITIAL_FORMS": 0}
    answer = send(receiver(world), "hand_over_accept", sent.pk, seen=again(sent).fingerprint(), **counts)
    assert answer.status_code == 403
    assert "引き継いだ後の運用担当を、一人は決めてください。" in text_of(answer)
    assert everything() == before


@pytest.mark.parametrize(
    ("who", "name", "at", "reason"),
    [
        ("staff", "settle", S.DRAFT, "引き渡しを決めるのは、アカウント管理者です。"),
        ("section_head", "decline", S.SETTLED, "引き継ぐかどうかを決めるのは、引き継ぐ課の課長です。"),
        ("policy_director", "decline", S.SETTLED, "引き継ぐかどうかを決めるのは、引き継ぐ課の課長です。"),
        ("staff", "withdraw", S.SETTLED, "送った引継書を取り下げるのは、アカウント管理者です。"),
    ],
)
def test_the_wrong_act_is_refused_with_reason_and_clause(
    world: OfficeWorld, who: str, name: str, at: HandOverState, reason: str
) -> None:
    record = made(at, world)
    before = everything()
    answer = send(
        getattr(world, who), f"hand_over_{name}", record.pk, seen=again(record).fingerprint(), ended_for="都合"
    )
    assert answer.status_code == 403
    assert reason in text_of(answer)
    assert "根拠:第4-1-(4)" in text_of(answer)
    assert everything() == before


def test_the_head_reads_what_is_missing_before_sending(world: OfficeWorld) -> None:
    draft = a_hand_over(world=world, when=ago(hours=1), recovery="")
    missing = "復旧用のメールアドレスと電話番号が市のものであることを、まだ確かめていません。"
    assert missing in text_of(to(world.section_head, "hand_over_detail", draft.pk))
    assert missing not in text_of(to(world.section_head, "hand_over_detail", made(S.DRAFT, world).pk))
    assert missing not in text_of(to(world.staff, "hand_over_detail", draft.pk))


def test_the_receiver_reads_from_which_day_the_account_can_be_taken_over(world: OfficeWorld) -> None:
    tomorrow = today() + timedelta(days=1)
    sent = a_hand_over(S.SETTLED, world=world, when=ago(hours=1), planned_on=tomorrow)
    words = f"予定日({era_date(tomorrow)})までは、引き継げません。"
    assert words in text_of(to(receiver(world), "hand_over_detail", sent.pk))
    assert words not in text_of(to(world.section_head, "hand_over_detail", sent.pk))


def test_the_history_does_not_repeat_the_sheet(world: OfficeWorld) -> None:
    words = text_of(to(receiver(world), "hand_over_detail", made(S.SETTLED, world).pk))
    assert ("所管替えの引継書を送った" in words, "引継ぎのときの状況" in words, '"people"' in words) == (
        True,
        False,
        False,
    )


def test_somebody_who_was_slower_reads_of_the_conflict(world: OfficeWorld) -> None:
    sent = made(S.SETTLED, world)
    seen = again(sent).fingerprint()
    send(world.section_head, "hand_over_withdraw", sent.pk, ended_for="見送るため")
    answer = send(receiver(world), "hand_over_decline", sent.pk, seen=seen, ended_for="担当がいない")
    assert (answer.status_code, again(sent).state) == (409, "withdrawn")


def test_the_sheet_on_paper_names_everything(world: OfficeWorld) -> None:
    sent = made(S.SETTLED, world)
    words = text_of(to(receiver(world), "hand_over_sheet", sent.pk))
    assert world.staff.person is not None
    wanted = (world.section.name, world.foreign_section.name, world.staff.person.name, "課の代表のメールアドレスと電話")
    assert [one for one in wanted if one not in words] == []
