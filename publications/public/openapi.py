"""The OpenAPI description of the machine-readable side, as plain data; a test holds every answer against it."""

from typing import Any

from publications.public.answering import Verdict
from publications.public.data import FIELDS
from publications.public.showing import STANDINGS

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "integer"}
MEANINGS: dict[str, tuple[Schema, str]] = {
    "id": (NUMBER, "台帳の番号。変わりません。"),
    "service": (TEXT, "サービスの記号。"),
    "service_name": (TEXT, "サービスの名称。"),
    "name": (TEXT, "アカウント名。"),
    "common_name": (TEXT, "通称。ないときは空。"),
    "handle": (TEXT, "アカウントID(@を除く)。ないときは空。"),
    "url": (TEXT, "アカウントのURL(省略のない形)。"),
    "section": (TEXT, "運用する部署。"),
    "topics": (TEXT, "メディアポリシーにある、発信する内容。ないときは空。"),
    "state": ({"type": "string", "enum": [state.value for state in STANDINGS]}, "状態の記号。"),
    "state_label": (TEXT, "状態。"),
    "started_on": (DAY, "運用を始めた日。"),
    "official_until": (
        {"type": ["string", "null"], "format": "date"},
        "市のアカウントであった最後の日。運用中は null。",
    ),
    "page": (TEXT, "この一覧でのページ。"),
    "suspended_on": (
        {"type": ["string", "null"], "format": "date"},
        "一時停止した日。一時停止中でなければ null。一時停止中も市のアカウントです。",
    ),
    "suspended_words": (TEXT, "一時停止についてのお知らせ。一時停止中でなければ空。"),
}
ACCOUNT = {"$ref": "#/components/schemas/Account"}
OR_NULL: Schema = {"oneOf": [ACCOUNT, {"type": "null"}]}
NEXT: Schema = {"type": ["string", "null"], "description": "次のページ。終わりのとき null。"}


def description() -> Schema:
    """Return the description, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "公式アカウント一覧",
            "version": "1.0.0",
            "description": "市の公式ソーシャルメディアアカウントと、にせのアカウントへの注意。"
            "項目は増えることがありますが、なくなりません。",
        },
        "paths": {
            "/public/accounts.json": _get(
                "公式アカウントの一覧(名前の順)", _json("Accounts"), ["service", "section", "q", "about", "cursor"]
            ),
            "/public/accounts.csv": _get("公式アカウントの一覧(CSV)", _csv(), ["service", "section", "q", "about"]),
            "/public/accounts/{id}.json": _get("1つの公式アカウント", _json("Account"), [], of_one=True),
            "/public/warnings.json": _get("にせのアカウントへの注意(新しい順)", _json("Warnings"), ["cursor"]),
            "/public/genuine.json": _get("このアカウントは本物か", _json("Answer"), ["who", "on"], needs="who"),
        },
        "components": {"schemas": schemas()},
    }


def schemas() -> dict[str, Schema]:
    """Return the schema of each kind of answer by its name."""
    account = {name: schema | {"description": words} for name, (schema, words) in MEANINGS.items()}
    warning = {
        "id": NUMBER,
        "service_name": TEXT,
        "handle": TEXT,
        "url": TEXT,
        "words": TEXT,
        "first_seen_on": DAY,
        "resembles": {"type": ["integer", "null"], "description": "似せた公式アカウントの番号。"},
    }
    answer = {
        "asked": TEXT,
        "verdict": {"type": "string", "enum": [verdict.value for verdict in Verdict]},
        "title": TEXT,
        "account": OR_NULL,
        "official_elsewhere": {"type": "array", "items": ACCOUNT},
        "meant": OR_NULL,
    }
    return {
        "Account": _object({name: account[name] for name in FIELDS}),
        "Accounts": _object({"accounts": {"type": "array", "items": ACCOUNT}, "next": NEXT}),
        "Warning": _object(warning),
        "Warnings": _object(
            {"warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Warning"}}, "next": NEXT}
        ),
        "Answer": _object(answer),
    }


def _object(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


PARAMETERS = {
    "service": "サービスの記号で絞り込む。",
    "section": "部署の番号で絞り込む。",
    "q": "名前・ID・URL・部署のことば。2文字から。",
    "about": "目的や発信する内容のことば。",
    "cursor": "前の答えの next が渡すもの。",
    "who": "アカウントのURLかアカウントID。",
    "on": "アカウントIDを見たサービスの記号。",
}


def _get(summary: str, content: Schema, asks: list[str], *, of_one: bool = False, needs: str = "") -> Schema:
    parameters: list[Schema] = [
        {"name": name, "in": "query", "required": name == needs, "schema": TEXT, "description": PARAMETERS[name]}
        for name in asks
    ]
    answers: dict[str, Schema] = {"200": {"description": summary, "content": content}}
    if of_one:
        parameters = [{"name": "id", "in": "path", "required": True, "schema": NUMBER}]
        answers["404"] = {"description": "公開していないか、ないアカウント。"}
    if needs:
        answers["400"] = {"description": f"{needs} がない。"}
    else:
        answers["304"] = {"description": "If-None-Match の内容から変わっていない。"}
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _json(name: str) -> Schema:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _csv() -> Schema:
    columns = "、".join(FIELDS)
    words = f"UTF-8(BOM付き)。1行目は項目名({columns})。数式と取られる文字で始まる値の前に「'」を付けています。"
    return {"text/csv": {"schema": {"type": "string", "description": words}}}
