"""The versions of an account: the list, one version, two side by side, and writing."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import Account
from accounts.views.shared import above, accounts_for
from core.lifecycle.moves import permits
from core.lifecycle.views import Crumbs, EditView, RecordFormView, VisibleMixin
from policies.actions import draft_policy, edit_policy, first_words
from policies.comparison import compare
from policies.forms import CompareForm, VersionForm
from policies.models import MediaPolicy
from policies.permissions import check_draft, check_edit
from policies.presentation import decided_words, review_late
from policies.views.shared import list_url, visible


class AccountPage(VisibleMixin):
    """A page about the versions of one account."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    account: Account

    def versions(self) -> list[MediaPolicy]:
        """Return the versions the actor may see, the newest first.

        Raises:
            Http404: when the account is not for the actor's eyes.
        """
        self.account = self.get_object()
        return list(visible(self.actor, self.on).filter(account=self.account).newest_first())

    def parents(self) -> Crumbs:
        """Stand below the account."""
        return above(self.account)


class PolicyList(AccountPage):
    """All versions of an account that the actor may see."""

    template_name = "policies/policy_list.html"

    def get_title(self) -> str:
        """Return what is listed."""
        return "メディアポリシーの版"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show them."""
        versions = self.versions()
        lines = [{"policy": one, "decided": decided_words(one), "late": review_late(one, self.on)} for one in versions]
        may_draft = permits(check_draft, self.account, self.actor, self.on)
        return self.page(account=self.account, lines=lines, may_draft=may_draft, may_compare=len(versions) > 1)


class PolicyCompare(AccountPage):
    """Two versions side by side."""

    template_name = "policies/policy_compare.html"

    def get_title(self) -> str:
        """Return what is compared."""
        return "版を比べる"

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [*super().parents(), ("メディアポリシーの版", list_url(self.account))]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the two that the address names, without them the two newest."""
        versions = self.versions()
        if len(versions) < 2:
            return self.page(account=self.account, form=None)
        newest = {"older": versions[1].number, "newer": versions[0].number}
        form = CompareForm(request.GET if {"older", "newer"} & set(request.GET) else newest, versions=versions)
        if not form.is_valid():
            return self.page(account=self.account, form=form)
        by_number = {one.number: one for one in versions}
        older, newer = (by_number[form.cleaned_data[name]] for name in ("older", "newer"))
        found = compare(older, newer)
        return self.page(account=self.account, form=form, older=older, newer=newer, found=found)


class PolicyNew(RecordFormView):
    """Begin the next version with the words of the one in force."""

    template_name = "policies/policy_form.html"
    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    form_class = VersionForm
    submit_label = "案を保存する"
    done_message = "案を保存しました。まだ提出していません。"
    record: Account

    def load(self) -> None:
        """Refuse on opening the page where no version can be begun.

        Raises:
            Denied: the wrong person, state or moment; a POST is refused by the act itself.
        """
        super().load()
        if self.request.method != "POST":
            check_draft(self.record, self.actor, self.on)

    def get_title(self) -> str:
        """Return the act."""
        return "新しい版を作る"

    def parents(self) -> Crumbs:
        """Stand below the list."""
        return [*above(self.record), ("メディアポリシーの版", list_url(self.record))]

    def form_arguments(self) -> dict[str, Any]:
        """Begin with the words in force."""
        return super().form_arguments() | {"instance": MediaPolicy(account=self.record, **first_words(self.record))}

    def act(self, form: forms.BaseForm) -> MediaPolicy:
        """Draft."""
        return draft_policy(self.record, by=self.actor, at=self.at, **form.cleaned_data)

    def success_url(self, done: MediaPolicy) -> str:
        """Show the draft."""
        return reverse("policies:policy_detail", args=[done.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the account whose service is ②."""
        return super().context(**{"account": self.record, "over": self.record.title, **more})


class PolicyEdit(EditView):
    """Write a version that is being made."""

    template_name = "policies/policy_form.html"
    visible_to: ClassVar[Any] = staticmethod(visible)
    form_class = VersionForm
    submit_label = "案を保存する"
    done_message = "案を保存しました。"
    record: MediaPolicy

    def load(self) -> None:
        """Refuse on opening the page what can not be written.

        Raises:
            Denied: the wrong person or state; a POST is refused by the act itself.
        """
        super().load()
        if self.request.method != "POST":
            check_edit(self.record, self.actor, self.on)

    def get_title(self) -> str:
        """Return the act."""
        return "案を直す"

    def parents(self) -> Crumbs:
        """Stand below the version."""
        account = self.record.account
        version = (f"第{self.record.number}版", self.success_url(self.record))
        return [*above(account), ("メディアポリシーの版", list_url(account)), version]

    def act(self, form: forms.BaseForm) -> MediaPolicy:
        """Write it as it was seen."""
        return edit_policy(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **form.cleaned_data)

    def success_url(self, done: MediaPolicy) -> str:
        """Show the version."""
        return reverse("policies:policy_detail", args=[done.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the account whose service is ②."""
        account = self.record.account
        return super().context(**{"account": account, "over": f"{account.title} 第{self.record.number}版", **more})
