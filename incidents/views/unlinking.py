"""Undoing a link that was made by mistake, each on a page of its own (7-3, 第7)."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse

from approvals.notices.states import OPEN, NoticeState
from core.audit.history import Entry
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.requests import acting_request
from core.lifecycle.views import RecordFormView
from incidents.doubles import LED_ELSEWHERE
from incidents.models import Incident, IncidentQuerySet, Task
from incidents.states import WORKED_ON
from incidents.tasking import asks_for
from incidents.unlink_forms import UnlinkForm, UnlinkWarningForm
from incidents.unlinking import (
    check_linked_closure,
    check_unlink,
    ended_by_link,
    linked_warning,
    unlink_closure,
    unlink_warning,
)
from incidents.views.shared import WithClosuresMixin
from incidents.warning import CODE
from publications.imitations.states import ImitationState

STAYS_DONE = (
    "済みのまま残ります。手順をもう一度載せるときは、先に対応を再開し、それから外してください。"
    "警告が要らないときは、このまま外してください。"
)
OF_DOUBLE = (
    "済みのまま残ります。警告がまだ要るときは、統合した先の手順で決めるか、統合した先の経過に書き足してください。"
)
GOES_ON, HAS_ENDED = "警告は、公開の一覧に出たままです。", "警告は、すでに終わっています。"
AS_RECORDED = "この結び付けで済みにした手順はないので、記録したまま残ります。"
PROCEEDS = "廃止の手続は、そのまま進みます。"
CALLED_OFF = "この廃止は、すでに中止されています。"
EFFECTED = "この廃止は、すでに実施されています。外しても、変わりません。"


class UnlinkPage(WithClosuresMixin, RecordFormView):
    """A page on which a link of an incident is undone."""

    form_class: Any = UnlinkForm
    submit_label = "外す"
    record: Incident

    def visible(self) -> IncidentQuerySet:
        """Read with each who leads what it goes on as."""
        return super().visible().select_related(*LED_ELSEWHERE)

    def get_object(self) -> Incident:
        """Return the incident."""
        return self.one(self.kwargs["pk"])

    def load(self) -> None:
        """Refuse on GET who can not, and what is not linked; a POST is refused by the act itself, with what was typed.

        Raises:
            Denied: the wrong person or moment, and where nothing was linked that stood before.
        """
        super().load()
        if self.request.method != "POST":
            check_unlink(self.record, self.actor, self.on)
            self.check_linked()

    def check_linked(self) -> None:
        """Refuse where nothing is linked, and what was begun from the incident."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Undo it; a conflict page leads back to the incident, for the link may be undone by then."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict:
            acting_request(request).back_url = self.page_url
            raise

    def context(self, **more: Any) -> dict[str, Any]:
        """Say which incident it is, of a double what it was merged into."""
        target = self.record.merged_into
        into = [] if target is None else [("統合した先", f"問題 {target.number}")]
        return super().context(**{"rows": [("件名", self.record.title), *into, *self.rows()], **more})

    def rows(self) -> list[tuple[str, str]]:
        """Return what the link is with, and what becomes of it; nothing where there is none."""
        raise NotImplementedError


class IncidentUnlinkWarning(UnlinkPage):
    """Take back that a standing warning is the incident's."""

    title = "公開の警告との結び付きを外す"
    form_class = UnlinkWarningForm
    done_message = "公開の警告との結び付きを外しました。"

    def check_linked(self) -> None:
        """Refuse also what was entered from the incident."""
        self.linked = linked_warning(self.record)

    @cached_property
    def linked(self) -> Sequence[Entry]:
        """Return the acts that linked a warning; nothing where none is linked any more."""
        try:
            return linked_warning(self.record)
        except Denied:
            return ()

    @cached_property
    def done(self) -> Task | None:
        """Return the step that the linking did."""
        return ended_by_link(self.record, self.linked) if self.linked else None

    def form_arguments(self) -> dict[str, Any]:
        """Offer to put the step on the list once more, while the incident is worked on."""
        again = self.done if self.record.state in WORKED_ON else None
        is_asked = again is not None and asks_for(self.record.kind, CODE)
        return super().form_arguments() | {"again": again, "is_asked": is_asked}

    def act(self, form: Any) -> Incident:
        """Undo it."""
        return unlink_warning(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **form.cleaned_data)

    def rows(self) -> list[tuple[str, str]]:
        """Name the warning, and say what becomes of the step where nothing is asked about it."""
        warning = self.record.imitation
        if warning is None or not self.linked:
            return []
        goes_on = GOES_ON if warning.state == ImitationState.WARNED else HAS_ENDED
        rows = [("公開の警告", f"{warning.title}\n{goes_on}")]
        if self.done is None:
            rows.append(("手順", AS_RECORDED))
        elif self.record.state not in WORKED_ON:
            stays = STAYS_DONE if self.record.merged_into is None else OF_DOUBLE
            rows.append((f"手順「{self.done}」", stays))
        return rows


class IncidentUnlinkClosure(UnlinkPage):
    """Take back that a closure under way is the incident's."""

    title = "アカウントの廃止との結び付きを外す"
    done_message = "アカウントの廃止との結び付きを外しました。"

    def check_linked(self) -> None:
        """Refuse also what was begun from the incident, and what the person may not see."""
        check_linked_closure(self.record, self.actor, self.on)

    def act(self, form: Any) -> Incident:
        """Undo it."""
        return unlink_closure(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **form.cleaned_data)

    def rows(self) -> list[tuple[str, str]]:
        """Name the closure, where it exists for the person, and say what becomes of it."""
        seen: Any = self.record
        closure = self.record.closure
        if closure is None or not seen.opens_closure:
            return []
        over = CALLED_OFF if closure.state == NoticeState.CANCELLED else EFFECTED
        words = PROCEEDS if closure.state in OPEN else over
        return [("アカウントの廃止", f"{closure.get_state_display()}\n{words}")]
