"""The issue of a password by two people: look, confirm and see it once, or take the request back."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.lifecycle.errors import Denied
from core.lifecycle.moves import open_to
from core.lifecycle.trails import timeline
from core.lifecycle.views import Crumbs, MoveView, VisibleMixin
from core.people import passwords
from core.people.appointment_forms import ConfirmForm, DeclineForm
from core.people.moves import DECLINE_PASSWORD, ISSUE_PASSWORD
from core.people.permissions import issues_visible_to
from core.people.switching import SwitchingMixin
from core.staff.models import PasswordIssue
from core.staff.states import PasswordIssueState

TONES = {PasswordIssueState.REQUESTED: "wait", PasswordIssueState.ISSUED: "ok", PasswordIssueState.DECLINED: "end"}
URLS = {"issue": "people:password_confirm", "decline": "people:password_decline"}


class IssueMixin(SwitchingMixin, VisibleMixin):
    """What the pages of one issue share."""

    def get_queryset(self) -> QuerySet[Any]:
        """Return all issues for those in charge, auditors and the office above."""
        return issues_visible_to(self.actor).select_related("person", "asked_by", "issued_by")

    def success_url(self, done: Any) -> str:
        """Go on at the issue."""
        return reverse("people:password_issue", args=[done.pk])


class IssueDetail(IssueMixin):
    """One issue: who asked, who issued, its history, and what can be done now."""

    template_name = "people/entry_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the issue."""
        self.issue: PasswordIssue = self.get_object()
        moves = open_to((ISSUE_PASSWORD, DECLINE_PASSWORD), self.issue, self.actor, self.on)
        return self.page(
            record=self.issue,
            rows=issue_rows(self.issue),
            tone=TONES[PasswordIssueState(self.issue.state)],
            buttons=[(move.label, reverse(URLS[move.name], args=[pk])) for move in moves],
            why_not=self._why_not(),
            history=timeline(self.issue),
        )

    def get_title(self) -> str:
        """Return the issue in words."""
        return str(self.issue)

    def _why_not(self) -> Denied | None:
        """Return why a request that waits can not be confirmed by this person."""
        if self.issue.state != PasswordIssueState.REQUESTED:
            return None
        return ISSUE_PASSWORD.why_not(self.issue, self.actor, self.on)


class IssueFormMixin(IssueMixin, MoveView):
    """A form about one issue, below its page."""

    def parents(self) -> Crumbs:
        """Lead back to the issue."""
        return [(str(self.record), self.success_url(self.record))]

    def context(self, **more: Any) -> dict[str, Any]:
        """Show what is asked for above the form."""
        return super().context(**{"rows": issue_rows(self.record), **more})


class IssueConfirm(IssueFormMixin):
    """The second person's confirmation, answered with the password."""

    move = ISSUE_PASSWORD
    form_class = ConfirmForm

    def act(self, form: Any) -> PasswordIssue:
        """Issue what was seen to be asked for, and keep the password for the answer."""
        issue: PasswordIssue = self.record
        self.password = passwords.confirm_password(issue, by=self.actor, at=self.at, seen=self.seen() or "")
        return issue

    def finish(self, done: Any) -> HttpResponse:
        """Show the password on this answer only."""
        self.template_name = "people/password_issued.html"
        return self.page(person=self.record.person, password=self.password, back_url=self.success_url(self.record))


class IssueDecline(IssueFormMixin):
    """Taking the request back."""

    move = DECLINE_PASSWORD
    form_class = DeclineForm
    done_message = "取りやめました。"

    def act(self, form: Any) -> PasswordIssue:
        """Decline with a reason."""
        reason = form.cleaned_data["reason"]
        return passwords.decline_password(self.record, by=self.actor, at=self.at, reason=reason, seen=self.seen() or "")


def issue_rows(issue: PasswordIssue) -> list[tuple[str, object]]:
    """Return an issue as name and value pairs for `{% facts %}`."""
    return [
        ("職員", f"{issue.person.name}(職員番号 {issue.person.staff_number})"),
        ("申請した人", issue.asked_by.name),
        ("発行した人", issue.issued_by.name if issue.issued_by else None),
    ]
