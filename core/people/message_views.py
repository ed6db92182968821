"""My messages, and for administrators the outbox and the signs of life.

Whether a message was read is no business of the records: it is a plain column, changed by POST only.
"""

from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.lifecycle.cursors import page_of
from core.lifecycle.views import ActingMixin
from core.notifications.models import Heartbeat, Message, OutboxMail
from core.notifications.states import MailState
from core.staff.models import Person
from core.staff.offices import Office

PARTS = {"worker": "処理の係(worker)", "sweep": "期限の巡回", "outbox": "メールの送信"}
MAIL_TONES = {MailState.QUEUED: "wait", MailState.SENT: "ok", MailState.EXHAUSTED: "stop"}
EXPECTED = {"sweep": timedelta(minutes=20), "outbox": timedelta(minutes=2)}
"""How old a sign of life may be; the worker's limit is a setting."""


class MessageList(ActingMixin):
    """What I was told, newest first."""

    title = "お知らせ"
    template_name = "messages/message_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page."""
        mine = _mine(self)
        shown = page_of(mine, request.GET.get("cursor"), order="-created_at")
        return self.page(shown=shown, has_unread=mine.unread().exists())


class MessagesRead(ActingMixin):
    """Mark all my messages as read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark them and go back to the list."""
        _mine(self).unread().filter(created_at__lte=self.at).update(read_at=self.at)
        return HttpResponseRedirect(reverse("people:messages"))


class MessageOpen(ActingMixin):
    """Mark one message as read and lead to what it is about."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mark it and lead on."""
        message = get_object_or_404(_mine(self), pk=pk)
        _mine(self).unread().filter(pk=pk).update(read_at=self.at)
        return HttpResponseRedirect(message.url or reverse("people:messages"))


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
        rows = [{"mail": mail, "tone": MAIL_TONES[MailState(mail.state)]} for mail in shown.rows]
        return self.page(shown=shown, rows=rows, state=state, states=OutboxMail.STATES)


class Health(AdministratorsMixin):
    """When each part of the background last showed itself, and what waits in the outbox."""

    title = "稼働状況"
    template_name = "messages/health.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        beats = {beat.name: beat for beat in Heartbeat.objects.order_by("name")}
        rows = [self._row(name, beats.get(name)) for name in dict.fromkeys([*PARTS, *beats])]
        exhausted = OutboxMail.objects.filter(state=MailState.EXHAUSTED).exists()
        late = OutboxMail.objects.due(self.at - timedelta(minutes=10)).exists()
        return self.page(rows=rows, exhausted=exhausted, late=late)

    def _row(self, name: str, beat: Heartbeat | None) -> dict[str, Any]:
        limit = EXPECTED.get(name, timedelta(seconds=getattr(settings, "HEARTBEAT_LIMIT_SECONDS", 30)))
        age = self.at - beat.beaten_at if beat else None
        fresh = age is not None and age <= limit
        words = f"{max(int(age.total_seconds()), 0)}秒前" if age is not None else "まだありません"
        return {"label": PARTS.get(name, name), "beat": beat, "age": words, "tone": "ok" if fresh else "warn"}


def _mine(view: ActingMixin) -> Any:
    return Message.objects.filter(person=cast("Person", view.actor.person))
