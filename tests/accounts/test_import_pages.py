"""The pages of the import: file, columns, dry run, one act; for 総務部長 alone, on the file that was looked at."""

from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.intake.columns import FIELDS
from accounts.models import Account, ImportDraft
from core.audit.models import Event
from core.staff.offices import Office
from tests.accounts.importing import HEADER, PLACES, a_row, book, sheet
from tests.approvals.pages import a_world, browser_of, errors_of, said
from tests.factories import everything
from tests.factories.approvals import OfficeWorld
from tests.factories.drafts import a_platform

UNKNOWN = "この種類のファイルは読めません。CSV、またはExcelブック(xlsx)で保存し直してください。"
LARGE = "ファイルは5MBまでです。行を分けて、何回かに分けて取り込んでください。"
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> OfficeWorld:
    """Return a department whose offices are held today, with a service."""
    a_platform()
    return a_world()


@pytest.fixture
def registrar(world: OfficeWorld) -> Client:
    """Return 総務部長's registrar."""
    return browser_of(world.general_affairs_director)


def upload(registrar: Client, content: bytes, name: str = "一覧.csv") -> Any:
    """Post a file."""
    return registrar.post(reverse("accounts:import"), {"file": SimpleUploadedFile(name, content)})


def check_url() -> str:
    """Return where the file that was read is checked."""
    return reverse("accounts:import_check", args=[ImportDraft.objects.get().pk])


def checked(registrar: Client, rows: list[list[str]]) -> Any:
    """Read rows and open the dry run."""
    assert upload(registrar, sheet(rows)).status_code == 302
    return registrar.get(check_url())


def test_whole_errand_registers_the_accounts(registrar: Client, world: OfficeWorld) -> None:
    answer = upload(registrar, book([a_row(1, world.section.name), a_row(2, world.section.full_name)]), "一覧.xlsx")
    columns_page = registrar.get(answer["Location"])
    chosen = {name: str(place) for name, place in columns_page.context["form"].initial.items()}
    answer = registrar.post(answer["Location"], chosen)
    page = registrar.get(answer["Location"])

    done = registrar.post(answer["Location"], {"seen": page.context["plan"].digest})

    assert (done["Location"], said(done)) == (
        reverse("accounts:registry"),
        ["2件を登録し、0件を直しました。0件は台帳と同じでした。"],
    )
    assert sorted(Account.objects.values_list("handle", "url", "state")) == [
        ("city_1", "https://x.com/city_1", "active"),
        ("city_2", "https://x.com/city_2", "active"),
    ]
    assert ImportDraft.objects.count() == 0


def test_dry_run_tells_every_problem_and_offers_no_act(registrar: Client, world: OfficeWorld) -> None:
    rows = [a_row(1, "ない課", name=""), a_row(2, world.section.name), a_row(3, "", paper_on="x")]

    page = checked(registrar, rows)

    assert [(one.number, one.column) for one in page.context["plan"].problems] == [
        (2, "アカウント名"),
        (2, "運用する部署"),
        (4, "運用する部署"),
        (4, "文書の日付"),
    ]
    assert "登録する</button>" not in page.content.decode()


def test_wrong_rows_posted_all_the_same_are_refused(registrar: Client, world: OfficeWorld) -> None:
    page = checked(registrar, [a_row(1, "ない課")])
    before = everything()

    answer = registrar.post(check_url(), {"seen": page.context["plan"].digest})

    assert (answer.status_code, everything()) == (403, before)


def test_registry_that_changed_is_a_conflict_with_the_new_result(registrar: Client, world: OfficeWorld) -> None:
    row = a_row(1, world.section.name)
    page = checked(registrar, [row])
    other = browser_of(world.general_affairs_director)
    assert other.post(check_url(), {"seen": page.context["plan"].digest}).status_code == 302
    again = checked(registrar, [[*row[:2], "べつの通称", *row[3:]]])
    account = Account.objects.get()
    seen = again.context["plan"].digest
    checked(registrar, [[*row[:2], "さらに別", *row[3:]]])

    answer = registrar.post(check_url(), {"seen": seen})

    assert (answer.status_code, Account.objects.get().version) == (409, account.version)
    assert "確かめた後に、台帳かファイルが変わりました。" in answer.content.decode()
    assert [line.differences for line in answer.context["plan"].changed] == [[("通称", "公式1", "さらに別")]]


