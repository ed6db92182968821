"""Judging a task and recording its doing, each on a page of its own (第7)."""

from typing import Any

from core.lifecycle.views import MoveView
from core.ui.eras import era_datetime
from incidents import actions, forms
from incidents.models import Incident, Task
from incidents.moves.task import DO, NEED, SKIP
from incidents.presentation import bearer_words
from incidents.views.shared import OneIncidentMixin


class TaskMove(OneIncidentMixin, MoveView):
    """An act on a task of an incident."""

    record: Task

    @property
    def incident(self) -> Incident:
        """Return the incident of the task."""
        return self.record.incident

    def get_object(self) -> Task:
        """Return a task of an incident that the person may see."""
        found: Task = self.part(Task.objects.all())
        return found

    def get_title(self) -> str:
        """Name the task."""
        return f"{self.move.label}:{self.record}"

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


class TaskNeed(TaskMove):
    """Judge that the situation requires it."""

    move = NEED
    form_class = forms.NeedForm
    done_message = "要ると記録しました。"

    def act(self, form: Any) -> Task:
        """Judge it."""
        reason = form.cleaned_data["needed_for"]
        return actions.judge_task(self.record, by=self.actor, at=self.at, is_needed=True, reason=reason)


class TaskSkip(TaskMove):
    """Judge that the situation does not require it."""

    move = SKIP
    form_class = forms.SkipForm
    done_message = "要らないと記録しました。"

    def act(self, form: Any) -> Task:
        """Judge it."""
        reason = form.cleaned_data["unneeded_for"]
        return actions.judge_task(self.record, by=self.actor, at=self.at, is_needed=False, reason=reason)


class TaskDo(TaskMove):
    """Record its doing."""

    move = DO
    form_class = forms.DoForm
    done_message = "したことを記録しました。"

    def form_arguments(self) -> dict[str, Any]:
        """Ask of what recurs whether it comes again."""
        return super().form_arguments() | {"task": self.record}

    def act(self, form: Any) -> Task:
        """Record it."""
        said = {"result": form.cleaned_data["result"], "next_one": form.cleaned_data.get("next", "")}
        return actions.do_task(self.record, by=self.actor, at=self.at, **said)
