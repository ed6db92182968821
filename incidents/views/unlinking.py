"""Undoing a link that was made by mistake, each on a page of its own (7-3, 第7)."""

from functools import cached_property
from typing import Any

from core.lifecycle.views import RecordFormView
from incidents.models import Incident, Task
from incidents.states import WORKED_ON
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
from publications.imitations.states import ImitationState

STAYS_DONE = "済みのまま残ります。警告がまだ要るときは、対応を再開するか、経過に書き足してください。"
GOES_ON, HAS_ENDED = "警告は、公開の一覧に出たままです。", "警告は、すでに終わっています。"
AS_RECORDED = "この結び付けで済みにした手順はないので、記録したまま残ります。"


class UnlinkPage(WithClosuresMixin, RecordFormView):
    """A page on which a link of an incident is undone."""

    form_class: Any = UnlinkForm
    submit_label = "外す"
    record: Incident

    def get_object(self) -> Incident:
        """Return the incident."""
        return self.one(self.kwargs["pk"])

    def load(self) -> None:
        """Refuse who can not, and what is not linked; what the page says of the link tells nobody else.

        Raises:
            Denied: the wrong person or moment, and where nothing was linked that stood before.
        """
        super().load()
        check_unlink(self.record, self.actor, self.on)

    def context(self, **more: Any) -> dict[str, Any]:
        """Say which incident it is."""
        return super().context(**{"rows": [("件名", self.record.title), *self.rows()], **more})

    def rows(self) -> list[tuple[str, str]]:
        """Return what the link is with, and what becomes of it."""
        raise NotImplementedError


class IncidentUnlinkWarning(UnlinkPage):
    """Take back that a standing warning is the incident's."""

    title = "公開の警告との結び付きを外す"
    form_class = UnlinkWarningForm
    done_message = "公開の警告との結び付きを外しました。"

    def load(self) -> None:
        """Refuse also what was entered from the incident."""
        super().load()
        self.linked = linked_warning(self.record)

    @cached_property
    def done(self) -> Task | None:
        """Return the step that the linking did."""
        return ended_by_link(self.record, self.linked)

    def form_arguments(self) -> dict[str, Any]:
        """Offer to put the step on the list once more, while the incident is worked on."""
        again = self.done if self.record.state in WORKED_ON else None
        return super().form_arguments() | {"again": again}

    def act(self, form: Any) -> Incident:
        """Undo it."""
        return unlink_warning(self.record, by=self.actor, at=self.at, seen=self.seen(), **form.cleaned_data)

    def rows(self) -> list[tuple[str, str]]:
        """Name the warning, and say what becomes of the step where nothing is asked about it."""
        warning = self.record.imitation
        assert warning is not None
        goes_on = GOES_ON if warning.state == ImitationState.WARNED else HAS_ENDED
        rows = [("公開の警告", f"{warning.title}\n{goes_on}")]
        if self.done is None:
            rows.append(("手順", AS_RECORDED))
        elif self.record.state not in WORKED_ON:
            rows.append((f"手順「{self.done}」", STAYS_DONE))
        return rows


class IncidentUnlinkClosure(UnlinkPage):
    """Take back that a closure under way is the incident's."""

    title = "アカウントの廃止との結び付きを外す"
    done_message = "アカウントの廃止との結び付きを外しました。"

    def load(self) -> None:
        """Refuse also what was begun from the incident, and what the person may not see."""
        super().load()
        check_linked_closure(self.record, self.actor, self.on)

    def act(self, form: Any) -> Incident:
        """Undo it."""
        return unlink_closure(self.record, by=self.actor, at=self.at, seen=self.seen(), **form.cleaned_data)

    def rows(self) -> list[tuple[str, str]]:
        """Name the closure."""
        closure = self.record.closure
        assert closure is not None
        words = f"{closure.get_state_display()}\n廃止の手続は、そのまま進みます。"
        return [("アカウントの廃止", words)]
