"""For administrators: the outbox and what can be done about mail that failed, and whether the background works."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.audit.roles import may_delete_events
from core.deadlines.models import Telling
from core.lifecycle.cursors import page_of
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin
from core.notifications.broker import broker_answers
from core.notifications.failures import FailureWords, failure_words
from core.notifications.heartbeat import BEAT, MAIL_SERVER, STARTED, WORKER
from core.notifications.models import Heartbeat, OutboxMail
from core.notifications.states import MailState
from core.people.outbox import requeue_mail
from core.staff.offices import Office

PARTS = {
    "worker": "処理の係",
    "sweep": "期限の巡回",
    "outbox": "メールの送信",
    "mail_server": "メールサーバー",
    "weekly": "毎週のお知らせ",
    "seal": "監査証跡の封印",
    "verify": "監査証跡の検証",
    "evidence": "証拠の突合",
    "signins": "サインインの記録の整理",
    "removals": "廃棄したファイルの消去",
    "grants": "操作の許可の照合",
    "index": "台帳の索引の照合",
    "reviews": "メディアポリシーの見直し",
    "successors": "部署や職の変更に伴う仕事",
    "pages": "掲載の確認",
    "incidents": "問題への対応の見守り",
}
"""The parts of the background by the name under which each shows itself, in the order of the page."""
PROCESSES = {WORKER: "処理の係", BEAT: "時計"}
"""Words for single processes, of which there may be several, by how the name begins under which each shows itself."""
MAIL_TONES = {MailState.QUEUED: "wait", MailState.SENT: "ok", MailState.EXHAUSTED: "stop"}
EXPECTED = {
    "sweep": timedelta(minutes=20),
    "outbox": timedelta(minutes=2),
    "mail_server": None,
    "weekly": timedelta(hours=15),
    "seal": timedelta(hours=2),
    "verify": timedelta(hours=25),
    "evidence": timedelta(hours=25),
    "signins": timedelta(hours=25),
    "removals": timedelta(hours=2),
    "grants": timedelta(hours=25),
    "index": timedelta(hours=25),
    "reviews": timedelta(minutes=20),
    "successors": timedelta(minutes=40),
    "pages": timedelta(minutes=20),
    "incidents": timedelta(minutes=20),
}
"""How old a sign of life may be: None where only a failure counts. The worker's limit is a setting."""
PROCESS_LIMIT = timedelta(minutes=2)
"""The same for one of several processes: heartbeats go to whichever worker is free."""
LATE = timedelta(minutes=10)
"""So long no mail waits that is due while the outbox works."""
ABOUT_MAIL = frozenset({"outbox", MAIL_SERVER})
"""Parts whose failures are those of sending."""
ALWAYS = frozenset({"worker", "sweep", "outbox"})
"""Parts that show themselves within minutes of a new installation; the others when there is something to do."""


class AdministratorsMixin(ActingMixin):
    """Pages that exist for administrators only."""

    def allow(self) -> None:
        """Hide the page from everybody else."""
        if not self.actor.holds(Office.ADMINISTRATOR):
            raise Http404


class Outbox(AdministratorsMixin):
    """Mails on their way: state, attempts, last failure."""

    title = "送信箱"
    template_name = "messages/outbox.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page, narrowed by state."""
        found = OutboxMail.objects.select_related("person")
        state = request.GET.get("state", "")
        if state in set(MailState):
            found = found.filter(state=state)
        shown = page_of(found, request.GET.get("cursor"), order="-created_at")
        return self.page(shown=shown, rows=[_row(mail) for mail in shown.rows], state=state, states=OutboxMail.STATES)


class OutboxRequeue(AdministratorsMixin):
    """Put a mail that could not be sent back into the queue."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put it back and show what still could not be sent."""
        mail = get_object_or_404(OutboxMail, pk=pk)
        back = f"{reverse('people:outbox')}?state={MailState.EXHAUSTED}"
        acting_request(request).back_url = back
        requeue_mail(mail, by=self.actor, at=self.at)
        messages.success(request, f"{mail.person.name}さんへのメールを、送信待ちに戻しました。")
        return HttpResponseRedirect(back)


