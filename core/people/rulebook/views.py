"""Guideline versions: everybody reads them, some offices draft, 総合政策部長 adopts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from core.lifecycle.act import create
from core.lifecycle.actor import Actor
from core.lifecycle.cursors import page_of
from core.lifecycle.errors import Denied
from core.lifecycle.trails import timeline
from core.lifecycle.views import ActingMixin, Crumbs, EditView, FormView, MoveView, VisibleMixin
from core.people.adopting import adopt_version
from core.people.appointment_forms import ConfirmForm
from core.people.moves import ADOPT_VERSION
from core.people.permissions import may_draft_version
from core.people.rulebook.forms import VersionForm
from core.rulebook.models import Version
from core.rulebook.parameters import PARAMETERS
from core.rulebook.queries import version_on
from core.rulebook.states import VersionState

TONES = {VersionState.DRAFT: "draft", VersionState.ADOPTED: "ok"}


class RulebookMixin(ActingMixin):
    """What the pages of versions share."""

    def parents(self) -> Crumbs:
        """Lead back to the list."""
        return [("ガイドラインの版", reverse("people:rulebook_list"))]

    def get_queryset(self) -> Any:
        """Return all versions: the rules are open to all staff."""
        return Version.objects.all()

    def success_url(self, done: Any) -> str:
        """Go on at the version."""
        return reverse("people:rulebook_detail", args=[done.pk])


class RulebookList(RulebookMixin):
    """All versions, the newest first, and the numbers that rule today."""

    title = "ガイドラインの版"
    template_name = "rulebook/version_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of versions."""
        shown = page_of(Version.objects.all(), request.GET.get("cursor"), order="-in_force_from")
        ruling = version_on(self.on)
        rows = [{"version": v, "tone": _tone(v), "ruling": v == ruling, "url": self.success_url(v)} for v in shown.rows]
        new_url = reverse("people:rulebook_create") if may_draft_version(self.actor) else ""
        return self.page(shown=shown, rows=rows, numbers=numbers(ruling), new_url=new_url, ruling=ruling)

    def parents(self) -> Crumbs:
        """Stand directly below the home page."""
        return []


class RulebookDetail(RulebookMixin, VisibleMixin):
    """One version with its numbers, its history and what can be done with it."""

    template_name = "rulebook/version_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the version."""
        self.version = self.get_object()
        draft = self.version.state == VersionState.DRAFT
        return self.page(
            version=self.version,
            tone=_tone(self.version),
            numbers=numbers(self.version),
            history=timeline(self.version),
            edit_url=reverse("people:rulebook_edit", args=[pk]) if draft and may_draft_version(self.actor) else "",
            adopt=ADOPT_VERSION if ADOPT_VERSION.why_not(self.version, self.actor, self.on) is None else None,
            why_not=ADOPT_VERSION.why_not(self.version, self.actor, self.on) if draft else None,
        )

    def get_title(self) -> str:
        """Return the version's name."""
        return str(self.version)


class RulebookCreate(RulebookMixin, FormView):
    """A new draft, beginning with the numbers that rule today."""

    title = "新しい版を作る"
    submit_label = "下書きを保存する"
    done_message = "下書きを保存しました。"
    form_class = VersionForm

    def allow(self) -> None:
        """Refuse offices that do not draft versions."""
        require_drafting(self.actor)

    def form_arguments(self) -> dict[str, Any]:
        """Begin with the ruling version's numbers."""
        ruling = version_on(self.on)
        return super().form_arguments() | {"instance": Version(settings=ruling.settings if ruling else {})}

    def act(self, form: Any) -> Version:
        """Create the draft."""
        return create(Version, by=self.actor, at=self.at, **form.values())


class RulebookEdit(RulebookMixin, EditView):
    """A draft's name, first day and numbers."""

    title = "版の下書きを直す"
    done_message = "下書きを保存しました。"
    form_class = VersionForm

    def allow(self) -> None:
        """Refuse offices that do not draft versions."""
        require_drafting(self.actor)

    def load(self) -> None:
        """Refuse a version that is adopted.

        Raises:
            Denied: it rules; a new version changes it.
        """
        super().load()
        if self.record.state != VersionState.DRAFT:
            raise Denied("適用を決めた版は直せません。", "附則", "新しい版を作ってください。")

    def values(self, form: Any) -> dict[str, Any]:
        """Return the columns of the version."""
        found: dict[str, Any] = form.values()
        return found


class RulebookAdopt(RulebookMixin, MoveView):
    """The decision that a version rules from its first day."""

    move = ADOPT_VERSION
    form_class = ConfirmForm
    template_name = "rulebook/version_adopt.html"
    done_message = "この版の適用を決めました。"

    def allow(self) -> None:
        """Exist for everybody: the move itself refuses."""

    def act(self, form: Any) -> Version:
        """Adopt the version as it was seen."""
        return adopt_version(self.record, by=self.actor, at=self.at, seen=self.seen() or "")

    def parents(self) -> Crumbs:
        """Lead back to the version."""
        return [*super().parents(), (str(self.record), self.success_url(self.record))]

    def context(self, **more: Any) -> dict[str, Any]:
        """Show what is decided on."""
        return super().context(**{"version": self.record, "numbers": numbers(self.record), **more})


def numbers(version: Version | None) -> list[dict[str, Any]]:
    """Return every parameter with the value a version gives, or the default before the first version."""
    return [
        {"parameter": parameter, "value": version.value(parameter.key) if version else parameter.default}
        for parameter in PARAMETERS.values()
    ]


def require_drafting(actor: Actor) -> None:
    """Refuse offices that do not draft versions.

    Raises:
        Http404: the pages do not exist for them.
    """
    if not may_draft_version(actor):
        raise Http404


def _tone(version: Version) -> str:
    return TONES[VersionState(version.state)]
