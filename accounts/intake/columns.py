"""The fields of an import, and the guess which column of a file holds which."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One field: its label on sheet and pages, the words that headers use for it, an example, what to write."""

    key: str
    label: str
    required: bool
    words: tuple[str, ...]
    example: str
    note: str


FIELDS = (
    Field(
        "service",
        "サービス",
        True,
        ("媒体", "SNS", "種類", "種別", "ソーシャルメディア", "platform", "service"),
        "X",
        "サービスの一覧にある名称。",
    ),
    Field(
        "name",
        "アカウント名",
        True,
        ("名称", "アカウント名称", "表示名", "name", "account name"),
        "市公式アカウント(見本)",
        "画面に表示される名前。80文字まで。",
    ),
    Field("common_name", "通称", False, ("愛称", "略称", "common name"), "市公式", "あれば。80文字まで。"),
    Field(
        "handle",
        "アカウントID",
        False,
        ("ID", "ユーザー名", "ユーザーID", "handle", "アカウント"),
        "city_mihon",
        "「@」はあってもなくてもかまいません。URLがあれば空でもかまいません。",
    ),
    Field(
        "url",
        "URL",
        False,
        ("アドレス", "リンク", "link", "ページ", "アカウントURL", "ページURL"),
        "https://x.com/city_mihon",
        "アカウントのページのURL。短縮URLは使えません。IDがあれば空でもかまいません。",
    ),
    Field(
        "section",
        "運用する部署",
        True,
        ("部署", "所属", "担当課", "所管課", "課", "課名", "担当部署", "所管", "所管部署", "section"),
        "総務部 総務課",
        "課等の名称。同じ名の課があるときは、部の名称から書きます。",
    ),
    Field(
        "started_on",
        "運用開始日",
        True,
        ("開始日", "開設日", "運用開始", "開設年月日", "運用開始年月日", "started on"),
        "2014/8/1",
        "西暦でも元号でもかまいません(平成26年8月1日、H26.8.1)。",
    ),
    Field(
        "paper_number",
        "文書番号",
        True,
        ("許可文書番号", "決裁番号", "登録の根拠の文書番号", "許可番号", "paper number"),
        "26総第12号",
        "取得の許可を受けた紙の文書の番号。40文字まで。",
    ),
    Field(
        "paper_on",
        "文書の日付",
        True,
        ("文書日付", "決裁日", "許可日", "文書年月日", "決裁年月日", "paper on"),
        "2014/7/8",
        "その文書の日付。",
    ),
)
BY_KEY = {field.key: field for field in FIELDS}
ONE_OF = ("url", "handle")
"""One of these columns at least is needed to recognise an account."""


def folded(text: str) -> str:
    """Return a header without width, case, blanks and signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def guessed(header: Sequence[str]) -> dict[str, int]:
    """Return the place of each field's column by the words of the header, each column once; exact labels first."""
    names, found = [folded(name) for name in header], dict[str, int]()
    for exact in (True, False):
        for field in FIELDS:
            words = {folded(field.label)} if exact else {folded(word) for word in field.words}
            free = (place for place, name in enumerate(names) if name in words and place not in found.values())
            if field.key not in found and (place := next(free, None)) is not None:
                found[field.key] = place
    return found


def problems_with(columns: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return what is wrong with a choice of columns: the field, and a sentence."""
    missing = [
        (field.key, f"「{field.label}」の列を選んでください。")
        for field in FIELDS
        if field.required and field.key not in columns
    ]
    if not any(key in columns for key in ONE_OF):
        missing.append(("url", "「URL」と「アカウントID」の、少なくともどちらかの列を選んでください。"))
    seen: dict[int, str] = {}
    for key, place in columns.items():
        if place in seen:
            missing.append((key, f"「{BY_KEY[seen[place]].label}」と同じ列です。別の列を選んでください。"))
        seen.setdefault(place, key)
    return missing
