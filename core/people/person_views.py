"""A person's record: where it differs from other master data, and the issue of a password."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.lifecycle.masters import MasterMixin
from core.people import passwords, throttle
from core.people.leaving import edit_person
from core.people.masters import PERSON
from core.people.releasing import release_sign_in
from core.people.switching import SwitchingEdit
from core.people.trying import end_words
from core.staff.models import Appointment, PasswordIssue, Person
from core.staff.states import PasswordIssueState


class PersonEdit(SwitchingEdit):
    """A person with his or her appointments and the button that issues a password."""

    template_name = "people/person_form.html"

    def act(self, form: Any) -> Person:
        """Change the record with what follows from it."""
        return edit_person(self.record, by=self.actor, at=self.at, seen=self.seen() or "", values=self.values(form))

    def context(self, **more: Any) -> dict[str, Any]:
        """Add appointments, and the issue of a password."""
        found = Appointment.objects.filter(person=self.record).select_related("person", "unit").order_by("-starts_on")
        posts = list(found)
        issues = list(PasswordIssue.objects.filter(person=self.record).order_by("-pk"))
        shown = {"posts": posts, "issues": issues, "takes_two": passwords.takes_two(self.record, self.on, posts)}
        failures, until = throttle.limits_of(self.record.staff_number, self.at)
        closed = end_words(until, self.at) if until else ""
        limits = {"failures": failures, "closed": closed, "release_url": self._release_url() if failures else ""}
        return super().context(**{**shown, **limits, "password_url": self._password_url(issues), **more})

    @property
    def _is_own(self) -> bool:
        return self.actor.person is not None and self.actor.person.pk == self.record.pk

    def _release_url(self) -> str:
        """Return where to end the limits on the person's sign-in, for others than oneself."""
        return reverse("people:person_release", args=[self.record.pk]) if self.may_edit and not self._is_own else ""

    def _password_url(self, issues: list[PasswordIssue]) -> str:
        """Return where to ask for a password: for others who have not left and wait for none."""
        waiting = any(issue.state == PasswordIssueState.REQUESTED for issue in issues)
        open_to = self.may_edit and not self._is_own and self.record.is_active and not waiting
        return reverse("people:person_password", args=[self.record.pk]) if open_to else ""


class PersonAct(MasterMixin):
    """An act on a person's record, from a button of its page."""

    master = PERSON
    http_method_names = ["post"]

    def allow(self) -> None:
        """Exist for editors only."""
        super().allow()
        if not self.may_edit:
            raise Http404

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Act on the person.

        Raises:
            Denied: for oneself.
        """
        return self.act(get_object_or_404(Person, pk=pk))

    def act(self, person: Person) -> HttpResponse:
        """Do it and answer."""
        raise NotImplementedError


class IssuePassword(PersonAct):
    """A random password, shown on this answer only; for people who decide, the request for one."""

    title = "初期パスワード"
    template_name = "people/password_issued.html"

    def act(self, person: Person) -> HttpResponse:
        """Issue it, or ask for a second person."""
        if passwords.takes_two(person, self.on):
            issue = passwords.ask_password(person, by=self.actor, at=self.at)
            messages.success(self.request, "申請しました。別の担当者が確認して発行し、本人に渡します。")
            return HttpResponseRedirect(reverse("people:password_issue", args=[issue.pk]))
        password = passwords.issue_password(person, by=self.actor, at=self.at)
        return self.page(person=person, password=password, back_url=self.master.row_url(person))


class ReleaseSignIn(PersonAct):
    """End the limits that failures have put on a person's sign-in."""

    def act(self, person: Person) -> HttpResponse:
        """Forget the failures."""
        release_sign_in(person, by=self.actor, at=self.at)
        messages.success(self.request, f"{person.name}さんのサインインの制限を解きました。")
        return HttpResponseRedirect(self.master.row_url(person))
