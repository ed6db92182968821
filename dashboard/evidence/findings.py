"""What the check of the evidence can find, in the words of its page."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """One way in which registry, decisions and trail do not fit."""

    NO_PERMISSION = "no_permission"
    STEPS = "steps"
    NO_EVENT = "no_event"
    OTHER_NAME = "other_name"
    NO_AUTHORITY = "no_authority"
    WRONG_OFFICE = "wrong_office"
    OWN_WORK = "own_work"
    DIGEST = "digest"
    ONE_PERSON = "one_person"
    ENTRY = "entry"
    BACKDATED = "backdated"
    AFTER_THE_FACT = "after_the_fact"
    NO_FILING = "no_filing"
    PAPER = "paper"
    STATE = "state"
    HASH = "hash"


TITLES: dict[Kind, str] = {
    Kind.NO_PERMISSION: "許可の決裁がないアカウント",
    Kind.STEPS: "段階がそろっていない許可",
    Kind.NO_EVENT: "監査証跡にない決裁",
    Kind.OTHER_NAME: "監査証跡と名前や日時が違う決裁",
    Kind.NO_AUTHORITY: "任用のない人の決裁",
    Kind.WRONG_OFFICE: "求められた職と違う職の決裁",
    Kind.OWN_WORK: "自分が作った、または直したものの決裁",
    Kind.DIGEST: "決めた内容と違う内容",
    Kind.ONE_PERSON: "二人で登録していない任用・代決",
    Kind.ENTRY: "監査証跡と違う任用・代決",
    Kind.BACKDATED: "日時をさかのぼった決裁",
    Kind.AFTER_THE_FACT: "許可より先の取得",
    Kind.NO_FILING: "届出がないアカウント",
    Kind.PAPER: "監査証跡と違う、登録の根拠の文書",
    Kind.STATE: "監査証跡と違う状態",
    Kind.HASH: "符号と合わない決裁",
}


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit: where, and a sentence about it."""

    kind: Kind
    stream: str
    sentence: str
