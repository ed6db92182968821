"""Pages of 文書管理担当: what may be disposed of, disposals and their acts, holds, the register (廃棄簿)."""

from datetime import date
from operator import itemgetter
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from core.audit.history import TOLD, entry_of
from core.audit.models import Event
from core.gathering import Found, Part, Tuples, gathered
from core.lifecycle.cursors import page_of
from core.lifecycle.moves import Move
from core.lifecycle.trails import timeline_of
from core.lifecycle.views import ActingMixin, Crumbs, FormView, MoveView, VisibleMixin
from core.retention import actions, moves
from core.retention.classes import classes_on
from core.retention.forms import CarryOutForm, DisposalForm, ReasonForm
from core.retention.matters import MOST, due_matters, matters_of
from core.retention.models import Disposal, DisposalItem
from core.retention.permissions import ASKING, READERS, answering_parts, office_to_permit, tell_answering
from core.retention.states import DisposalState
from core.retention.terms import adopted, tell_adopted
from core.rulebook.parameters import RECORDS_RULE
from core.staff.offices import office_label
from core.ui.forms import UiForm

OPEN = (DisposalState.REQUESTED.value, DisposalState.PERMITTED.value)
SEGMENTS = (("open", "手続中", Q(state__in=OPEN)), ("ended", "終わったもの", ~Q(state__in=OPEN)))


def disposals_visible_to(actor: Any, on: Any) -> QuerySet[Disposal]:
    """Return the disposals that exist for an actor."""
    found = Disposal.objects.select_related("requested_by", "permitted_by", "carried_out_by")
    return found if actor.office in READERS else found.none()


class RetentionMixin(ActingMixin):
    """A page that exists for 文書管理担当, the offices above and auditors."""

    def allow(self) -> None:
        """Hide the page from everybody else."""
        if self.actor.office not in READERS:
            raise Http404

    @property
    def may_ask(self) -> bool:
        """Tell whether the actor asks for disposals."""
        return self.actor.office == ASKING


