"""My messages.

Whether a message was read is no business of the records: it is a plain column, changed by POST only.
"""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.lifecycle.cursors import page_of
from core.lifecycle.views import ActingMixin
from core.notifications.models import Message
from core.staff.models import Person


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


def _mine(view: ActingMixin) -> Any:
    return Message.objects.filter(person=cast("Person", view.actor.person))
