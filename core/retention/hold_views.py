"""Pages of the holds that keep a matter beyond its period (保存の延長)."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from core.lifecycle.cursors import page_of
from core.lifecycle.errors import Denied
from core.lifecycle.views import Crumbs, FormView, RecordFormView
from core.retention import actions
from core.retention.dossiers import kinds
from core.retention.forms import HoldForm, ReasonForm, names_matter
from core.retention.matters import matters_of
from core.retention.models import Hold
from core.retention.permissions import ASKING, READERS
from core.retention.views import RetentionMixin
from core.rulebook.parameters import RECORDS_RULE


def holds_visible_to(actor: Any, on: Any) -> QuerySet[Hold]:
    """Return the holds that exist for an actor."""
    found = Hold.objects.select_related("placed_by")
    return found if actor.office in READERS else found.none()


class HoldList(RetentionMixin):
    """What is kept beyond its period, and why."""

    title = "保存の延長"
    template_name = "retention/hold_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the holds, newest first."""
        shown = page_of(holds_visible_to(self.actor, self.on), request.GET.get("cursor"), order="-pk")
        return self.page(shown=shown, may_hold=self.may_ask)


class HoldCreate(RetentionMixin, FormView):
    """Keep a matter longer: found by its document number, or chosen on the list of what is due."""

    title = "保存を延ばす"
    template_name = "lifecycle/form.html"
    form_class = HoldForm
    submit_label = "保存を延ばす"
    done_message = "保存を延ばしました。延長を終えるまで、廃棄できる記録に挙がりません。"

    def allow(self) -> None:
        """Exist for 文書管理担当 only."""
        if not self.may_ask:
            raise Http404

    def form_arguments(self) -> dict[str, Any]:
        """Say whether the address names a matter."""
        return super().form_arguments() | {"chosen": bool(self.request.GET.get("record"))}

    def act(self, form: Any) -> Hold:
        """Place the hold.

        Raises:
            Denied: when no concluded matter has the number.
        """
        number = form.cleaned_data["document_number"].strip()
        stream = stream_numbered(number) or self._chosen()
        if not stream:
            raise Denied(why_not_held(number), RECORDS_RULE, field="document_number")
        facts = {name: form.cleaned_data[name] for name in ("cause", "reason")}
        return actions.place_hold(stream, by=self.actor, at=self.at, **facts)

    def _chosen(self) -> str:
        """Return the stream that the address names; whether it is a concluded matter's is the act's to say."""
        asked = self.request.GET.get("record", "")
        return asked if names_matter(asked) else ""

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the concluded matter that the address chooses."""
        found = matters_of(filter(None, [self._chosen()]), self.on).values()
        rows = [("記録", chosen.title, chosen.document_number) for chosen in found]
        return super().context(**{"rows": rows, **more})

    def parents(self) -> Crumbs:
        """Stand below the holds."""
        return [(HoldList.title, reverse("retention:hold_list"))]

    def success_url(self, done: Hold) -> str:
        """Go on at the holds."""
        return reverse("retention:hold_list")


def why_not_held(document_number: str) -> str:
    """Say why nothing with a number can be kept longer: it is under way and kept anyway, or there is none."""
    stages = filter(None, (kind.stage_of(document_number) for kind in kinds()))
    if stage := next(stages, ""):
        return f"{stage}の記録は、廃棄の対象になりません。延長は要りません。"
    return "この文書番号の、完結した記録はありません。"


def stream_numbered(document_number: str) -> str:
    """Return the stream of the concluded matter with a document number, empty when there is none."""
    number = document_number.strip()
    if not number:
        return ""
    found = (kind.concluded().filter(document_number=number).first() for kind in kinds())
    return next((str(root.stream) for root in found if root is not None), "")


class HoldLift(RecordFormView):
    """End a hold; the matter's own period counts again."""

    title = "保存の延長を終える"
    template_name = "lifecycle/form.html"
    visible_to: ClassVar[Any] = staticmethod(holds_visible_to)
    form_class = ReasonForm
    submit_label = "延長を終える"
    done_message = "保存の延長を終えました。"

    def allow(self) -> None:
        """Exist for 文書管理担当 only."""
        if self.actor.office != ASKING:
            raise Http404

    def act(self, form: Any) -> Hold:
        """Lift the hold."""
        return actions.lift_hold(self.record, by=self.actor, at=self.at, reason=form.cleaned_data["reason"])

    def context(self, **more: Any) -> dict[str, Any]:
        """Add what is held and why."""
        hold: Hold = self.record
        rows = [
            ("記録", hold.title, hold.document_number),
            ("事由", hold.get_cause_display()),
            ("延長した", hold.placed_on, hold.placed_by.name),
            ("延長する理由", hold.reason),
        ]
        return super().context(**{"rows": rows, **more})

    def parents(self) -> Crumbs:
        """Stand below the holds."""
        return [(HoldList.title, reverse("retention:hold_list"))]

    def success_url(self, done: Hold) -> str:
        """Go on at the holds."""
        return reverse("retention:hold_list")