class DueList(RetentionMixin, FormView):
    """What may be disposed of today; 文書管理担当 chooses and states the basis."""

    title = "廃棄できる記録"
    template_name = "retention/due_list.html"
    form_class = DisposalForm
    submit_label = "選んだ記録の廃棄を求める"

    def act(self, form: Any) -> Disposal:
        """Ask for the disposal of what was ticked."""
        return actions.list_disposal(form.seen(), by=self.actor, at=self.at, basis=form.cleaned_data["basis"])

    def finish(self, done: Disposal) -> HttpResponse:
        """Say whose permission it waits for."""
        self.done_message = f"{permitting_label(done, self.on)}に廃棄の許可を求めました。"
        return super().finish(done)

    def success_url(self, done: Disposal) -> str:
        """Go on at the disposal."""
        return reverse("retention:disposal_detail", args=[done.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        """Add what is due today, and how many the list takes when it is full."""
        matters = due_matters(self.on)
        cut_at = MOST if len(matters) == MOST else 0
        shown = {"matters": matters, "cut_at": cut_at, "may_ask": self.may_ask, "rule": RECORDS_RULE}
        return super().context(**{**shown, **more})


def permitting_label(disposal: Disposal, on: date) -> str:
    """Return the name of the office that may permit a disposal on a day."""
    return office_label(office_to_permit(disposal.requesters, on))


class ClassList(RetentionMixin):
    """Every kind of record and its class of retention."""

    title = "保存期間の区分"
    template_name = "retention/class_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the classes of today."""
        return self.page(lines=classes_on(self.on))

    def parents(self) -> Crumbs:
        """Stand below what is due."""
        return [(DueList.title, reverse("retention:due_list"))]


class DisposalList(RetentionMixin):
    """The disposals under way, and those that ended."""

    title = "廃棄の手続"
    template_name = "retention/disposal_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of one cut."""
        chosen = next((one for one in SEGMENTS if one[0] == request.GET.get("show")), SEGMENTS[0])
        found = disposals_visible_to(self.actor, self.on).filter(chosen[2])
        shown = page_of(found, request.GET.get("cursor"), order="-pk")
        links = [{"label": label, "url": f"?show={slug}", "current": slug == chosen[0]} for slug, label, _ in SEGMENTS]
        return self.page(shown=shown, segments=links, chosen=chosen[1])


class DisposalPage(VisibleMixin):
    """What the pages of one disposal share."""

    visible_to: ClassVar[Any] = staticmethod(disposals_visible_to)
    record: Disposal
    further: Found
    """What was read with the disposal."""

    def further_parts(self, disposal: Disposal) -> dict[str, Part]:
        """Return what else a page reads with the disposal."""
        return {}

    def parents(self) -> Crumbs:
        """Stand below the list, and acts below the disposal."""
        return [(DisposalList.title, reverse("retention:disposal_list"))]

    def get_object(self) -> Disposal:
        """Return the disposal; what its pages ask for is read with one question."""
        disposal: Disposal = super().get_object()
        parts = {**answering_parts(self.on), **self.further_parts(disposal)}
        found = gathered(items=Part(disposal.items.all), versions=Part(adopted), **parts)
        self.further = found
        disposal.tell_listed(found["items"])
        tell_adopted(found["versions"])
        tell_answering(self.on, found)
        return disposal

    def context(self, **more: Any) -> dict[str, Any]:
        """Add what the disposal lists."""
        lines = lines_of(self.record, self.on)
        return super().context(**{"record": self.record, "lines": lines, "rows": rows_of(self.record), **more})


def lines_of(disposal: Disposal, on: date) -> list[tuple[DisposalItem, list[tuple[str, str]]]]:
    """Return what a disposal lists, each with its essentials while it is under way: later there may be none."""
    items = sorted(disposal.listed(), key=lambda item: (item.concluded_on, item.pk))
    found = matters_of([item.about for item in items], on) if disposal.state in OPEN else {}
    return [(item, found[item.about].essentials if item.about in found else []) for item in items]


def rows_of(disposal: Disposal) -> list[tuple[object, ...]]:
    """Return a disposal as name and value pairs for `{% facts %}`."""
    rows: list[tuple[object, ...]] = [
        ("件数", f"{disposal.count}件"),
        ("廃棄の根拠", disposal.basis),
        ("廃棄を求めた", disposal.requested_on, f"{disposal.requested_by.name}({disposal.requested_as})"),
    ]
    if disposal.permitted_by is not None:
        rows.append(("許可した", disposal.permitted_on, f"{disposal.permitted_by.name}({disposal.permitted_as})"))
    if disposal.carried_out_by is not None:
        who = f"{disposal.carried_out_by.name}({disposal.carried_out_as})"
        rows += [("廃棄した", disposal.carried_out_on, who), ("廃棄の方法", disposal.how)]
    return [*rows, *([("理由", disposal.reason)] if disposal.reason else [])]


class DisposalDetail(DisposalPage):
    """One disposal: what it lists, who decided, what can be done now."""

    template_name = "retention/disposal_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page."""
        self.record = self.get_object()
        open_ones = [one for one in ACTS if one[0].why_not(self.record, self.actor, self.on) is None]
        main = next((move for move, _ in open_ones if move.decides), None)  # to give up is never what stands out
        buttons = [(move.label, reverse(f"retention:{name}", args=[pk]), move is main) for move, name in open_ones]
        shown: dict[str, Any] = {"waits_for": self._waits_for(), "waiting": self._waiting()}
        return self.page(buttons=buttons, history=self._history(), **shown)

    def further_parts(self, disposal: Disposal) -> dict[str, Part]:
        """Read what happened to the disposal."""
        return {"told": Tuples(lambda: Event.objects.filter(stream=disposal.stream), TOLD)}

    def _history(self) -> list[dict[str, Any]]:
        told = sorted(self.further["told"], key=itemgetter(TOLD.index("at"), TOLD.index("id")), reverse=True)
        return timeline_of(map(entry_of, told), self.record)

    def _waiting(self) -> int:
        """Return how many files still have to be removed; before it is carried out there are none."""
        return self.record.removals.count() if self.record.state == DisposalState.CARRIED_OUT else 0

    def _waits_for(self) -> str:
        """Return whose permission is still waited for, empty when nobody's."""
        return permitting_label(self.record, self.on) if self.record.state == DisposalState.REQUESTED else ""

    def get_title(self) -> str:
        """Return the disposal's name."""
        return str(self.record)


class DisposalAct(DisposalPage, MoveView):
    """One move of one disposal, on a page that shows what it lists."""

    template_name = "retention/disposal_act.html"
    form_class = UiForm

    def parents(self) -> Crumbs:
        """Stand below the disposal."""
        return [*super().parents(), (str(self.record), self.success_url(self.record))]

    def success_url(self, done: Any) -> str:
        """Go on at the disposal."""
        return reverse("retention:disposal_detail", args=[done.pk])


class Permit(DisposalAct):
    """Permit a disposal."""

    move = moves.PERMIT
    done_message = "廃棄を許可しました。"
    lead = "許可すると、文書管理担当が記録の内容を消去します。消去した内容は元に戻せません。"

    def act(self, form: Any) -> Disposal:
        """Permit what was seen."""
        return actions.permit_disposal(self.record, by=self.actor, at=self.at, seen=self.seen() or "")


class Decline(DisposalAct):
    """Refuse a disposal."""

    move = moves.DECLINE
    form_class = ReasonForm
    done_message = "廃棄を許可しませんでした。記録はそのまま保存されます。"

    def act(self, form: Any) -> Disposal:
        """Decline with the reason."""
        reason, seen = form.cleaned_data["reason"], self.seen() or ""
        return actions.decline_disposal(self.record, by=self.actor, at=self.at, seen=seen, reason=reason)


class Withdraw(DisposalAct):
    """Give a disposal up."""

    move = moves.WITHDRAW
    form_class = ReasonForm
    done_message = "廃棄を取りやめました。記録はそのまま保存されます。"

    def act(self, form: Any) -> Disposal:
        """Withdraw with the reason."""
        return actions.withdraw_disposal(self.record, by=self.actor, at=self.at, reason=form.cleaned_data["reason"])


class CarryOut(DisposalAct):
    """Carry a permitted disposal out."""

    move = moves.CARRY_OUT
    form_class = CarryOutForm
    done_message = "廃棄しました。廃棄簿に登録されています。"
    lead = "記録の内容、履歴の内容、添付ファイルを消去します。元に戻せません。"

    def act(self, form: Any) -> Disposal:
        """Dispose of what was seen."""
        how, seen = form.cleaned_data["how"], self.seen() or ""
        return actions.carry_out_disposal(self.record, by=self.actor, at=self.at, seen=seen, how=how)


ACTS: tuple[tuple[Move, str], ...] = (
    (moves.PERMIT, "disposal_permit"),
    (moves.DECLINE, "disposal_decline"),
    (moves.CARRY_OUT, "disposal_carry_out"),
    (moves.WITHDRAW, "disposal_withdraw"),
)