@pytest.mark.parametrize("seen", ["", "x", "0" * 64])
def test_import_without_the_result_looked_at_is_a_conflict(registrar: Client, world: OfficeWorld, seen: str) -> None:
    checked(registrar, [a_row(1, world.section.name)])

    assert (registrar.post(check_url(), {"seen": seen}).status_code, Account.objects.count()) == (409, 0)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("一覧.csv", b"", "ファイルの中身が空です。選び直してください。"),
        ("一覧.csv", b"%PDF-1.7", UNKNOWN),
        ("一覧.csv", b"x" * (5 * 1024 * 1024 + 1), LARGE),
    ],
    ids=["empty", "pdf", "large"],
)  # fmt: skip
def test_file_that_can_not_be_read_is_told(registrar: Client, name: str, content: bytes, sentence: str) -> None:
    answer = upload(registrar, content, name)

    assert (answer.status_code, errors_of(answer), ImportDraft.objects.count()) == (200, {"file": [sentence]}, 0)


def test_columns_that_are_not_guessed_are_asked_for(registrar: Client, world: OfficeWorld) -> None:
    header = [f"列{place}" for place in range(len(FIELDS))]
    upload(registrar, book([a_row(1, world.section.name)], header))
    columns = reverse("accounts:import_columns", args=[ImportDraft.objects.get().pk])

    early = registrar.get(check_url())
    refused = registrar.post(columns, {"service": "0", "name": "0"})
    done = registrar.post(columns, {key: str(place) for key, place in PLACES.items()})

    assert early["Location"] == columns
    assert errors_of(refused)["section"] == ["「運用する部署」の列を選んでください。"]
    assert errors_of(refused)["name"] == ["「サービス」と同じ列です。別の列を選んでください。"]
    assert done["Location"] == check_url()


@pytest.mark.parametrize("office", [office for office in Office if office != Office.GENERAL_AFFAIRS_DIRECTOR])
def test_pages_do_not_exist_for_other_offices(registrar: Client, world: OfficeWorld, office: Office) -> None:
    checked(registrar, [a_row(1, world.section.name)])
    stranger = browser_of(world.people[office])
    names: list[tuple[str, list[Any]]] = [
        ("import", []),
        ("import_sample", ["csv"]),
        ("import_check", [ImportDraft.objects.get().pk]),
    ]

    assert [stranger.get(reverse(f"accounts:{name}", args=args)).status_code for name, args in names] == [404] * 3


def test_draft_that_is_over_leads_back_to_the_file(registrar: Client, world: OfficeWorld) -> None:
    checked(registrar, [a_row(1, world.section.name)])
    url = check_url()
    draft = ImportDraft.objects.get()
    ImportDraft.objects.update(expires_at=draft.expires_at - timedelta(hours=2, minutes=1))

    answers = [registrar.get(url), registrar.post(url), registrar.get(reverse("accounts:import_check", args=[uuid4()]))]

    assert [answer["Location"] for answer in answers] == [reverse("accounts:import")] * 3


def test_new_file_takes_the_place_of_the_last_and_of_what_is_over(registrar: Client, world: OfficeWorld) -> None:
    checked(registrar, [a_row(1, world.section.name)])
    first = ImportDraft.objects.get().pk

    checked(registrar, [a_row(2, world.section.name)])

    assert ImportDraft.objects.get().pk != first