class Health(AdministratorsMixin):
    """Which part of the background works, which does not and since when, and what waits in the outbox."""

    title = "稼働状況"
    template_name = "messages/health.html"
    started: Heartbeat | None = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        beats = {beat.name: beat for beat in Heartbeat.objects.order_by("name")}
        self.started = beats.pop(STARTED, None)
        rows = [self._row(name, beats.get(name)) for name in dict.fromkeys([*PARTS, *beats])]
        down = [row | {"failure": _failure_of(row["beat"])} for row in rows if row["tone"] == "warn"]
        return self.page(rows=rows, down=down, waiting=self._waiting(), owner=may_delete_events())

    def _waiting(self) -> dict[str, Any]:
        """Return what waits to be sent and told, and whether the broker answers."""
        queued, exhausted = Q(state=MailState.QUEUED), Q(state=MailState.EXHAUSTED)
        late = queued & Q(next_attempt_at__lte=self.at - LATE)
        mails = OutboxMail.objects.filter(queued | exhausted).aggregate(
            queued=Count("pk", filter=queued), exhausted=Count("pk", filter=exhausted), late=Count("pk", filter=late)
        )
        untold = Telling.objects.filter(next_on__lte=self.on).count()
        return {**mails, "untold": untold, "broker": broker_answers()}

    def _row(self, name: str, beat: Heartbeat | None) -> dict[str, Any]:
        """Describe a part: failing since the first failure after it last worked, else silent since it last did."""
        beaten_at = beat.beaten_at if beat else None
        failing = beat is not None and beat.failing_since is not None
        silent = self._is_silent(name, beat)
        since = beat.failing_since if beat is not None and failing else beaten_at
        age = ago_words(self.at - beaten_at) if beaten_at else self._not_yet(name)
        tone, words = _state(failing=failing, silent=silent, known=beat is not None)
        return {"label": label_of(name), "beat": beat, "age": age, "tone": tone, "words": words, "since": since}

    def _is_silent(self, name: str, beat: Heartbeat | None) -> bool:
        limit = _limit_of(name)
        if beat is None:
            return name in ALWAYS and not self._is_new(limit)
        return limit is not None and (beat.beaten_at is None or self.at - beat.beaten_at > limit)

    def _is_new(self, limit: timedelta | None) -> bool:
        """Tell whether the start is so near that a part need not have shown itself since."""
        began = self.started.beaten_at if self.started else None
        return began is not None and limit is not None and self.at - began <= limit

    def _not_yet(self, name: str) -> str:
        return "起動したばかりです" if name in ALWAYS and not self._is_silent(name, None) else "まだありません"


def label_of(name: str) -> str:
    """Return the words for a part of the background, with the machine of a single process."""
    for kind, words in PROCESSES.items():
        if name.startswith(kind):
            return f"{words}({name.removeprefix(kind)})"
    return PARTS.get(name, name)


def _limit_of(name: str) -> timedelta | None:
    if name.startswith(tuple(PROCESSES)):
        return PROCESS_LIMIT
    return EXPECTED.get(name, timedelta(seconds=settings.HEARTBEAT_LIMIT_SECONDS))


def _state(*, failing: bool, silent: bool, known: bool) -> tuple[str, str]:
    """Return the tone and the words for a part: failing counts before silent."""
    if failing:
        return "warn", "失敗しています"
    if silent:
        return "warn", "確認できません"
    return ("ok", "動いています") if known else ("end", "まだありません")


def _failure_of(beat: Heartbeat | None) -> FailureWords | None:
    return failure_words(beat.failure, of_mail=beat.name in ABOUT_MAIL) if beat else None


def ago_words(age: timedelta) -> str:
    """Say how long ago something was, in the largest unit that it fills."""
    seconds = max(int(age.total_seconds()), 0)
    for unit, size in (("日", 86_400), ("時間", 3_600), ("分", 60)):
        if seconds >= size:
            return f"{seconds // size}{unit}前"
    return f"{seconds}秒前"


def _row(mail: OutboxMail) -> dict[str, Any]:
    state = MailState(mail.state)
    failure = failure_words(mail.failure)
    return {"mail": mail, "tone": MAIL_TONES[state], "can_requeue": state == MailState.EXHAUSTED, "failure": failure}
