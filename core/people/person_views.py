"""A person's record: where it differs from other master data, the issue of a password."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.lifecycle.masters import MasterEdit, MasterMixin
from core.people.masters import PERSON
from core.people.passwords import issue_password
from core.staff.models import Appointment, Person


class PersonEdit(MasterEdit):
    """A person with his or her appointments and the button that issues a password."""

    template_name = "people/person_form.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """Add appointments, and the button for other people than oneself."""
        posts = Appointment.objects.filter(person=self.record).select_related("person", "unit").order_by("-starts_on")
        own = self.actor.person is not None and self.actor.person.pk == self.record.pk
        url = reverse("people:person_password", args=[self.record.pk]) if self.may_edit and not own else ""
        return super().context(**{"posts": posts, "password_url": url, **more})


class IssuePassword(MasterMixin):
    """A random password, shown on this answer only."""

    master = PERSON
    http_method_names = ["post"]
    title = "初期パスワード"
    template_name = "people/password_issued.html"

    def allow(self) -> None:
        """Exist for editors only."""
        super().allow()
        if not self.may_edit:
            raise Http404

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Issue it.

        Raises:
            Denied: for oneself.
        """
        person = get_object_or_404(Person, pk=pk)
        password = issue_password(person, by=self.actor, at=self.at)
        return self.page(person=person, password=password, back_url=self.master.row_url(person))
