"""Beginning a notice about an account, and writing it until it is settled."""

from datetime import date
from typing import Any, ClassVar, cast

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Account
from accounts.views.shared import above, accounts_for
from approvals.notices.actions import draft_notice, edit_notice, first_values
from approvals.notices.forms import FORMS
from approvals.notices.models import ChangeNotice
from approvals.notices.origins import with_origins
from approvals.notices.permissions import check_begin, check_edit, check_lives, visible_to
from approvals.notices.reviews import NoticeReview
from approvals.notices.states import NoticeKind
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import permits
from core.lifecycle.views import Crumbs, EditView, RecordFormView
from core.staff.authority import current_unit
from core.staff.models import Person

RELATED = (
    *("account__platform", "account__section__parent__parent", "platform", "on_account", "on_homepage", "consultation"),
    *("drafted_by", "decided_by", "decided_for"),
)


def visible(actor: Actor, on: date) -> QuerySet[ChangeNotice]:
    """Return the notices that exist for an actor, with what their pages name."""
    return visible_to(cast("Person", actor.person), on).select_related(*RELATED)


def visible_with_reviews(actor: Actor, on: date) -> QuerySet[ChangeNotice]:
    """Return the same with what deputies did on each and where it was begun, for its page."""
    reviews = NoticeReview.objects.select_related("deputy", "principal").order_by("pk")
    found = visible(actor, on).prefetch_related(Prefetch("reviews", reviews))
    return with_origins(found, cast("Person", actor.person), on)


def notice_url(notice: ChangeNotice) -> str:
    """Return the address of a notice's page."""
    return reverse("approvals:notice_detail", args=[notice.pk])


def words_to_mend(notice: ChangeNotice, refusal: Denied | None) -> list[tuple[str, str]]:
    """Return label and address of each field that a refusal names and that stands in the form of the words."""
    fields = FORMS[notice.kind].base_fields
    url = reverse("approvals:notice_edit", args=[notice.pk])
    named = refusal.fields if refusal is not None else ()
    return [(str(fields[name].label), f"{url}#id_{name}") for name in named if name in fields]


def planned(request: HttpRequest) -> str:
    """Return the day that the planner hands on, as text; anything else is read by the form."""
    return str(request.GET.get("planned_on", ""))[:10]


class NoticeNew(RecordFormView):
    """Begin a notice of a kind."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    template_name = "approvals/notices/form.html"
    submit_label = "案を保存する"
    done_message = "案を保存しました。内容を確かめて、提出してください。"
    kind: NoticeKind
    record: Account

    @classmethod
    def open_to(cls, account: Account, actor: Actor, on: date) -> bool:
        """Tell whether other pages lead a member of the section here; whether one is open already is said here."""
        return actor.belongs_to(current_unit(account.section, on)) and permits(check_lives, account)

    def load(self) -> None:
        """Refuse on opening the page who can not begin one; a POST is refused by the act itself."""
        super().load()
        self.form_class = FORMS[self.kind.value]
        if self.request.method != "POST":
            check_begin(self.record, self.actor, self.on)

    def asked_forms(self) -> Any:
        """Return the form of the kind."""
        return (FORMS[self.kind.value],)

    def parents(self) -> Crumbs:
        """Stand below the account."""
        return above(self.record)

    def form_arguments(self) -> dict[str, Any]:
        """Begin a change with the account's values, and the day that the planner hands on."""
        first = first_values(self.record) if self.kind == NoticeKind.CHANGE else {}
        return super().form_arguments() | {"initial": {**first, "planned_on": planned(self.request) or None}}

    def act(self, form: Any) -> ChangeNotice:
        """Begin it."""
        return draft_notice(self.record, self.kind, by=self.actor, at=self.at, **form.cleaned_data)

    def success_url(self, done: ChangeNotice) -> str:
        """Show it."""
        return notice_url(done)

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the account."""
        return super().context(**{"account": self.record, "over": self.record.title, **more})


class ChangeNew(NoticeNew):
    """Begin the notice of a change."""

    title = "変更の案を作る"
    kind = NoticeKind.CHANGE


class ClosureNew(NoticeNew):
    """Begin the notice of a closure."""

    title = "廃止の案を作る"
    kind = NoticeKind.CLOSURE


class NoticeEdit(EditView):
    """Write a notice that is not settled."""

    visible_to: ClassVar[Any] = staticmethod(visible)
    template_name = "approvals/notices/form.html"
    title = "案を直す"
    submit_label = "案を保存する"
    done_message = "案を保存しました。"
    record: ChangeNotice

    def load(self) -> None:
        """Refuse on opening the page who can not write it; a POST is refused by the act itself."""
        super().load()
        self.form_class = FORMS[self.record.kind]
        if self.request.method != "POST":
            check_edit(self.record, self.actor, self.on)

    def asked_forms(self) -> Any:
        """Return the forms that this address may hold."""
        return tuple(FORMS.values())

    def parents(self) -> Crumbs:
        """Stand below the notice."""
        return [*above(self.record.account), (str(self.record.get_kind_display()), notice_url(self.record))]

    def act(self, form: Any) -> ChangeNotice:
        """Write it as it was seen."""
        return edit_notice(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **form.cleaned_data)

    def success_url(self, done: ChangeNotice) -> str:
        """Show it."""
        return notice_url(done)

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the account."""
        return super().context(**{"account": self.record.account, "over": self.record.account.title, **more})
