"""Screens of appointments and deputyships: enter, look, confirm, decline, end."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from core.lifecycle.errors import Denied
from core.lifecycle.masters import Master, MasterCreate, MasterMixin
from core.lifecycle.moves import Move, open_to
from core.lifecycle.trails import timeline
from core.lifecycle.views import Crumbs, MoveView, RecordFormView, VisibleMixin
from core.people import appointing, permissions
from core.people.appointment_forms import ConfirmForm, DeclineForm, EndForm
from core.people.masters import APPOINTMENT, DEPUTYSHIP
from core.people.moves import (
    CONFIRM_APPOINTMENT,
    CONFIRM_DEPUTYSHIP,
    DECLINE_APPOINTMENT,
    DECLINE_DEPUTYSHIP,
)
from core.people.switching import SwitchingMixin
from core.staff.models import Appointment, Deputyship
from core.staff.models.appointment import Dated
from core.staff.states import AppointmentState

MOVES: dict[str, tuple[Move, Move]] = {
    "appointment": (CONFIRM_APPOINTMENT, DECLINE_APPOINTMENT),
    "deputyship": (CONFIRM_DEPUTYSHIP, DECLINE_DEPUTYSHIP),
}
TONES = {AppointmentState.PROPOSED: "wait", AppointmentState.CONFIRMED: "ok", AppointmentState.DECLINED: "end"}


class EntryCreate(SwitchingMixin, MasterCreate):
    """Enter an appointment or name a deputy."""

    def form_arguments(self) -> dict[str, Any]:
        """Offer what exists today."""
        return super().form_arguments() | {"on": self.on}

    def act(self, form: Any) -> Any:
        """Enter it; it may wait for a second person."""
        entering: Any = appointing.enter_appointment if self.master is APPOINTMENT else appointing.enter_deputyship
        return entering(by=self.actor, at=self.at, **form.cleaned_data)

    def finish(self, done: Any) -> HttpResponse:
        """Say whether it has effect, and warn when others hold the same office."""
        waits = done.state == AppointmentState.PROPOSED
        self.done_message = "登録しました。別の担当者が確認すると有効になります。" if waits else "登録しました。"
        if isinstance(done, Appointment) and (others := appointing.others_in_office(done)):
            names = "、".join(other.person.name for other in others)
            messages.warning(self.request, f"同じ期間に、{names}さんも{done.label}に就いています。")
        return super().finish(done)


class EntryMixin(SwitchingMixin, MasterMixin, VisibleMixin):
    """What the pages of one appointment or deputyship share."""

    def get_queryset(self) -> QuerySet[Any]:
        """Return all entries for those in charge, auditors and the office above."""
        found = permissions.entries_visible_to(_model(self.master), self.actor)
        return found.select_related(*self.master.related, "entered_by", "confirmed_by")


class EntryDetail(EntryMixin):
    """One entry: its data, who entered and confirmed it, its history, and what can be done now."""

    template_name = "people/entry_detail.html"

    def allow(self) -> None:
        """Exist for readers of the list and for the office above them; the queryset says which entries."""
        if self.actor.office not in permissions.READING_ENTRIES:
            raise Http404

    def parents(self) -> Crumbs:
        """Lead back to the list where there is one for this office."""
        return super().parents() if self.actor.office in self.master.readers else []

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the entry."""
        self.entry = self.get_object()
        moves = open_to(MOVES[self.master.slug], self.entry, self.actor, self.on)
        buttons = [(m.label, reverse(f"people:{self.master.slug}_{m.name}", args=[pk])) for m in moves]
        return self.page(
            record=self.entry,
            rows=entry_rows(self.entry),
            tone=TONES[AppointmentState(self.entry.state)],
            buttons=buttons,
            end_url=self._end_url(),
            why_not=self._why_not(),
            history=timeline(self.entry),
        )

    def get_title(self) -> str:
        """Return the entry in words."""
        return str(self.entry)

    def _end_url(self) -> str:
        try:
            permissions.check_end(self.entry, self.actor)
        except Denied:
            return ""
        over = self.entry.ends_on is not None and self.entry.ends_on < self.on
        return "" if over else reverse(f"people:{self.master.slug}_end", args=[self.entry.pk])

    def _why_not(self) -> Denied | None:
        """Return why an entry that waits can not be confirmed by this person."""
        if self.entry.state != AppointmentState.PROPOSED:
            return None
        return MOVES[self.master.slug][0].why_not(self.entry, self.actor, self.on)


