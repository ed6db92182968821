"""Files of a request: what is accepted, what is refused, how they are sent, to whom."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from approvals.actions import add_attachment, remove_attachment, submit_request
from approvals.models import Attachment, Request
from approvals.states import RequestState
from core.periods.clock import now
from core.staff.offices import Office
from core.uploads.content import LARGEST, MOST_FILES, UnfitFileError, examine, neutral_name
from tests.approvals.drafting_help import a_world, browser_of, edit_url, soon, text_of, url
from tests.factories.approvals import OfficeWorld, a_draft, a_request, agreed, returned

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> OfficeWorld:
    settings.MEDIA_ROOT = tmp_path
    return a_world()


@pytest.fixture
def client(world: OfficeWorld) -> Client:
    return browser_of(world.staff)


def _package(*parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for part in parts:
            # A date of its own would give the tests another name every two seconds.
            package.writestr(zipfile.ZipInfo(part), "<x/>")
    return made.getvalue()


DOCX = _package("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "kept", "label"),
    [
        ("案.pdf", PDF, "案.pdf", "PDF"),
        ("図.PNG", PNG, "図.PNG", "PNG画像"),
        ("写真.jpeg", b"\xff\xd8\xff\xe0" + bytes(9), "写真.jpeg", "JPEG画像"),
        ("文書.docx", DOCX, "文書.docx", "Word文書"),
        ("表.xlsx", _package("[Content_Types].xml", "xl/workbook.xml"), "表.xlsx", "Excelブック"),
        ("図.pptx", _package("[Content_Types].xml", "ppt/presentation.xml"), "図.pptx", "PowerPoint資料"),
        ("メモ.txt", "髙﨑の案\r\n".encode(), "メモ.txt", "テキスト"),
        ("名簿.csv", "氏名,課\n月岡,観光".encode("cp932"), "名簿.csv", "テキスト"),
        ("名前だけ", PDF, "名前だけ.pdf", "PDF"),
    ],
)
def test_what_is_accepted(name: str, content: bytes, kept: str, label: str) -> None:
    neutral, kind = examine(name, content)
    assert (neutral, kind.label) == (kept, label)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("案.pdf", b"MZ\x90\x00" + bytes(60)),
        ("案.pdf", PNG),
        ("動く.exe", PDF),
        ("頁.html", b"<script>alert(1)</script>"),
        ("絵.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("束.zip", _package("a.txt")),
        ("文書.docx", _package("word/document.xml")),
        ("文書.docx", _package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("文書.docx", _package("[Content_Types].xml", "word/document.xml", "xl/workbook.xml")),
        ("文書.docx", DOCX[:40]),
        ("文書.docx", b"PK\x03\x04" + bytes(100)),
        ("古い.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60)),
        ("メモ.txt", b"\x00\x01\x02"),
        ("メモ.txt", b"\x1b]0;title\x07"),
    ],
)
def test_what_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UnfitFileError):
        examine(name, content)


@pytest.mark.parametrize(
    ("name", "neutral"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\案.pdf", "案.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ("", "添付"),
        ("...", "添付"),
        (".pdf", "pdf"),
        ("髙橋﨑\U000e0100.pdf", "髙橋﨑\U000e0100.pdf"),
        ("あ" * 300 + ".pdf", "あ" * 96 + ".pdf"),
        ("a\x00b.pdf", "ab.pdf"),
    ],
)
def test_a_name_is_made_neutral(name: str, neutral: str) -> None:
    assert neutral_name(name) == neutral


def _draft(world: OfficeWorld) -> Request:
    return a_draft(world, when=now(), planned_start=soon())


def _add(world: OfficeWorld, request: Request, name: str = "案.pdf", content: bytes = PDF) -> Attachment:
    given: dict[str, Any] = {"name": name, "content_type": "application/pdf", "content": content}
    return add_attachment(request, by=world.staff, at=now(), **given)


def _post(client: Client, request: Request, content: bytes = PDF, name: str = "案.pdf") -> Any:
    return client.post(url("attachment_add", request.pk), {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_attached_and_shown(client: Client, world: OfficeWorld) -> None:
    request = _draft(world)
    done = _post(client, request)
    assert done["Location"] == edit_url(request, "confirm") + "#attachments"
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.size, attachment.content_type) == ("案.pdf", len(PDF), "application/pdf")
    assert url("attachment", attachment.pk) in text_of(client.get(edit_url(request, "confirm")))


def test_a_file_of_the_same_name_takes_its_place(client: Client, world: OfficeWorld) -> None:
    request = _draft(world)
    _post(client, request)
    _post(client, request, PDF + b"2")
    assert [kept.size for kept in Attachment.objects.filter(removed_at=None)] == [len(PDF) + 1]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ファイルの中身が空です"),
        (b"MZ\x00\x01", "この種類のファイルは添付できません"),
        (PNG, "中身はPNG画像ですが"),
        (PDF + bytes(LARGEST), "10MBまでです"),
    ],
)
def test_a_wrong_file_is_refused_at_its_field(
    client: Client, world: OfficeWorld, content: bytes, sentence: str
) -> None:
    refused = _post(client, _draft(world), content)
    assert refused.status_code == 200
    assert sentence in text_of(refused)
    assert 'id="id_file_error"' in text_of(refused)
    assert Attachment.objects.count() == 0


def test_no_file_is_refused(client: Client, world: OfficeWorld) -> None:
    assert "添付するファイルを選んでください。" in text_of(client.post(url("attachment_add", _draft(world).pk)))


def test_ten_files_are_enough(client: Client, world: OfficeWorld) -> None:
    request = _draft(world)
    for number in range(MOST_FILES):
        _add(world, request, f"{number}.pdf", PDF + bytes([number]))
    assert "10個までです" in text_of(_post(client, request, name="11.pdf"))
    assert _post(client, request, PDF + b"new", name="3.pdf").status_code == 302


def test_a_file_is_sent_as_a_neutral_download(client: Client, world: OfficeWorld) -> None:
    attachment = _add(world, _draft(world))
    sent = client.get(url("attachment", attachment.pk))
    assert b"".join(sent.streaming_content) == PDF  # type: ignore[attr-defined]  # a FileResponse
    assert sent["Content-Disposition"] == "attachment; filename*=utf-8''%E6%A1%88.pdf"
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_is_sent_to_those_who_may_see_the_request_only(world: OfficeWorld) -> None:
    attachment = _add(world, _draft(world))
    statuses = {
        office: browser_of(actor).get(url("attachment", attachment.pk)).status_code
        for office, actor in {
            "staff": world.second_staff,
            "auditor": world.people[Office.AUDITOR],
            "foreign": world.foreign[Office.STAFF],
            "director": world.policy_director,
        }.items()
    }
    assert statuses == {"staff": 200, "auditor": 200, "foreign": 404, "director": 404}


def test_a_file_that_is_gone_is_not_found(client: Client, world: OfficeWorld) -> None:
    attachment = _add(world, _draft(world))
    Path(attachment.file.path).unlink()
    assert client.get(url("attachment", attachment.pk)).status_code == 404


def test_a_file_is_taken_out(client: Client, world: OfficeWorld) -> None:
    attachment = _add(world, _draft(world))
    done = client.post(url("attachment_remove", attachment.pk))
    assert done["Location"] == edit_url(attachment.request, "confirm") + "#attachments"
    assert client.get(url("attachment", attachment.pk)).status_code == 404
    assert client.post(url("attachment_remove", attachment.pk)).status_code == 404


def test_files_of_a_submitted_request_stay(client: Client, world: OfficeWorld) -> None:
    request = a_request(RequestState.DRAFT, world=world, when=now(), planned_start=soon())
    attachment = _add(world, request)
    client.post(url("request_submit", request.pk), {"seen": Request.objects.get(pk=request.pk).fingerprint()})
    assert client.post(url("attachment_remove", attachment.pk)).status_code == 403
    assert _post(client, request, name="後.pdf").status_code == 403
    assert Attachment.objects.filter(removed_at=None).count() == 1


def test_others_do_not_take_files_out(world: OfficeWorld) -> None:
    attachment = _add(world, _draft(world))
    remove = url("attachment_remove", attachment.pk)
    assert browser_of(world.foreign[Office.STAFF]).post(remove).status_code == 404
    assert browser_of(world.people[Office.AUDITOR]).post(remove).status_code == 403
    assert Attachment.objects.filter(removed_at=None).count() == 1


def _statuses(attachment: Attachment, world: OfficeWorld) -> dict[str, int]:
    people = {"staff": world.staff, "head": world.section_head, "director": world.department_head}
    return {name: browser_of(actor).get(url("attachment", attachment.pk)).status_code for name, actor in people.items()}


def test_a_file_added_after_the_return_is_the_sections_alone(world: OfficeWorld) -> None:
    draft = _draft(world)
    seen = _add(world, draft)
    request = submit_request(draft, by=world.staff, at=now())
    request = returned(agreed(request, world, steps=1, when=now()), by=world.department_head, when=now())
    fresh = _add(world, request, "新.pdf", PDF + b"2")
    assert _statuses(seen, world)["director"] == 200
    assert _statuses(fresh, world) == {"staff": 200, "head": 200, "director": 404}


def test_a_file_taken_out_after_submission_stays_with_the_version_that_lists_it(world: OfficeWorld) -> None:
    draft = _draft(world)
    attachment = _add(world, draft)
    request = submit_request(draft, by=world.staff, at=now())
    returned(agreed(request, world, steps=1, when=now()), by=world.department_head, when=now())
    remove_attachment(attachment, by=world.staff, at=now())
    assert _statuses(attachment, world) == {"staff": 200, "head": 200, "director": 200}
    assert browser_of(world.foreign[Office.STAFF]).get(url("attachment", attachment.pk)).status_code == 404
    assert browser_of(world.staff).post(url("attachment_remove", attachment.pk)).status_code == 404
