"""Recording an acquisition and starting operation through the pages (4-1-(2), 4-1-(3), 4-1-(4), 4-4-(4))."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Account
from accounts.operators import end_operator
from accounts.states import AccountState
from approvals.models import Filing
from approvals.states import RequestState
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.staff.offices import Office
from tests.approvals.pages import a_world, ago, errors_of, said, send, text_of, to, today
from tests.factories import everything
from tests.factories.approvals import OfficeWorld, a_request, account_of, an_account
from tests.factories.drafts import a_platform

pytestmark = pytest.mark.django_db


def authorised(**values: Any) -> tuple[OfficeWorld, Account]:
    """Return a world and an account of its section that may be acquired."""
    world = a_world()
    return world, an_account(AccountState.AUTHORISED, world=world, when=ago(hours=1), handle="iwaki_kanko", **values)


def acquire(actor: Actor, account: Account, **values: Any) -> Any:
    """Record an acquisition just as it was permitted, unless `values` say otherwise."""
    given = {
        "url": "https://x.com/iwaki_kanko",
        "handle": "iwaki_kanko",
        "name": "いわき観光だより",
        "acquired_on": today().isoformat(),
        "difference": "",
    }
    return send(actor, "acquire", account.pk, **(given | values))


def refused(actor: Actor, account: Account, **values: Any) -> Any:
    """Post an acquisition that must change nothing; return the answer."""
    before = everything()
    answer = acquire(actor, account, **values)
    assert everything() == before
    return answer


def test_form_is_prefilled_beside_what_was_permitted() -> None:
    world, account = authorised()

    page = to(world.staff, "acquire", account.pk)

    form = page.context["form"]
    assert (form["name"].value(), form["handle"].value(), form["url"].value()) == (
        "いわき観光だより",
        "iwaki_kanko",
        None,
    )
    assert ("希望したアカウントID", "iwaki_kanko", "") in page.context["rows"]
    assert "x.com、twitter.comのURLを" in form["url"].help_text


def test_acquisition_is_recorded_and_leads_to_the_filing() -> None:
    world, account = authorised()

    answer = acquire(world.staff, account, url="http://www.X.com/iwaki_kanko/?s=20")

    recorded, filing = Account.objects.get(pk=account.pk), Filing.objects.get()
    assert answer["Location"] == reverse("approvals:filing_detail", args=[filing.pk])
    assert (recorded.state, recorded.acquired_by, recorded.acquired_on) == ("acquired", world.staff.person, today())
    assert recorded.url == "https://x.com/iwaki_kanko"
    put_right = "http を https に改めました。「?」より後ろの、アカウントを示さない部分を除きました。"
    assert said(answer)[0].startswith(f"取得を記録しました。{put_right}台帳では「x.com/iwaki_kanko」として見分けます。")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("url", "https://bit.ly/abc", "短縮URLは使えません。転送先の長いURLをそのまま入力してください。第4-4-(4)"),
        (
            "url",
            "https://www.instagram.com/iwaki",
            "「instagram.com」は「X」のホスト名ではありません。x.com、twitter.com のURLを入力してください。第4-4-(4)",
        ),
        ("url", "x.com/", "アカウントを示す部分がありません。x.com/ の後ろも省略せずに入力してください。第4-4-(4)"),
        (
            "url",
            "https://[x.com/",
            "URLの形ではありません。アカウントのページを開き、アドレス欄のURLを https:// から写してください。第4-4-(4)",
        ),
        ("url", "", "入力してください。"),
        ("handle", "a" * 81, "80文字以内にしてください(いま81文字)。"),
        ("name", "", "入力してください。"),
        ("name", "a\x00b", "使えない文字が入っています。消してから入力し直してください。"),
        ("acquired_on", "", "入力してください。"),
        ("acquired_on", "2026-02-30", "実在する年月日を入力してください。例:2026-11-24"),
        ("acquired_on", "2149-12-31", "取得日は、きょう以前の日を入力してください。第4-1-(2)"),
    ],
)
def test_wrong_input_is_said_at_its_field(field: str, value: str, sentence: str) -> None:
    world, account = authorised()

    answer = refused(world.staff, account, **{field: value})

    assert (answer.status_code, errors_of(answer)) == (200, {field: [sentence]})


@pytest.mark.parametrize("day", ["1949-01-01", "2020-01-01"])
def test_acquisition_before_the_permission_is_refused(day: str) -> None:
    world, account = authorised()

    answer = refused(world.staff, account, acquired_on=day)

    sentence = "許可より前の日には取得できません。許可の日以後の日を入力してください。第4-1-(2)"
    assert errors_of(answer) == {"acquired_on": [sentence]}


def test_difference_must_be_explained() -> None:
    world, account = authorised()

    answer = refused(world.staff, account, handle="iwaki_kanko2", url="https://x.com/iwaki_kanko2")
    explained = acquire(
        world.staff, account, handle="iwaki_kanko2", url="https://x.com/iwaki_kanko2", difference="使われていたため"
    )

    assert errors_of(answer) == {"difference": ["許可された内容と違うところの説明を入力してください。第4-1-(2)"]}
    assert answer.context["form"]["handle"].value() == "iwaki_kanko2"
    assert explained.status_code == 302


@pytest.mark.parametrize(("field", "value"), [("handle", "﷽" * 80), ("url", "https://x.com/" + "İ" * 280)])
def test_characters_that_stand_for_many_do_no_harm(field: str, value: str) -> None:
    world, account = authorised()

    answer = acquire(world.staff, account, difference="試し", **{field: value})

    assert (answer.status_code, list(errors_of(answer))) == (200, [field])


def test_own_short_host_is_allowed() -> None:
    world = a_world()
    account = an_account(
        AccountState.AUTHORISED, world=world, when=ago(hours=1), handle="iwaki", platform=a_platform("line")
    )

    assert acquire(world.staff, account, url="https://lin.ee/abcde", handle="iwaki").status_code == 302


def test_acquisition_before_both_permissions_is_refused() -> None:
    world = a_world()
    account = account_of(a_request(world=world, decided=2, when=ago(hours=1)))

    page = to(world.staff, "acquire", account.pk)

    assert (page.status_code, refused(world.staff, account).status_code) == (403, 403)


def test_acquisition_is_recorded_once() -> None:
    world, account = authorised()
    acquire(world.staff, account)

    assert refused(world.staff, account).status_code == 409


def test_acquisition_by_another_office_is_refused() -> None:
    world, account = authorised()

    page = to(world.department_head, "acquire", account.pk)
    answer = refused(world.department_head, account)

    assert (page.status_code, answer.status_code) == (403, 403)
    assert f"取得を記録するのは{world.section.name}の職員です。" in text_of(answer)
    assert "いわき観光だより" in answer.content.decode()


@pytest.mark.parametrize("name", ["acquire", "start"])
def test_foreign_and_missing_accounts_answer_alike(name: str) -> None:
    world, account = authorised()
    outsider = world.foreign[Office.STAFF]

    found = [to(outsider, name, pk).status_code for pk in (account.pk, 999_999, 10**30)]

    assert found == [404, 404, 404]
    assert send(outsider, name, account.pk).status_code == 404


def acquired() -> tuple[OfficeWorld, Account]:
    """Return a world and an account of its section that was acquired."""
    world = a_world()
    return world, an_account(AccountState.ACQUIRED, world=world, when=ago(hours=1))


def test_manager_starts_operation() -> None:
    world, account = acquired()

    page = to(world.section_head, "start", account.pk)
    answer = send(world.section_head, "start", account.pk)

    assert [(check.name, check.done) for check in page.context["checks"]] == [
        ("取得の許可", True),
        ("取得の記録", True),
        ("メディアポリシー", True),
        ("返信の有無", True),
        ("運用担当", True),
        ("総務部長への届出", False),
    ]
    assert (answer.status_code, Account.objects.get(pk=account.pk).state) == (302, "active")


@pytest.mark.parametrize("office", [Office.STAFF, Office.DEPARTMENT_HEAD, Office.GENERAL_AFFAIRS_DIRECTOR])
def test_only_the_manager_starts(office: Office) -> None:
    world, account = acquired()
    before = everything()

    page = to(world.people[office], "start", account.pk)
    answer = send(world.people[office], "start", account.pk)

    assert everything() == before
    assert (page.status_code, answer.status_code) == (200, 403)
    assert f"{world.section.name}長に依頼してください。" in text_of(page)
    assert '<button class="btn btn--main"' not in page.content.decode().partition("<main")[2].partition("</main>")[0]


def test_start_without_operators_is_refused() -> None:
    world, account = acquired()
    with acting(by=world.section_head, at=ago(minutes=1)) as act:
        for operator in account.operators.all():
            end_operator(act, operator, today())

    page = to(world.section_head, "start", account.pk)
    answer = send(world.section_head, "start", account.pk)

    check = next(one for one in page.context["checks"] if one.name == "運用担当")
    assert (check.done, check.note, page.context["ready"]) == (False, "運用担当が決まっていません。", False)
    assert (answer.status_code, Account.objects.get(pk=account.pk).state) == (403, "acquired")


def test_start_before_the_acquisition_is_refused() -> None:
    world, account = authorised()

    page = to(world.section_head, "start", account.pk)
    answer = send(world.section_head, "start", account.pk)

    assert (page.status_code, answer.status_code) == (200, 409)
    assert "いまの状態ではこの操作はできません。" in text_of(page)


def test_start_page_of_an_ended_request() -> None:
    world = a_world()
    account = account_of(a_request(RequestState.DENIED, world=world, when=ago(hours=1)))

    assert to(world.section_head, "start", account.pk).status_code == 200