def test_draft_of_another_person_is_none(registrar: Client, world: OfficeWorld) -> None:
    checked(registrar, [a_row(1, world.section.name)])
    stranger = world.staff.person
    assert stranger is not None
    ImportDraft.objects.update(person=stranger)

    assert registrar.get(check_url())["Location"] == reverse("accounts:import")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_sample_is_imported_as_it_stands(registrar: Client, world: OfficeWorld, ending: str) -> None:
    answer = registrar.get(reverse("accounts:import_sample", args=[ending]))

    upload(registrar, answer.content, f"見本.{ending}")
    page = registrar.get(check_url())
    done = registrar.post(check_url(), {"seen": page.context["plan"].digest})

    assert (page.context["plan"].problems, done.status_code, Account.objects.count()) == ((), 302, 1)
    assert answer["Content-Disposition"].endswith(f".{ending}")


def test_sample_of_another_kind_is_not_there(registrar: Client) -> None:
    assert registrar.get(reverse("accounts:import_sample", args=["pdf"])).status_code == 404


def test_queries_of_the_dry_run_are_constant(registrar: Client, world: OfficeWorld) -> None:
    counts = []
    for number in (1, 3):
        upload(registrar, sheet([a_row(one, world.section.name) for one in range(number)]))
        url = check_url()
        with CaptureQueriesContext(connection) as queries:
            registrar.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def run(*args: Any) -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    out, code = StringIO(), 0
    try:
        call_command("import_accounts", *args, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return code, out.getvalue()


def test_command_tells_all_problems_and_registers_nothing(world: OfficeWorld, tmp_path: Any) -> None:
    file = tmp_path / "一覧.csv"
    file.write_bytes(sheet([a_row(1, "ない課"), a_row(2, world.section.name, name="")], "cp932"))
    by = world.general_affairs_director.person
    assert by is not None

    assert run(file, "--by", by.staff_number) == (
        1,
        "2行目 運用する部署「ない課」:「ない課」という部署はありません。部署の一覧にある名称を書いてください。\n"
        "3行目 アカウント名「」:「アカウント名」を入力してください。\n"
        "登録する 0件、直す 0件、台帳と同じ 0件、誤り 2か所\n"
        "2行に誤りがあります。何も登録していません。\n",
    )
    assert Account.objects.count() == 0


def test_command_checks_then_registers_then_corrects(world: OfficeWorld, tmp_path: Any) -> None:
    file = tmp_path / "一覧.csv"
    file.write_bytes(sheet([a_row(1, world.section.name)]))
    by = world.general_affairs_director.person
    assert by is not None

    dry = run(file, "--dry-run")
    assert (dry, Account.objects.count()) == (
        (0, "登録する 1件、直す 0件、台帳と同じ 0件、誤り 0か所\n確かめただけで、登録していません。\n"),
        0,
    )
    done = run(file, "--by", by.staff_number)
    assert done == (0, "登録する 1件、直す 0件、台帳と同じ 0件、誤り 0か所\n登録しました。\n")
    file.write_bytes(sheet([a_row(1, world.section.name, common_name="")]))
    assert run(file, "--by", by.staff_number)[1].splitlines()[0] == "2行目 X「公式アカウント1」 通称:公式1 → なし"
    assert Event.objects.filter(stream=Account.objects.get().stream).count() == 2


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ([], "登録するには、--by に総務部長(またはその代決者)の職員番号を指定してください。"),
        (["--by", "nobody"], "職員番号 nobody の職員は、きょう、総務部長でもその代決者でもありません。"),
    ],
    ids=["nobody", "unknown"],
)
def test_command_needs_the_office(world: OfficeWorld, tmp_path: Any, who: list[str], sentence: str) -> None:
    file = tmp_path / "一覧.csv"
    file.write_bytes(sheet([a_row(1, world.section.name)]))

    with pytest.raises(CommandError) as refused:
        run(file, *who)

    assert str(refused.value) == sentence


def test_command_refuses_a_file_it_can_not_read(tmp_path: Any) -> None:
    file = tmp_path / "一覧.csv"
    with pytest.raises(CommandError, match="ファイルを読めません"):
        run(file, "--dry-run")
    file.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(CommandError, match="見出しから列が分かりません。「サービス」の列を選んでください。"):
        run(file, "--dry-run")
    file.write_bytes(",".join(HEADER).encode())
    with pytest.raises(CommandError, match="見出しの下に行がありません。"):
        run(file, "--dry-run")
