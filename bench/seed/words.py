"""Plausible Japanese names out of words with known frequencies, so that searches for rare and common words are real.

An account's name is [city] place topic kind, its common name place and kind. Words follow a falling curve, as words do:
the n-th of a list is chosen in proportion to 1 / n. Of the accounts, about

* 60 % carry `CITY` in the name ("いわき"), the most common word;
* 25 % the first topic ("観光"), 1 % the last ones;
* 1 in 5000 `RARE_WORD` ("ヒメサユリ"), and none at all `ABSENT_WORD` ("ゑびす講中");
* 3 % a place with a character that has variants (髙, 﨑, 邉).
"""

from itertools import accumulate
from random import Random

CITY, CITY_SHARE = "いわき", 0.6
RARE_WORD, RARE_SHARE = "ヒメサユリ", 1 / 5000
ABSENT_WORD = "ゑびす講中"

TOPICS = (
    "観光",
    "防災",
    "子育て",
    "図書館",
    "スポーツ",
    "消防",
    "文化",
    "健康",
    "ごみ減量",
    "農業",
    "水産",
    "移住",
    "公園",
    "水道",
    "美術館",
    "産業",
    "商店街",
    "学校給食",
    "公民館",
    "職員採用",
    "選挙",
    "国際交流",
    "動物愛護",
    "統計",
    "交通安全",
    "市税",
    "男女共同参画",
    "生涯学習",
    "林業",
    "港湾",
)
PLACES = (
    "平",
    "小名浜",
    "勿来",
    "常磐",
    "内郷",
    "四倉",
    "遠野",
    "小川",
    "好間",
    "三和",
    "田人",
    "川前",
    "久之浜",
    "大久",
    "江名",
    "泉",
    "植田",
    "湯本",
    "髙久",
    "豊間",
    "塩屋﨑",
    "草野",
    "神谷",
    "渡邉町",
    "錦",
)
KINDS = ("だより", "情報", "公式", "通信", "ナビ", "ニュース", "広場", "案内", "のひろば", "レポート")
FAMILY_NAMES = (
    "鈴木",
    "佐藤",
    "遠藤",
    "渡辺",
    "草野",
    "吉田",
    "髙橋",
    "高木",
    "渡邉",
    "小野",
    "三浦",
    "大平",
    "山﨑",
    "根本",
    "坂本",
    "新妻",
    "猪狩",
    "志賀",
    "松本",
    "木村",
)
GIVEN_NAMES = (
    "聡子",
    "修",
    "玲",
    "明",
    "翔太",
    "美咲",
    "健一",
    "直子",
    "拓也",
    "由美",
    "誠",
    "香織",
    "大輔",
    "恵",
    "学",
)
READINGS = ("すずき さとこ", "さとう おさむ", "えんどう れい", "わたなべ あきら", "くさの しょうた")


def _falling(words: tuple[str, ...]) -> list[float]:
    return list(accumulate(1 / place for place in range(1, len(words) + 1)))


_TOPIC_WEIGHTS, _PLACE_WEIGHTS, _KIND_WEIGHTS = _falling(TOPICS), _falling(PLACES), _falling(KINDS)


def account_names(chance: Random) -> tuple[str, str]:
    """Return an account's name and common name."""
    topic = RARE_WORD if chance.random() < RARE_SHARE else _one(chance, TOPICS, _TOPIC_WEIGHTS)
    place, kind = _one(chance, PLACES, _PLACE_WEIGHTS), _one(chance, KINDS, _KIND_WEIGHTS)
    city = CITY if chance.random() < CITY_SHARE else ""
    return f"{city}{place}{topic}{kind}", f"{place}{topic}"


def person_name(number: int) -> tuple[str, str]:
    """Return the name and a reading of the n-th person."""
    family, given = (
        FAMILY_NAMES[number % len(FAMILY_NAMES)],
        GIVEN_NAMES[number // len(FAMILY_NAMES) % len(GIVEN_NAMES)],
    )
    return f"{family} {given}", READINGS[number % len(READINGS)]


def _one(chance: Random, words: tuple[str, ...], weights: list[float]) -> str:
    return chance.choices(words, cum_weights=weights)[0]