class EntryFormMixin(EntryMixin, RecordFormView):
    """A form about one entry, below its page."""

    def allow(self) -> None:
        """Exist for those in charge only."""
        super().allow()
        if not self.may_edit:
            raise Http404

    def parents(self) -> Crumbs:
        """Lead back to the entry."""
        return [*super().parents(), (str(self.record), self.master.row_url(self.record))]

    def success_url(self, done: Any) -> str:
        """Go on at the entry."""
        return self.master.row_url(done)

    def context(self, **more: Any) -> dict[str, Any]:
        """Show the entry's data above the form."""
        return super().context(**{"rows": entry_rows(self.record), **more})


class EntryConfirm(EntryFormMixin, MoveView):
    """The second person's confirmation."""

    form_class = ConfirmForm
    done_message = "確定しました。"

    def posted_act(self) -> str:
        """Name the move of this kind of entry."""
        return MOVES[self.master.slug][0].label

    def load(self) -> None:
        """Use the move of this kind of entry."""
        self.move = MOVES[self.master.slug][0]
        super().load()

    def act(self, form: Any) -> Any:
        """Confirm what was seen."""
        return appointing.confirm(self.record, by=self.actor, at=self.at, seen=self.seen() or "")


class EntryDecline(EntryFormMixin, MoveView):
    """Taking an entry back."""

    form_class = DeclineForm
    done_message = "取りやめました。"

    def load(self) -> None:
        """Use the move of this kind of entry."""
        self.move = MOVES[self.master.slug][1]
        super().load()

    def act(self, form: Any) -> Any:
        """Decline with a reason."""
        reason = form.cleaned_data["reason"]
        return appointing.decline(self.record, by=self.actor, at=self.at, reason=reason, seen=self.seen() or "")


class EntryEnd(EntryFormMixin):
    """Bringing the last day forward."""

    title = "最後の日を登録する"
    submit_label = "この日で終える"
    form_class = EndForm
    done_message = "最後の日を登録しました。"

    def load(self) -> None:
        """Refuse entries that can not be ended."""
        super().load()
        permissions.check_end(self.record, self.actor)

    def act(self, form: Any) -> Any:
        """End the entry as it was seen."""
        day = form.cleaned_data["ends_on"]
        return appointing.end_entry(
            self.record, by=self.actor, at=self.at, ends_on=day, on=self.on, seen=self.seen() or ""
        )


def entry_rows(entry: Dated) -> list[tuple[str, object]]:
    """Return an entry as name and value pairs for `{% facts %}`."""
    shared = [
        ("開始日", entry.starts_on),
        ("最後の日", entry.ends_on or "決まっていない"),
        ("登録した人", entry.entered_by.name if entry.entered_by else "自動処理"),
        ("確認した人", entry.confirmed_by.name if entry.confirmed_by else None),
    ]
    if isinstance(entry, Deputyship):
        principal = entry.principal
        own = [("代決者", entry.deputy.name), ("代わられる職", str(principal)), ("理由", entry.reason)]
    elif isinstance(entry, Appointment):
        person = f"{entry.person.name}(職員番号 {entry.person.staff_number})"
        own = [("職員", person), ("職", entry.get_office_display()), ("部署", entry.unit.name), ("呼び名", entry.label)]
    return [*own, *shared]


def _model(master: Master) -> type[Dated]:
    return Appointment if master is APPOINTMENT else Deputyship


ENTRIES = (APPOINTMENT, DEPUTYSHIP)
