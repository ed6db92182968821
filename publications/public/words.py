"""The answers in words. Plain data with places to fill, for the exported site's script says the same sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.ui.eras import era_date
from publications.public.answering import Answer, Verdict
from publications.public.asking import Reading
from publications.public.showing import Entry

WORDS: dict[str, str] = {
    "official": "「{name}」({service})。{section}が{since}から運用しています。",
    "official_handle": "{service}の「@{handle}」についての答えです。ほかのサービスの同じIDは、市のものとは限りません。",
    "suspended": "{suspended}から一時停止しています。{suspended_words}",
    "others": "同じIDで、{list}でも市が運用しています。",
    "was_official": "「{name}」({service})は{until}に終了しました。今後の投稿は市によるものではありません。",
    "imitation": "連絡が来ても返事をせず、リンクを開いたり、個人情報を伝えたりしないでください。",
    "resembles": "「{name}」({service})に似せたものです。",
    "imitation_others": "同じIDの公式アカウントは、{list}だけにあります。"
    "見たサービスを選ぶと、そのサービスについて答えます。",
    "unregistered": "市の公式アカウントとして登録されていません。つづりを確かめてください。"
    "偽物と決まったわけではありません。",
    "strange": "全角の文字、よく似た別の文字、見えない文字などが入っています。"
    "市のアカウントに似せた偽物のことがあります。",
    "form": "アカウントのページのURLか、アカウントIDだけを入力してください。"
    "「@」やポート番号などで、別の場所へ導くURLは、公式とは答えません。",
    "place": "「{service}」のアカウントのページではないか、登録のないアカウントです。"
    "投稿や検索のURLでは確かめられません。アカウントのページのURLを入力してください。",
    "host": "市のアカウントがあるサービスのURLではありません。リンクを開く前に、URLの始めの部分を確かめてください。",
    "elsewhere": "同じIDの公式アカウントは{list}にあります。これはそのアカウントではありません。",
    "meant": "「{name}」({service})のことかもしれません。下のリンクから、正しいアカウントを確かめてください。",
    "untold": "短縮URLは転送先が分かりません。開いた先のURLか、アカウントIDを入力してください。",
}
SUSPENDED = "suspended"
TITLES: dict[str, tuple[str, str]] = {
    Verdict.OFFICIAL.value: ("ok", "市の公式アカウントです"),
    SUSPENDED: ("warn", "市の公式アカウントですが、一時停止中です"),
    Verdict.WAS_OFFICIAL.value: ("end", "終了した市のアカウントです"),
    Verdict.IMITATION.value: ("stop", "市のアカウントではありません。偽物として警告しています"),
    Verdict.UNREGISTERED.value: ("draft", "一覧にありません"),
    Verdict.UNTOLD.value: ("warn", "このURLでは確かめられません"),
}
"""Tone and title of each answer; an official account that is suspended has its own."""


@dataclass(frozen=True)
class Said:
    """An answer as the page shows it; links are label and key of an account."""

    verdict: str
    tone: str
    title: str
    paragraphs: tuple[str, ...]
    links: tuple[tuple[str, int], ...]


def said(answer: Answer) -> Said:
    """Put an answer into words."""
    tone, title = TITLES[_titled(answer)]
    entries = [one for one in (answer.entry, answer.meant, *answer.others) if one is not None]
    links = tuple((f"公式の「{one.name}」({one.service_name})を見る", one.pk) for one in entries)
    return Said(answer.verdict.value, tone, title, tuple(_paragraphs(answer)), links)


def _titled(answer: Answer) -> str:
    """Return under which title an answer stands."""
    is_silent = answer.entry is not None and answer.entry.suspended_on is not None
    return SUSPENDED if answer.verdict == Verdict.OFFICIAL and is_silent else answer.verdict.value


def _paragraphs(answer: Answer) -> list[str]:
    by_verdict: dict[Verdict, Callable[[Answer], list[str]]] = {
        Verdict.OFFICIAL: _official,
        Verdict.WAS_OFFICIAL: lambda a: [WORDS["was_official"].format_map(_facts(a.entry))],
        Verdict.IMITATION: _imitation,
        Verdict.UNREGISTERED: _unregistered,
        Verdict.UNTOLD: lambda a: [WORDS["untold"]],
    }
    return by_verdict[answer.verdict](answer)


def _official(answer: Answer) -> list[str]:
    keys = ["official", *(["official_handle"] if answer.asked.reading == Reading.HANDLE else [])]
    keys += [SUSPENDED] if _titled(answer) == SUSPENDED else []
    facts = _facts(answer.entry) | {"list": _list(answer.others)}
    return [WORDS[key].format_map(facts) for key in [*keys, *(["others"] if answer.others else [])]]


def _imitation(answer: Answer) -> list[str]:
    facts = _facts(answer.entry) | {"list": _list(answer.others)}
    keys = ["resembles"] * bool(answer.entry) + ["imitation"] + ["imitation_others"] * bool(answer.others)
    return [*filter(None, [answer.words]), *(WORDS[key].format_map(facts) for key in keys)]


def _unregistered(answer: Answer) -> list[str]:
    facts = _facts(answer.meant) | {"list": _list(answer.others)}
    keys = [*why_unregistered(answer.asked), *(["elsewhere"] if answer.others else [])]
    keys += ["meant"] if answer.meant else []
    return [WORDS[key].format_map({"service": answer.service_name} | facts) for key in keys]


def why_unregistered(asked: Any) -> list[str]:
    """Return the keys of the sentences about a text that is nobody's, by how it was read."""
    if asked.reading in {Reading.STRANGE, Reading.FORM}:
        return ["unregistered", asked.reading.value]
    if asked.reading == Reading.ADDRESS and not asked.service:
        return ["unregistered", "host"]
    if asked.reading == Reading.ADDRESS and not asked.handle:
        return ["place"]
    return ["unregistered"]


def _list(entries: Any) -> str:
    return "、".join(dict.fromkeys(entry.service_name for entry in entries))


def _facts(entry: Entry | None) -> dict[str, str]:
    return facts_of(entry) if entry is not None else {}


def facts_of(entry: Entry) -> dict[str, str]:
    """Return what the sentences say about an account."""
    return {
        "name": entry.name,
        "service": entry.service_name,
        "handle": entry.handle,
        "section": entry.section,
        "since": era_date(entry.started_on),
        "until": era_date(entry.until) if entry.until else "",
        "suspended": era_date(entry.suspended_on) if entry.suspended_on else "",
        "suspended_words": entry.suspended_words,
    }
