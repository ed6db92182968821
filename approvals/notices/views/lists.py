"""The list of notices and the planner."""

from typing import cast

from django.http import HttpRequest, HttpResponse

from approvals.notices.forms import PlannerForm
from approvals.notices.permissions import visible_to
from approvals.notices.planner import drawing_of, lines_of, plan_for
from approvals.notices.querysets import NoticeQuerySet
from core.lifecycle.cursors import page_of
from core.lifecycle.views import ActingMixin
from core.periods.civil import earliest_effect, period_end
from core.staff.models import Person

CUTS = (
    ("open", "進行中", "進行中の変更・廃止はありません。"),
    ("standing", "掲載中", "実施して掲載中のものはありません。"),
)
DEPARTED = ("departed", "逸脱・予告と違う実施", "周知の期間や知らせた日と違うものはありません。")
OVER = ("over", "終わったもの", "終わったものはまだありません。")
ALL_CUTS = (*CUTS, DEPARTED, OVER)


class NoticeList(ActingMixin):
    """The notices a person may see, in cuts, the newest first."""

    title = "変更・廃止"
    template_name = "approvals/notices/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of one cut."""
        chosen = next((cut for cut in ALL_CUTS if cut[0] == request.GET.get("show")), CUTS[0])
        found = cast("NoticeQuerySet", visible_to(cast("Person", self.actor.person), self.on))
        cut: NoticeQuerySet = getattr(found, chosen[0])()
        read = ("account__platform", "account__section", "platform", "on_account", "on_homepage")
        shown = page_of(cut.select_related(*read), request.GET.get("cursor"), order="-pk")
        segments = [
            {"label": label, "url": f"?show={slug}", "current": slug == chosen[0]} for slug, label, _ in ALL_CUTS
        ]
        return self.page(shown=shown, segments=segments, chosen=chosen[1], empty=chosen[2])


class Planner(ActingMixin):
    """From a wished day to the last announcement, or from the announcements to the earliest day."""

    title = "変更・廃止の日程を調べる"
    template_name = "approvals/notices/planner.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer what is asked; nothing asked shows the form alone."""
        form = PlannerForm(request.GET or None, initial={"kind": "change"})
        given = dict(form.cleaned_data) if form.is_bound and form.is_valid() else {}
        kind = str(given.get("kind") or "change")
        plan = plan_for(kind, self.on, given)
        asked = bool(plan.wish or plan.announced_on)
        example = plan.announced_on or plan.last_on or self.on
        return self.page(
            form=form,
            plan=plan if asked else None,
            lines=lines_of(plan, kind) if asked else [],
            drawing=drawing_of(plan) if asked else None,
            warnings=list(plan.warnings()) if asked else [],
            months=plan.months,
            example={
                "announced": example,
                "end": period_end(example, months=plan.months),
                "effect": earliest_effect(example, months=plan.months),
            },
        )
