"""What sections asked of ふるさと発信課長: a question is answered, one was taken up, one waits (第10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from accounts.models import Account
from approvals.consultations.actions import answer_consultation, close_consultation, consult
from approvals.models import Consultation
from core.staff.offices import Office
from dashboard.demo.city import City, holder
from dashboard.demo.days import instant
from dashboard.demo.timetable import Event

EVENING = 420
"""Minutes after the office opens: what stories do on the same day was done before."""


@dataclass(frozen=True)
class Question:
    """Who asked what about which account, the answer and what follows, empty while they wait; days count back."""

    section: str
    handle: str
    topic: str
    clause: str
    question: str
    asked: int
    reply: str = ""
    answered: int = 0
    outcome: str = ""
    closed: int = 0


QUESTIONS = (
    Question(
        "kenko",
        "iwaki_kenko_mihon",
        "健診の会場の急な変更を、投稿の後から決裁してよいか",
        "第5-1",
        "台風で会場を前日に替えることがあります。課長に連絡がつかないとき、先に投稿して後から報告してよいでしょうか。",
        60,
        "緊急のお知らせにあたります。先に投稿し、次の開庁日に課長へ報告してください。会場を替えた決定の控えを残してください。",
        57,
        "課の手順に、報告の期限と控えの残し方を書きました。",
        55,
    ),
    Question(
        "toshokan",
        "iwaki_lib_mihon",
        "移動図書館の時刻を別のアカウントに載せてよいか",
        "第4-1",
        "移動図書館の時刻を、地区の団体が運営するアカウントにも載せてほしいと頼まれました。市のアカウントではありません。",
        32,
        "市が載せるのは市のアカウントだけです。団体が自分で写して載せることは妨げません。元のページのURLを添えるよう伝えてください。",
        29,
    ),
    Question(
        "kankoka",
        "iwaki_tabi_mihon",
        "海外の旅行者からの外国語の質問への返信",
        "第4-2",
        "返信する場合をメディアポリシーで決めていますが、外国語の質問には触れていません。自動の翻訳で返信してよいでしょうか。",
        2,
    ),
)


def consultation_events(city: City) -> Iterator[Event]:
    """Yield the questions and the answers."""
    for place, question in enumerate(QUESTIONS):
        yield Event(instant(city.days.back(question.asked), EVENING + place), partial(_ask, city, question))
        if question.reply:
            yield Event(instant(city.days.back(question.answered), EVENING + place), partial(_answer, city, question))
        if question.outcome:
            yield Event(instant(city.days.back(question.closed), EVENING + place), partial(_close, city, question))


def _ask(city: City, question: Question, at: datetime) -> None:
    account = Account.objects.get(handle=question.handle)
    facts = {name: getattr(question, name) for name in ("topic", "clause", "question")}
    consult(by=city.clerk(question.section, at), at=at, account=account, **facts)


def _answer(city: City, question: Question, at: datetime) -> None:
    asked = Consultation.objects.get(topic=question.topic)
    by = holder(Office.PR_SECTION_HEAD, city.section("furusato", at), at)
    answer_consultation(asked, by=by, at=at, seen=asked.fingerprint(), reply=question.reply)


def _close(city: City, question: Question, at: datetime) -> None:
    answered = Consultation.objects.get(topic=question.topic)
    close_consultation(answered, by=city.clerk(question.section, at), at=at, outcome=question.outcome)
