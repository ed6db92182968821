"""Writing, mending, deciding, releasing a statement, each on a page of its own (7-2)."""

from typing import Any

from core.lifecycle.moves import Move
from core.lifecycle.views import EditView, MoveView
from incidents import forms, statements
from incidents.models import Incident, Statement
from incidents.moves.statement import APPROVE, DROP_STATEMENT, RELEASE
from incidents.permissions import check_edit
from incidents.rules import argues_back
from incidents.views.incident import CourseForm
from incidents.views.shared import OneIncidentMixin


class StatementNew(CourseForm):
    """Write a draft."""

    title = "発表の案を書く"
    template_name = "incidents/statement.html"
    form_class = forms.StatementForm
    submit_label = "案を残す"
    done_message = "案を残しました。アカウント管理者が決めるまで、外には出ません。"

    def act(self, form: Any) -> Statement:
        """Draft it."""
        return statements.draft_statement(self.incident, by=self.actor, at=self.at, **form.cleaned_data)

    def context(self, **more: Any) -> dict[str, Any]:
        """Mark what argues back in what was typed."""
        typed = self.request.POST.get("words", "") if self.request.method == "POST" else ""
        return super().context(**{"rebuttals": argues_back(typed), **more})


class StatementPage(OneIncidentMixin):
    """A page about a statement."""

    record: Statement
    template_name = "incidents/statement.html"

    @property
    def incident(self) -> Incident:
        """Return the incident of the statement."""
        return self.record.incident

    def get_object(self) -> Statement:
        """Return a statement of an incident that the person may see."""
        found: Statement = self.part(Statement.objects.select_related("drafted_by", "decided_by", "decided_for"))
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        """Show the text, and mark what argues back."""
        one = self.record
        rows = [
            ("出すところ", one.get_channel_display()),
            ("文", one.words),
            ("書いた人", f"{one.drafted_by.name}({one.drafted_as})"),
            ("決めた人", one.decider),
        ]
        return super().context(**{"rows": [row for row in rows if row[1]], "rebuttals": argues_back(one.words), **more})


class StatementEdit(StatementPage, EditView):
    """Mend a draft."""

    title = "発表の案を直す"
    form_class = forms.StatementForm
    submit_label = "案を残す"
    done_message = "案を直しました。"

    def load(self) -> None:
        """Refuse on GET who may not, and what is decided.

        Raises:
            Denied: the wrong person or moment; a POST is refused by the act itself.
        """
        super().load()
        if self.request.method != "POST":
            check_edit(self.record, self.actor, self.on)

    def form_arguments(self) -> dict[str, Any]:
        """Begin with what stands there."""
        first = {"channel": self.record.channel, "words": self.record.words}
        arguments = super().form_arguments() | {"initial": first}
        return {name: value for name, value in arguments.items() if name != "instance"}

    def act(self, form: Any) -> Statement:
        """Mend it as it was seen."""
        seen = self.seen() or ""
        return statements.edit_statement(self.record, by=self.actor, at=self.at, seen=seen, **form.cleaned_data)


class StatementMove(StatementPage, MoveView):
    """An act on a statement."""

    move: Move


class StatementApprove(StatementMove):
    """Decide that it goes out."""

    move = APPROVE
    form_class = forms.ApproveForm
    done_message = "この文を出すと決めました。書いた人に知らせました。"

    def act(self, form: Any) -> Statement:
        """Decide it as it was seen."""
        return statements.approve_statement(self.record, by=self.actor, at=self.at, seen=self.seen() or "")


class StatementRelease(StatementMove):
    """Record that it went out."""

    move = RELEASE
    form_class = forms.ReleaseForm
    done_message = "発表を記録しました。"

    def act(self, form: Any) -> Statement:
        """Record it."""
        return statements.release_statement(self.record, by=self.actor, at=self.at, **form.cleaned_data)


class StatementDrop(StatementMove):
    """Give it up."""

    move = DROP_STATEMENT
    form_class = forms.DropForm
    done_message = "取りやめました。"

    def act(self, form: Any) -> Statement:
        """Give it up."""
        return statements.drop_statement(self.record, by=self.actor, at=self.at, **form.cleaned_data)
