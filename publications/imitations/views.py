"""The pages on which ふるさと発信課 keeps the warnings (7-3)."""

from typing import Any, ClassVar, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.states import OPEN_TO_STAFF
from core.lifecycle.cursors import page_of
from core.lifecycle.trails import timeline
from core.lifecycle.views import ActingMixin, Crumbs, EditView, FormView, MoveView, VisibleMixin
from core.records import Record
from publications.imitations import actions, permissions
from publications.imitations.forms import EndForm, ImitationForm
from publications.imitations.models import Imitation
from publications.imitations.moves import END
from publications.imitations.states import ImitationState

TITLE = "にせのアカウント"
CUTS = ((ImitationState.WARNED.value, "警告中"), (ImitationState.ENDED.value, "警告終了"), ("all", "すべて"))


class KeepingMixin(ActingMixin):
    """What the pages share: whom they exist for, and where they stand."""

    def allow(self) -> None:
        """Hide the pages from everybody who neither keeps nor reads the warnings."""
        if not permissions.may_read(self.actor, self.on):
            raise Http404

    @property
    def may_keep(self) -> bool:
        """Tell whether the actor enters and changes warnings."""
        return permissions.keeps(self.actor, self.on)

    def parents(self) -> Crumbs:
        """Lead back to the list."""
        return [(TITLE, reverse("imitations:imitation_list"))]

    def context(self, **more: Any) -> dict[str, Any]:
        """Say whether the actor may act."""
        return super().context(**{"may_keep": self.may_keep, **more})


class ImitationList(KeepingMixin):
    """What the public is warned of, and what it was."""

    title = TITLE
    template_name = "publications/imitations/imitation_list.html"

    def allow(self) -> None:
        """Let everybody in: staff whom citizens ask are to find the warnings too."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page, the newest first; who does not read what stands inside is led to what the public reads."""
        if not permissions.may_read(self.actor, self.on):
            return HttpResponseRedirect(reverse("public:warnings"))
        known = dict(CUTS)
        cut = request.GET.get("cut") if request.GET.get("cut") in known else CUTS[0][0]
        found = permissions.visible_to(self.actor, self.on)
        found = found.filter(state=cut) if cut != "all" else found
        return self.page(shown=page_of(found, request.GET.get("cursor"), order="-pk"), cuts=CUTS, cut=cut)

    def parents(self) -> Crumbs:
        """Stand directly below the home page."""
        return []


class ImitationDetail(KeepingMixin, VisibleMixin):
    """One imitation: what the public sees, what stands inside, what happened."""

    template_name = "publications/imitations/imitation_detail.html"
    visible_to: ClassVar[Any] = staticmethod(permissions.visible_to)
    record: Imitation

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        self.record = self.get_object()
        return self.page(
            imitation=self.record,
            may_end=END.why_not(self.record, self.actor, self.on) is None,
            history=timeline(self.record),
            account_url=self.account_url(),
        )

    def account_url(self) -> str:
        """Return the way to the account that is imitated, where every member of staff may see it."""
        account = self.record.resembles
        shows = account is not None and account.state in OPEN_TO_STAFF
        return reverse("accounts:account_detail", args=[self.record.resembles_id]) if shows else ""

    def get_title(self) -> str:
        """Return service and handle, or the address."""
        return self.record.title


class ImitationCreate(KeepingMixin, FormView):
    """Enter an imitation: the public is warned at once."""

    title = "にせのアカウントを登録する"
    form_class = ImitationForm
    submit_label = "登録して警告する"
    done_message = "登録しました。公開の一覧で警告しています。"

    def allow(self) -> None:
        """Exist for those who keep the warnings."""
        if not self.may_keep:
            raise Http404

    def act(self, form: Any) -> Imitation:
        """Enter it."""
        return actions.enter_imitation(by=self.actor, at=self.at, **form.values())

    def success_url(self, done: Imitation) -> str:
        """Go on at the record."""
        return reverse("imitations:imitation_detail", args=[done.pk])


class ImitationEdit(KeepingMixin, EditView):
    """Change what is written about an imitation."""

    form_class = ImitationForm
    submit_label = "保存する"
    done_message = "直しました。"
    template_name = "lifecycle/form.html"
    visible_to: ClassVar[Any] = staticmethod(permissions.visible_to)

    def allow(self) -> None:
        """Exist for those who keep the warnings."""
        if not self.may_keep:
            raise Http404

    def make_form(self) -> ImitationForm:
        """Return the form."""
        return ImitationForm(**self.form_arguments())

    def act(self, form: Any) -> Record:
        """Change it as it was seen."""
        record = cast("Imitation", self.record)
        return actions.edit_imitation(record, by=self.actor, at=self.at, seen=self.seen() or "", **form.values())

    def get_title(self) -> str:
        """Return what is changed."""
        return f"{self.record.title}を直す"

    def success_url(self, done: Any) -> str:
        """Go on at the record."""
        return reverse("imitations:imitation_detail", args=[done.pk])


class ImitationEnd(KeepingMixin, MoveView):
    """Stop warning."""

    move = END
    form_class = EndForm
    done_message = "警告を終えました。公開の一覧から外れました。"
    visible_to: ClassVar[Any] = staticmethod(permissions.visible_to)

    def act(self, form: Any) -> Record:
        """End the warning with its reason."""
        record = cast("Imitation", self.record)
        reason = form.cleaned_data["reason"]
        return actions.end_imitation(record, by=self.actor, at=self.at, reason=reason, seen=self.seen())

    def context(self, **more: Any) -> dict[str, Any]:
        """Say what ends."""
        record = cast("Imitation", self.record)
        return super().context(**{"rows": [("対象", record.title), ("公開する説明", record.words)], **more})

    def success_url(self, done: Any) -> str:
        """Go on at the record."""
        return reverse("imitations:imitation_detail", args=[done.pk])
