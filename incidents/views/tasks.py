"""Judging a task and recording its doing, each on a page of its own (第7)."""

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm

from approvals.views.operators import changers
from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.views import MoveView, RecordFormView
from core.periods.clock import japan_date
from core.staff.models import Person
from core.ui.eras import era_datetime
from incidents import actions, forms
from incidents.access import do_with_password, first_day_offered, not_owed
from incidents.choices import NONE
from incidents.models import Incident, Task
from incidents.moves.task import DO, NEED, SKIP
from incidents.password_form import DoWithPasswordForm
from incidents.permissions import other_account
from incidents.presentation import bearer_words
from incidents.rules import ACCESS_TASKS
from incidents.standing_warning import check_link, link_warning, warnings_for
from incidents.views.shared import OneIncidentMixin
from incidents.warning import CLAUSE, check_warn, warn_public
from incidents.warning_forms import LinkWarningForm
from publications.imitations.forms import ImitationForm
from publications.imitations.models import Imitation

NONE_STANDS = "報告されたURLか、まねられたアカウントについて、いま出ている公開の警告がありません。"


class TaskPage(OneIncidentMixin):
    """A page about a task of an incident."""

    record: Task

    @property
    def incident(self) -> Incident:
        """Return the incident of the task."""
        return self.record.incident

    def get_object(self) -> Task:
        """Return a task of an incident that the person may see."""
        found: Task = self.part(Task.objects.all())
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        """Say what the task asks for, and by when."""
        task = self.record
        rows = [
            ("手順", str(task)),
            ("説明", task.words),
            ("条項", task.clause),
            ("担当", bearer_words(task)),
            ("期限", f"{era_datetime(task.due_at)}(市の内部目標)" if task.due_at is not None else ""),
            ("文の下書き", task.template),
        ]
        return super().context(**{"rows": [row for row in rows if row[1]], **more})


class TaskMove(TaskPage, MoveView):
    """An act on a task of an incident."""

    def get_title(self) -> str:
        """Name the task."""
        return f"{self.move.label}:{self.record}"


class TaskNeed(TaskMove):
    """Judge that the situation requires it."""

    move = NEED
    form_class = forms.NeedForm
    done_message = "必要と判断したことを記録しました。"

    def act(self, form: Any) -> Task:
        """Judge it."""
        reason = form.cleaned_data["needed_for"]
        return actions.judge_task(self.record, by=self.actor, at=self.at, is_needed=True, reason=reason)


class TaskSkip(TaskMove):
    """Judge that the situation does not require it."""

    move = SKIP
    form_class = forms.SkipForm
    done_message = "不要と判断したことを記録しました。"

    def act(self, form: Any) -> Task:
        """Judge it."""
        reason = form.cleaned_data["unneeded_for"]
        return actions.judge_task(self.record, by=self.actor, at=self.at, is_needed=False, reason=reason)


