"""How I get reminders of deadlines by mail: one mail a day, or one for each; there is no way to get none."""

from typing import Any

from django import forms

from core.lifecycle.act import edit
from core.lifecycle.views import FormView
from core.people.authority_views import OwnMixin
from core.staff.models import MailChoice, Person
from core.ui.forms import UiForm
from core.ui.widgets import ChoiceRadios


class MailForm(UiForm):
    """One choice of two."""

    mail_choice = forms.ChoiceField(label="期限のお知らせのメール", choices=MailChoice.choices, widget=ChoiceRadios)


class ChooseMail(OwnMixin, FormView):
    """Choose between the daily mail and one for each reminder."""

    title = "メールの受け取り方"
    submit_label = "この受け取り方にする"
    done_message = "メールの受け取り方を変えました。"
    form_class = MailForm

    def form_arguments(self) -> dict[str, Any]:
        """Begin with the choice in force."""
        return super().form_arguments() | {"initial": {"mail_choice": self.person.mail_choice}}

    def act(self, form: Any) -> Person:
        """Store the choice."""
        return edit(self.person, by=self.actor, at=self.at, mail_choice=form.cleaned_data["mail_choice"])

    def context(self, **more: Any) -> dict[str, Any]:
        """Say what the choice is about."""
        lead = (
            "期限が近づいたときと、過ぎたときのお知らせを、どのように受け取るかを選びます。"
            "期限のお知らせを受け取らないことはできません。決裁や差戻しなどのお知らせは、そのつど届きます。"
        )
        return super().context(**{"lead": lead, **more})
