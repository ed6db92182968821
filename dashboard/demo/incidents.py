"""Problems that were reported (第7): an imitation and a hijack are worked on, flaming was closed, a drill goes on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import Account
from core.lifecycle.actor import Actor
from core.periods.clock import japan_date
from core.periods.opening_days import add_opening_days
from core.staff.offices import Office
from core.uploads.forms import Upload
from dashboard.demo.city import City, holder
from dashboard.demo.days import instant
from dashboard.demo.picture import picture
from dashboard.demo.timetable import Event
from incidents import actions
from incidents.course import add_evidence, add_member, add_note
from incidents.models import Incident, Statement, Task
from incidents.moves.task import LAST
from incidents.statements import approve_statement, draft_statement, release_statement
from incidents.states import IncidentKind, StatementState, TaskState
from incidents.suspending.actions import suspend_account

NOTICED_BEFORE = timedelta(minutes=7)
SILENT_AT_MOST = timedelta(days=14)
MEASURES_AHEAD = 30
"""Opening days from the review until the measures are to be taken."""


@dataclass(frozen=True)
class Case:
    """A problem of a section's account; who reports it is of the staff, who leads is the section's head."""

    city: City
    section: str
    handle: str
    kind: IncidentKind
    title: str
    is_drill: bool = False

    @property
    def incident(self) -> Incident:
        """Return it as it stands."""
        return Incident.objects.select_related("account", "section").get(title=self.title)

    def staff(self, at: datetime) -> Actor:
        """Return who reports it and works on it."""
        return self.city.clerk(self.section, at, wanted="緑川 栞")

    def head(self, at: datetime) -> Actor:
        """Return who leads."""
        return holder(Office.SECTION_HEAD, self.city.section(self.section, at), at)

    def public_relations(self, at: datetime) -> Actor:
        """Return ふるさと発信課長."""
        return holder(Office.PR_SECTION_HEAD, self.city.section("furusato", at), at)


Deed = Callable[[Case, datetime], object]


def report(case: Case, at: datetime, words: str, post_url: str = "", post_text: str = "") -> None:
    """Report it."""
    actions.report_incident(
        by=case.staff(at),
        at=at,
        kind=case.kind,
        title=case.title,
        noticed_at=at - NOTICED_BEFORE,
        words=words,
        account=Account.objects.select_related("section", "platform").get(handle=case.handle),
        post_url=post_url,
        post_text=post_text,
        is_drill=case.is_drill,
    )


def acknowledge(case: Case, at: datetime) -> None:
    """Acknowledge it: in a drill by who began it."""
    by = case.staff(at) if case.is_drill else case.head(at)
    actions.acknowledge_incident(case.incident, by=by, at=at, kind=case.kind)


def keep(case: Case, at: datetime, words: str, name: str) -> None:
    """Keep a picture of the screen."""
    file = Upload(name, "image/png", picture())
    add_evidence(case.incident, by=case.staff(at), at=at, file=file, words=words)


def write(case: Case, at: datetime, words: str) -> None:
    """Write down something of the course."""
    add_note(case.incident, by=case.staff(at), at=at, words=words)


def look_again(case: Case, at: datetime, words: str) -> None:
    """Look at the whole, by who leads."""
    add_note(case.incident, by=case.head(at), at=at, words=words, is_review=True)


def join(case: Case, at: datetime, name: str, role: str) -> None:
    """Let somebody of another section have a part."""
    add_member(case.incident, by=case.head(at), at=at, person=case.city.people[name], role=role)


def need(case: Case, at: datetime, code: str, reason: str = "") -> None:
    """Judge a task needed, by the office that bears it."""
    _judge(case, at, code, reason, is_needed=True)


def skip(case: Case, at: datetime, code: str, reason: str) -> None:
    """Judge a task not needed, by the office that bears it."""
    _judge(case, at, code, reason, is_needed=False)


def _judge(case: Case, at: datetime, code: str, reason: str, *, is_needed: bool) -> None:
    task = _task(case, code)
    by = case.public_relations(at) if task.bearer == Office.PR_SECTION_HEAD else case.head(at)
    actions.judge_task(task, by=by, at=at, is_needed=is_needed, reason=reason)


def do(case: Case, at: datetime, code: str, result: str) -> None:
    """Record the doing of a task; it does not come again."""
    task = _task(case, code)
    actions.do_task(task, by=case.staff(at), at=at, result=result, next_one=LAST if task.again_hours else "")


def _task(case: Case, code: str) -> Task:
    waiting = (TaskState.JUDGING, TaskState.OWED)
    return Task.objects.select_related("incident").get(incident=case.incident, code=code, state__in=waiting)


def propose(case: Case, at: datetime, channel: str, words: str) -> None:
    """Draft what the city says."""
    draft_statement(case.incident, by=case.staff(at), at=at, channel=channel, words=words)


def decide(case: Case, at: datetime) -> None:
    """Decide the draft that waits."""
    draft = Statement.objects.get(incident=case.incident, state=StatementState.DRAFTED)
    approve_statement(draft, by=case.head(at), at=at, seen=draft.fingerprint())


def release(case: Case, at: datetime, where: str) -> None:
    """Record where the decided text went out."""
    decided = Statement.objects.get(incident=case.incident, state=StatementState.APPROVED)
    release_statement(decided, by=case.staff(at), at=at, released_where=where)


def contain(case: Case, at: datetime, words: str) -> None:
    """Say that the problem itself is over."""
    actions.contain_incident(case.incident, by=case.head(at), at=at, contained_words=words)


def close(case: Case, at: datetime, causes: str, measures: str) -> None:
    """End it with the review; the measures are owed by a day."""
    due_on = add_opening_days(japan_date(at), MEASURES_AHEAD)
    values = {"causes": causes, "measures": measures}
    actions.close_incident(case.incident, by=case.head(at), at=at, measures_due_on=due_on, **values)


def silence(case: Case, at: datetime, why: str, words: str) -> None:
    """Suspend the account because of it."""
    incident = case.incident
    assert incident.account is not None
    due_on = japan_date(at) + SILENT_AT_MOST
    said: dict[str, Any] = {"suspended_for": why, "suspended_words": words, "suspension_due_on": due_on}
    suspend_account(incident.account, by=case.head(at), at=at, incident=incident, **said)


def incident_events(city: City) -> Iterator[Event]:
    """Yield what was done about each problem; days are opening days back, minutes count from the opening."""
    for case, script in _cases(city):
        for back, minutes, deed in script:
            yield Event(instant(city.days.back(back), minutes), partial(deed, case))


def _cases(city: City) -> Iterator[tuple[Case, tuple[tuple[int, int, Deed], ...]]]:
    imitated = "「いわき旅だより」の当選を装うアカウント"
    yield Case(city, "kankoka", "iwaki_tabi_mihon", IncidentKind.IMPERSONATION, imitated), IMPERSONATION
    yield Case(city, "toshokan", "iwaki_lib_mihon", IncidentKind.FLAMING, "休館のお知らせの言い方への批判"), FLAMING
    strange = "「いわき健康ポイント」に覚えのない投稿"
    yield Case(city, "kenko", "iwaki_kenko_mihon", IncidentKind.HIJACK, strange), HIJACK
    taken = "公式アカウントに入れなくなったときの連絡の訓練"
    yield Case(city, "furusato", "iwaki.city.mihon", IncidentKind.HIJACK, taken, is_drill=True), DRILL


IMPERSONATION: tuple[tuple[int, int, Deed], ...] = (
    (
        1,
        372,
        partial(
            report,
            words="市民から電話がありました。写真と紹介文が本物と同じで、当選の連絡を装う文が届くそうです。",
            post_url="https://www.instagram.com/iwaki_tabl_mihon/",
            post_text="ご当選おめでとうございます。下のリンクから手続きしてください。",
        ),
    ),
    (1, 379, acknowledge),
    (1, 386, partial(keep, words="プロフィールの画面", name="偽アカウントのプロフィール.png")),
    (
        1,
        394,
        partial(do, code="delete", result="Instagramの申立ての窓口から求めました。受付番号 IG-000000(見本)。"),
    ),
    (1, 401, partial(need, code="announce", reason="当選の連絡を装う文が、すでに届いているため")),
    (1, 409, partial(need, code="list", reason="")),
    (1, 415, partial(join, name="三日月 杏", role="消費生活の相談の窓口")),
    (
        1,
        423,
        partial(
            propose,
            channel="account",
            words="このアカウントに似せたものが見つかりました。当選の連絡を送ることはありません。市の公式一覧で確かめてください。",
        ),
    ),
    (1, 440, partial(write, words="電話が2件ありました。公式一覧のページを案内しました。")),
    (1, 505, partial(look_again, words="知らせる文の決定と、関係する機関への連絡の判断が残っています。")),
)
FLAMING: tuple[tuple[int, int, Deed], ...] = (
    (
        24,
        64,
        partial(
            report,
            words="休館を知らせる投稿の言い方が冷たいという返信が、朝から30件ほど付いています。",
            post_url="https://x.com/iwaki_lib_mihon/status/100",
            post_text="本日休館です。事前にご確認ください。",
        ),
    ),
    (24, 81, acknowledge),
    (24, 95, partial(keep, words="元の投稿と主な反応", name="投稿と反応.png")),
    (24, 101, partial(do, code="record", result="急な休館の理由が書かれていない、という批判です。写しを残しました。")),
    (24, 112, partial(skip, code="correct", reason="休館の日付に誤りはないため")),
    (24, 114, partial(need, code="apologise", reason="遠くから来た方があり、理由も書いていなかったため")),
    (24, 116, partial(need, code="interim", reason="設備の直る見込みが、まだ分からないため")),
    (
        24,
        131,
        partial(
            propose,
            channel="account",
            words="急な休館でご迷惑をおかけしました。空調の故障によるものです。再開の見込みは、あす正午までにお知らせします。",
        ),
    ),
    (24, 144, decide),
    (24, 150, partial(release, where="https://x.com/iwaki_lib_mihon/status/101")),
    (24, 152, partial(do, code="apologise", result="理由を添えて、おわびの投稿をしました。")),
    (24, 154, partial(do, code="interim", result="あす正午までに知らせると書きました。")),
    (23, 175, partial(write, words="予定のとおり再開を知らせました。批判の返信は止まっています。")),
    (22, 70, partial(contain, words="再開を知らせた後、新しい批判はありません。")),
    (
        17,
        240,
        partial(
            close,
            causes="急ぐときの文の型に、理由と再開の見込みを書くところがありませんでした。",
            measures="臨時休館の文の型を作り直し、館内で読み合わせます。",
        ),
    ),
)
HIJACK: tuple[tuple[int, int, Deed], ...] = (
    (3, 62, partial(report, words="投資を勧める、覚えのない投稿が2件ありました。消して、写しを残しました。")),
    (3, 70, acknowledge),
    (3, 78, partial(keep, words="覚えのない投稿", name="覚えのない投稿.png")),
    (3, 84, partial(need, code="suspend", reason="また投稿されるおそれがあるため")),
    (
        3,
        90,
        partial(
            silence,
            why="覚えのない投稿が続くおそれがあるため。権限を確かめ終えるまで止めます。",
            words="このアカウントは、ただいま使用を止めています。健診の日程と健康教室は、市ホームページで確かめてください。",
        ),
    ),
    (3, 92, partial(do, code="suspend", result="アカウントを一時停止し、公開の一覧で知らせました。")),
    (3, 140, partial(do, code="roles", result="覚えのない連携が1つあり、取り消しました。")),
    (2, 60, partial(write, words="投稿に応じた方からの問い合わせはありません。")),
)
DRILL: tuple[tuple[int, int, Deed], ...] = (
    (2, 300, partial(report, words="訓練です。朝から入れず、覚えのない投稿が1件あるものとします。")),
    (2, 306, acknowledge),
    (2, 327, partial(do, code="password", result="復旧の手続の画面まで進み、止めました。21分かかりました。")),
    (2, 340, partial(write, words="復旧用の電話を、だれが持っているかの確認に時間がかかりました。")),
)
