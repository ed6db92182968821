"""The exported site: complete, relative, written only where it changed, removed only where it was ours."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from django.core.management import CommandError, call_command

from core.lifecycle.act import edit
from core.lifecycle.actor import SYSTEM
from publications.imitations.actions import end_imitation
from publications.public.exporting import export
from publications.public.folder import MANIFEST, Folder, ForeignFolderError
from tests.factories import AT, ON
from tests.factories.approvals import OfficeWorld, again, an_office_world
from tests.publications.citizens import a_public_account, an_imitation, keeper, the_accounts

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|src|action|data-index)="([^"]+)"')
FOREIGN = re.compile(r"https?://|mailto:")


@pytest.fixture
def world() -> OfficeWorld:
    return an_office_world()


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def links(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*.html"):
        for link in LINK.findall(path.read_text(encoding="utf-8")):
            yield path.relative_to(folder).as_posix(), link


def test_every_link_is_relative_and_leads_to_a_file(
    world: OfficeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publications.public.exporting.ON_A_PAGE", 2)
    accounts = the_accounts(world)
    an_imitation(world, resembles=accounts["x"])
    export(tmp_path / "site", AT, ON)
    known, broken = set(files(tmp_path / "site")), []
    for page, link in links(tmp_path / "site"):
        if FOREIGN.match(link):
            continue
        target = urlsplit(urldefrag(link)[0]).path
        place = os.path.normpath(Path(page).parent / target) if target else page
        if link.startswith("/") or place not in known:
            broken.append((page, link))
    assert broken == []
    assert len([name for name in known if name.startswith("accounts/") and name.endswith(".html")]) == len(accounts)


def test_lists_go_on_page_by_page(world: OfficeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publications.public.exporting.ON_A_PAGE", 2)
    for number in range(5):
        a_public_account(world, name=f"名前{number}", handle=f"iwaki{number}")
    export(tmp_path, AT, ON)
    pages = ["index.html", "pages/2/index.html", "pages/3/index.html"]
    shown = [re.findall(r"名前\d", (tmp_path / name).read_text(encoding="utf-8")) for name in pages]
    assert shown == [["名前0", "名前1"], ["名前2", "名前3"], ["名前4"]]
    assert not (tmp_path / "pages" / "4").exists()


def test_what_did_not_change_is_not_written_again(world: OfficeWorld, tmp_path: Path) -> None:
    account, other = a_public_account(world), a_public_account(world, handle="iwaki2", name="ほかのもの")
    export(tmp_path, AT, ON)
    for path in tmp_path.rglob("*"):
        os.utime(path, (1, 1))
    assert export(tmp_path, AT, ON).changed == 0
    assert {path.stat().st_mtime for path in tmp_path.rglob("*") if path.is_file() and path.name != MANIFEST} == {1}
    edit(again(account), by=SYSTEM, at=AT, name="新しい名前")
    export(tmp_path, AT, ON)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.stat().st_mtime > 1}
    assert f"accounts/{account.pk}/index.html" in written
    assert "index.html" in written
    assert not {f"accounts/{other.pk}/index.html", "assets/app.css", "openapi.json"} & written


def test_what_is_not_public_any_more_is_removed_and_what_others_wrote_stays(world: OfficeWorld, tmp_path: Path) -> None:
    account, imitation = a_public_account(world), an_imitation(world)
    export(tmp_path, AT, ON)
    (tmp_path / "robots.txt").write_text("of somebody else", encoding="utf-8")
    (tmp_path / "accounts" / "mine.txt").write_text("of somebody else", encoding="utf-8")
    edit(again(account), by=SYSTEM, at=AT, disposed_on=ON)
    end_imitation(imitation, by=keeper(world), at=AT, reason="削除された。")
    done = export(tmp_path, AT, ON)
    left = files(tmp_path)
    assert not [name for name in left if name.startswith(f"accounts/{account.pk}")]
    assert done.removed > 0
    assert {"robots.txt", "accounts/mine.txt", "index.html"} <= set(left)
    assert "iwaki_bousai_" not in left["warnings/index.html"].decode()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("the city's homepage", encoding="utf-8")
    with pytest.raises(CommandError, match="この書き出しのものではない"):
        call_command("export_public", str(tmp_path))
    assert files(tmp_path) == {"index.html": b"the city's homepage"}


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.txt", [b"before"])

    def breaks() -> Iterator[bytes]:
        yield b"half"
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        folder.write("a.txt", breaks())
    assert files(tmp_path)["a.txt"] == b"before"


def test_the_first_page_is_written_after_everything_that_it_leads_to(
    world: OfficeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    write = Folder.write

    def noting(self: Folder, name: str, parts: Iterable[bytes]) -> None:
        order.append(name)
        write(self, name, parts)

    monkeypatch.setattr(Folder, "write", noting)
    a_public_account(world)
    export(tmp_path, AT, ON)
    assert order[-1] == "index.html"


def test_a_killed_export_is_completed_by_the_next(world: OfficeWorld, tmp_path: Path) -> None:
    a_public_account(world)
    folder = Folder(tmp_path)
    folder.announce()
    folder.write("accounts.csv", [b"half of an export"])
    del folder
    export(tmp_path, AT, ON)
    assert b"iwaki_bousai" in (tmp_path / "accounts.csv").read_bytes()
    with pytest.raises(ForeignFolderError):
        _without_manifest(tmp_path)


def _without_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    Folder(folder)


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        Folder(tmp_path / "site").write(name, [b""])


def test_the_data_of_the_files_is_that_of_the_application(world: OfficeWorld, tmp_path: Path) -> None:
    account = a_public_account(world)
    export(tmp_path, AT, ON)
    listed = json.loads((tmp_path / "accounts.json").read_text(encoding="utf-8"))
    assert [(one["id"], one["page"]) for one in listed["accounts"]] == [
        (account.pk, f"accounts/{account.pk}/index.html")
    ]
    assert (tmp_path / "accounts.csv").read_text(encoding="utf-8").count("iwaki_bousai") == 2
