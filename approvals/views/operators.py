"""Who operates an account after its permission: joining, ending, and the change of the shared password (4-3)."""

from datetime import date
from typing import Any, ClassVar, cast

from django.db.models import QuerySet

from accounts.models import Account, Operator
from accounts.operators import operating
from accounts.views.shared import above, accounts_for
from approvals.account_permissions import check_operators, check_password_change
from approvals.actions import add_to_account, end_on_account, record_password_change
from approvals.drafting import staff_of
from approvals.forms.operator_forms import OperatorAddForm, OperatorEndForm, PasswordChangedForm
from approvals.forms.operator_formset import Choices
from approvals.models import PasswordChange
from approvals.views.accounts import account_url
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied
from core.lifecycle.moves import permits
from core.lifecycle.views import Crumbs, RecordFormView
from core.staff.models import Person
from core.ui.eras import era_date


class SectionActMixin(RecordFormView):
    """An act of the section on its account: opened and refused by one check, leading back to the account's page."""

    template_name = "approvals/account_act.html"
    lead: ClassVar[str] = ""

    @staticmethod
    def check(account: Account, by: Actor, on: date) -> None:
        """Raise `Denied` for whoever may not do it; pages that link here ask it too."""
        raise NotImplementedError

    @classmethod
    def open_to(cls, account: Account, by: Actor, on: date) -> bool:
        """Tell whether an actor may do it now."""
        return permits(cls.check, account, by, on)

    @property
    def account(self) -> Account:
        """Return the account."""
        return cast("Account", self.record)

    def load(self) -> None:
        """Fetch the record; on opening the page refuse the wrong person or state.

        Raises:
            Denied: a POST is refused by the act itself.
        """
        super().load()
        if self.request.method != "POST":
            type(self).check(self.account, self.actor, self.on)

    def parents(self) -> Crumbs:
        """Stand below the account in the registry."""
        return above(self.account)

    def success_url(self, done: Any) -> str:
        """Lead back to where the act was needed."""
        return account_url(self.account) + "#people"

    def context(self, **more: Any) -> dict[str, Any]:
        """Add account and lead."""
        return super().context(**{"account": self.account, "lead": self.lead, **more})


class OperatorAdd(SectionActMixin):
    """Let one person more operate the account."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    form_class = OperatorAddForm
    title = submit_label = "運用担当を加える"
    lead = "アカウントに入る人は、できるだけ少なくします。第4-3-(1)"
    done_message = "運用担当に加えました。"
    check = staticmethod(check_operators)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the section's staff who do not operate it yet."""
        known = {operator.person_id for operator in self.account.operators.filter(ends_on=None)}
        offered = [choice for choice in people_of_section(self.account, self.on) if choice[0] not in known]
        return super().form_arguments() | {"choices": offered}

    def act(self, form: OperatorAddForm) -> Operator:
        """Add."""
        given = form.cleaned_data
        try:
            person = Person.objects.get(pk=given["who"])
        except Person.DoesNotExist:
            raise Denied("職員を選び直してください。", "第4-1-(3)", field="person") from None
        return add_to_account(
            self.account, by=self.actor, at=self.at, person=person, access=given["access"], reason=given["reason"]
        )


def visible_operators(actor: Actor, on: date) -> QuerySet[Operator]:
    """Return the operators of the accounts that exist for an actor."""
    seen = accounts_for(actor, on).order_by().values("pk")
    return Operator.objects.filter(account__in=seen).select_related(
        "person", "account__platform", "account__section__parent__parent"
    )


class OperatorEnd(SectionActMixin):
    """End one person's part in the account."""

    visible_to: ClassVar[Any] = staticmethod(visible_operators)
    form_class = OperatorEndForm
    title = submit_label = "運用担当から外す"
    lead = "きょうから、この人はアカウントを運用できません。"
    done_message = "運用担当から外しました。"
    check = staticmethod(check_operators)
    record: Operator

    @property
    def account(self) -> Account:
        """Return the operator's account."""
        return self.record.account

    def act(self, form: OperatorEndForm) -> Operator:
        """End."""
        return end_on_account(self.record, by=self.actor, at=self.at, reason=form.cleaned_data["reason"])

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the person, and what follows from the access."""
        operator = self.record
        rows = [("氏名", operator.person.name), ("入り方", operator.get_access_display()), ("理由", operator.reason)]
        return super().context(**{"rows": rows, "asks_change": operator.handles_password, **more})


class PasswordChanged(SectionActMixin):
    """Record that the shared password was changed."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    form_class = PasswordChangedForm
    title = "共用のパスワードの変更を記録する"
    submit_label = "変更を記録する"
    lead = "運用担当が変わったら、速やかに変えます。第4-3-(2) パスワードそのものは、どこにも書かないでください。"
    check = staticmethod(check_password_change)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the section's people and the operators."""
        return super().form_arguments() | {"choices": changers(self.account, self.on), "on": self.on}

    def act(self, form: PasswordChangedForm) -> PasswordChange:
        """Record."""
        given = form.cleaned_data
        changed_by = Person.objects.get(pk=given["changed_by"])
        return record_password_change(
            self.account, by=self.actor, at=self.at, changed_by=changed_by, changed_on=given["changed_on"]
        )

    def context(self, **more: Any) -> dict[str, Any]:
        """Show the last change."""
        last = self.account.password_changes.select_related("changed_by").order_by("-changed_on", "-pk").first()
        rows = [("前回の変更", f"{era_date(last.changed_on)} {last.changed_by.name}")] if last else []
        return super().context(**{"rows": rows, **more})


def people_of_section(account: Account, on: date) -> Choices:
    """Return the staff and head of an account's section as choices."""
    return [(held.person_id, f"{held.person.name}({held.label})") for held in staff_of(account.section, on)]


def changers(account: Account, on: date) -> Choices:
    """Return who may have changed an account's shared password: the section's people and the operators, as choices."""
    people = {one.person_id: one.person.name for one in operating(account, on)}
    return list((people | dict(people_of_section(account, on))).items())