class TaskDo(TaskMove):
    """Record its doing."""

    move = DO
    form_class: type[forms.DoForm] = forms.DoForm
    done_message = "したことを記録しました。"

    def asked_forms(self) -> tuple[type[BaseForm], ...]:
        """Return the form with all fields that it may have."""
        return (DoWithPasswordForm,)

    def load(self) -> None:
        """Offer the change of the password, too, where it waits; what was ticked is not left out unsaid.

        Raises:
            Conflict: the access that was changed is that of another account than the incident's by now.
        """
        super().load()
        posted = self.request.method == "POST"
        if posted and self.named_account and self.seen() not in {None, self.named_account}:
            # without the incident: the version that the form names is that of the task
            raise Conflict(other_account(self.incident).reason)
        self.first = first_day_offered(self.record, self.actor, self.on)
        if self.first is not None or (posted and "changes_password" in self.request.POST):
            self.form_class = DoWithPasswordForm

    @property
    def named_account(self) -> str:
        """Return what the page of a step about an account's access names that account by; empty of another step."""
        account = self.incident.account
        if self.record.code not in ACCESS_TASKS:
            return ""
        return account.stream if account is not None else NONE

    def form_arguments(self) -> dict[str, Any]:
        """Ask of what recurs whether it comes again, and of a new password who changed it when."""
        given = super().form_arguments() | {"task": self.record}
        if self.form_class is not DoWithPasswordForm:
            return given
        account = self.incident.account
        choices = changers(account, self.on) if account is not None else []
        return given | {"choices": choices, "first": self.first, "initial": {"changed_on": self.on}}

    def act(self, form: Any) -> Task:
        """Record it, with the change of the password where that is ticked."""
        typed = form.cleaned_data
        said: dict[str, Any] = {"by": self.actor, "at": self.at, "result": typed["result"]}
        said["next_one"] = typed.get("next", "")
        if not typed.get("changes_password"):
            return actions.do_task(self.record, **said)
        account = self.incident.account
        if account is None:
            raise not_owed()
        changed_by = Person.objects.filter(pk=typed["changed_by"]).first()
        self.done_message = "したことと、共用のパスワードの変更を記録しました。"
        said |= {"account": account, "changed_by": changed_by, "changed_on": typed["changed_on"]}
        return do_with_password(self.record, **said)

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the account whose access the step is about; it is what was seen."""
        if not self.named_account:
            return super().context(**more)
        found = super().context(**more)
        account = self.incident.account
        rows = [("アカウント", account.title)] if account is not None else []
        seen = found["seen"] if self.request.method == "POST" else self.named_account
        return found | {"rows": [*rows, *found["rows"]], "seen": seen}


class TaskWarn(TaskPage, RecordFormView):
    """Warn the public of an imitation, begun from what was reported."""

    title = "公開の一覧で警告する"
    form_class = ImitationForm
    submit_label = "登録して警告する"
    done_message = "公開の一覧で警告し、したことに記録しました。"

    def load(self) -> None:
        """Refuse on GET who can not warn by this task; a POST is refused by the act itself.

        Raises:
            Denied: the wrong person, task or moment.
        """
        super().load()
        if self.request.method != "POST":
            check_warn(self.record, self.actor, self.on)

    def form_arguments(self) -> dict[str, Any]:
        """Begin with the reported address and the account that is imitated."""
        incident, account = self.incident, self.incident.account
        first = {"url": incident.post_url[:300], "first_seen_on": japan_date(incident.noticed_at)}
        first |= {"platform": account.platform, "resembling": account.url} if account is not None else {}
        return super().form_arguments() | {"initial": first}

    def act(self, form: Any) -> Task:
        """Warn."""
        return warn_public(self.record, by=self.actor, at=self.at, **form.values())


class TaskLinkWarning(TaskPage, RecordFormView):
    """Link a warning of the public that stands already."""

    title = "登録済みの警告を結び付ける"
    form_class = LinkWarningForm
    submit_label = "結び付ける"
    done_message = "公開の警告を、この問題に結び付けました。"

    def load(self) -> None:
        """Refuse who can not, for no other person is offered a warning to choose; on GET also while none stands.

        Raises:
            Denied: the wrong person, task or moment, and while no warning is offered.
        """
        super().load()
        check_link(self.record, self.actor, self.on)
        if self.request.method != "POST" and not self.offered().exists():
            raise Denied(NONE_STANDS, CLAUSE, "警告の登録を、ふるさと発信課に依頼してください。")

    def offered(self) -> QuerySet[Imitation]:
        """Return the warnings that may be linked by the person."""
        return warnings_for(self.incident, self.actor, self.on)

    def form_arguments(self) -> dict[str, Any]:
        """Offer them, the newest first."""
        return super().form_arguments() | {"offered": self.offered()}

    def act(self, form: Any) -> Task:
        """Link it."""
        return link_warning(self.record, by=self.actor, at=self.at, **form.cleaned_data)
