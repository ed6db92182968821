"""Files as tables: encodings of Japanese offices, Excel books, hostile files; dates as offices write them."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.export import safe_text
from accounts.intake.columns import FIELDS, guessed, problems_with
from accounts.intake.reading import Table, UnfitTableError, read_table
from accounts.intake.values import read_date
from core.periods.era import era_date, era_short
from tests.accounts.importing import HEADER, a_row, book, sheet

UNKNOWN = "この種類のファイルは読めません。CSV、またはExcelブック(xlsx)で保存し直してください。"
LARGE = "ファイルは5MBまでです。行を分けて、何回かに分けて取り込んでください。"
MACROS = "マクロの入ったブックは読めません。マクロのないブック(xlsx)で保存し直してください。"
ROW = a_row(1, "総務部 総務課", name="髙﨑①㈱だより")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    assert read_table(sheet([ROW], encoding)) == Table(HEADER, [ROW], [2])


def test_excel_book_is_read_as_the_values_it_shows() -> None:
    midnight = datetime(2014, 8, 1)  # noqa: DTZ001  # sheets know no time zones
    given = ["X", "=1+1", "公式", 354, "https://x.com/a", "総務課", midnight, 26.0, date(2014, 7, 8)]

    read = read_table(book([given]))

    assert read.rows == [["X", "", "公式", "354", "https://x.com/a", "総務課", "2014-08-01", "26", "2014-07-08"]]


def test_tabs_quotes_and_line_ends_are_read() -> None:
    content = '\ufeffサービス\t名称\r\n\r\nX\t"a\nb"\r\n'.encode()

    assert read_table(content) == Table(["サービス", "名称"], [["X", "a\nb"]], [3])


@pytest.mark.parametrize("text", ["=1+1", "@city", "-5", "+81", "'=1", "'quoted'", "plain", "it's"])
def test_cells_of_an_export_are_read_as_they_were(text: str) -> None:
    assert read_table(sheet([[safe_text(text)]])).rows[0][0] == text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "見出しの下に行がありません。"),
        (sheet([]), "見出しの下に行がありません。"),
        (b"%PDF-1.7\n", UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50, UNKNOWN),
        (b"\xff\xfe\x00\xd8", UNKNOWN),
        (b"PK\x03\x04rest", "Excelブックを開けませんでした。Excelで開いて、保存し直してください。"),
        (b"a,b\n1,\x07", "2行目に使えない文字(制御文字)が入っています。その行を入力し直してください。"),
        (b"a\n" + b"x" * 1001, "2行目に1000文字より長いセルがあります。使わない列であれば除いてください。"),
        (b"a\n" + b"1\n" * 5001, "一度に取り込めるのは5000行までです。分けて取り込んでください。"),
        (b"a" + b",b" * 60 + b"\n1", "列は60列までです。使わない列を除いてください。"),
        (b"a" * (5 * 1024 * 1024 + 1), LARGE),
    ],
    ids=range(11),
)  # fmt: skip
def test_file_that_is_no_table_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnfitTableError) as refused:
        read_table(content)
    assert str(refused.value) == sentence


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a package of parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


BOOK = {"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"word/document.xml": b""}, UNKNOWN),
        (BOOK | {"xl/vbaProject.bin": b"a"}, MACROS),
        (BOOK | {"xl/bomb.xml": b"0" * (61 * 1024 * 1024)}, LARGE),
        (BOOK | {f"xl/{n}.xml": b"" for n in range(300)}, LARGE),
        (BOOK, "Excelブックを開けませんでした。Excelで開いて、保存し直してください。"),
    ],
    ids=["word", "macros", "bomb", "parts", "broken"],
)  # fmt: skip
def test_hostile_package_is_refused(parts: dict[str, bytes], sentence: str) -> None:
    with pytest.raises(UnfitTableError) as refused:
        read_table(packed(parts))
    assert str(refused.value) == sentence


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        with suppress(UnfitTableError):
            read = read_table(start + content)
            assert all(len(row) == len(read.header) for row in read.rows)


@pytest.mark.parametrize(
    "text",
    ["2014/8/1", "2014-08-01", "2014.8.1", "2014年8月1日", "２０１４年８月１日", "20140801", "平成26年8月1日",
     "H26.8.1", "h26/8/1", "平成２６年 ８月 １日", "平成26年8月1日(金)", "41852"],
)  # fmt: skip
def test_day_is_read_in_every_writing(text: str) -> None:
    assert read_date(text) == date(2014, 8, 1)


@pytest.mark.parametrize(
    "text", ["", "2014/2/30", "2014/8", "8/1", "去年", "平成0年1月1日", "X26.8.1", "1900/1/1", "0014/8/1", "99999999"]
)
def test_text_that_names_no_day_is_none(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(date(1989, 1, 8), date(2099, 12, 31)))
def test_days_are_read_as_era_and_western_words_write_them(day: date) -> None:
    assert {read_date(era_date(day)), read_date(era_short(day)), read_date(str(day))} == {day}


def test_columns_are_guessed_by_the_words_of_the_header() -> None:
    header = [
        "番号",
        "媒体",
        "ﾕｰｻﾞｰID",
        "担当課",
        "アカウント名",
        "ＵＲＬ",
        "運用開始年月日",
        "決裁番号",
        "決裁日",
        "備考",
    ]

    assert guessed(header) == {
        "service": 1, "handle": 2, "section": 3, "name": 4, "url": 5, "started_on": 6, "paper_number": 7, "paper_on": 8,
    }  # fmt: skip


def test_own_labels_are_guessed() -> None:
    assert guessed(HEADER) == {field.key: place for place, field in enumerate(FIELDS)}


def test_choice_of_columns_is_checked() -> None:
    columns = {"service": 0, "name": 0, "section": 1, "started_on": 2, "paper_number": 3}

    assert problems_with(columns) == [
        ("paper_on", "「文書の日付」の列を選んでください。"),
        ("url", "「URL」と「アカウントID」の、少なくともどちらかの列を選んでください。"),
        ("name", "「サービス」と同じ列です。別の列を選んでください。"),
    ]
