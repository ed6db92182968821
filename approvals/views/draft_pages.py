"""What all pages of a request with its section share: who may open them, the stepper, what is missing, the return."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from accounts.permissions import sees
from approvals import drafting
from approvals.forms.attachment_form import AttachmentForm
from approvals.forms.parts import ACCOUNT, CONFIRM, PARTS, POLICY, Part, before, part_of, target_of
from approvals.models import Request
from approvals.permissions import check_edit, requests_visible_to
from approvals.rules import Problem
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Conflict
from core.lifecycle.middleware import seen_version
from core.lifecycle.trails import changes_since
from core.lifecycle.views import Crumbs, VisibleMixin
from core.ui.diffing import DiffItem, diff_item

Gap = dict[str, str]
FREE = ("common_name", "handle", "reply_note", "further")
"""Columns that may stay empty when a request is submitted."""


def part_url(request: Request, part: Part, field: str = "") -> str:
    """Return the address of a part, or of one field in it with what is missing marked."""
    url = reverse("approvals:request_edit_part", args=[request.pk, part.slug])
    return f"{url}?{urlencode({'missing': 1})}#{target_of(field)}" if field else url


def detail_url(request: Request) -> str:
    """Return the address of the request's own page."""
    return reverse("approvals:request_detail", args=[request.pk])


class RequestMixin(VisibleMixin):
    """A page about one request that the person may see."""

    record: Request

    def get_queryset(self) -> QuerySet[Request]:
        """Return the requests the person may see, in whatever office."""
        assert self.actor.person is not None
        found = requests_visible_to(self.actor.person, self.on)
        return found.select_related("section__parent__parent", "platform", "drafter", "account")

    def parents(self) -> Crumbs:
        """Lead back to the list and to the request."""
        return [("起案・決裁", reverse("approvals:request_list")), (self.record.title, detail_url(self.record))]

    def taken(self, conflict: Conflict) -> HttpResponse:
        """Say that the request is no longer what the page was for; status 409."""
        context = {
            "message": conflict.reason,
            "back_url": detail_url(self.record),
            "back_label": "いまの起案を見る",
        }
        return render(self.request, "409.html", context, status=409)


class DraftMixin(RequestMixin):
    """A page of a request that lies with its section."""

    part: Part = CONFIRM
    template_name = "approvals/request_edit.html"

    def get_object(self) -> Request:
        """Return the request.

        Raises:
            Http404: not for the person's eyes.
            Denied: outside the section, or while it is with the deciders; the way on says how.
        """
        record: Request = super().get_object()
        check_edit(record, self.actor, self.on)
        return record

    def get_title(self) -> str:
        """Return the part's heading."""
        return self.part.heading

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the stepper, what is missing in this part, and why the request came back."""
        request, previous = self.record, before(self.part)
        problems = more["problems"] if "problems" in more else drafting.problems_of(request, self.on)
        shown = {
            "record": request,
            "part": self.part,
            "over": request.title,
            "steps": steps_of(request, self.part, problems),
            "problems": problems,
            "returned": drafting.last_return(request),
            "known": known_words(request, self.actor, self.on),
            "previous_url": part_url(request, previous) if previous else "",
            "account_url": part_url(request, ACCOUNT),
            "password_holders": drafting.password_holders(request.operators),
            "manager": drafting.manager_words(request.section, self.on),
        }
        return super().context(**{**shown, **more})

    def changed_meanwhile(self) -> list[DiffItem]:
        """Return what changed since the page was opened, the operating staff by name."""
        version = seen_version(self.request)
        items = changes_since(self.record, version)
        before, label = drafting.operators_before(self.record, version), _label("operators")
        words = [drafting.operator_words(rows) for rows in (before, self.record.operators)]
        return [diff_item(label, *words) if item["name"] == label else item for item in items]


class ConfirmMixin(DraftMixin):
    """The last part: everything read-only, the attachments, what is missing, the button that submits."""

    part = CONFIRM

    def confirm(self, *, status: int = 200, **more: Any) -> HttpResponse:
        """Render the last part with what is submitted and what stands against it."""
        request = self.record
        problems = more.get("problems") or drafting.problems_of(request, self.on)
        kept = request.attachments.filter(removed_at=None).order_by("name").select_related("added_by")
        listed = {
            "seen": request.fingerprint(),
            "seen_version": request.version,
            "problems": problems,
            "gaps": gaps_of(request, problems),
            "summaries": summaries(request, drafting.manager_words(request.section, self.on)),
            "attachments": kept,
            "attachment_form": AttachmentForm(),
            "stops": drafting.stops(request.section, self.on),
        }
        return self.page(status=status, **{**listed, **more})


def gaps_of(request: Request, problems: Sequence[Problem]) -> list[Gap]:
    """Return each problem with the link to its field."""
    return [
        {"url": part_url(request, part_of(p.field), p.field), "text": p.sentence, "part": part_of(p.field).name}
        for p in problems
    ]


def steps_of(request: Request | None, current: Part, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return the stepper: the part shown, those complete, those to come with the number of open places."""
    steps = []
    for part in PARTS:
        missing = sum(part_of(problem.field) == part for problem in problems)
        complete = not missing and part != CONFIRM and request is not None
        state = "now" if part == current else "done" if complete else "todo"
        linked = request is not None and part != current
        name = (
            format_html('<a href="{}">{}</a>', part_url(request, part), part.name) if linked and request else part.name
        )
        steps.append({"name": name, "note": f"あと{missing}か所" if missing else part.note, "state": state})
    return steps


def known_words(request: Request, actor: Actor, on: date) -> dict[str, str] | None:
    """Return the warning about an account that stands in the registry; its address only for those who may see it."""
    found = drafting.known_account(request)
    if found is None or actor.person is None:
        return None
    account = found.account
    visible = sees(account, actor.person, on)
    what = "アカウントID" if found.by_handle else "アカウント名"
    way = (
        "このままでは提出できません。別のIDにしてください。"
        if found.by_handle
        else "別のアカウントか確かめてください。"
    )
    return {
        "title": f"同じ{what}が、すでに台帳にあります",
        "text": f"{account.title}({account.section.name}、{account.get_state_display()})。{way}",
        "url": reverse("accounts:account_detail", args=[account.pk]) if visible else "",
        "name": account.name,
    }


def summaries(request: Request, manager: str) -> list[dict[str, Any]]:
    """Return the first three parts as facts, each with the way back to it."""
    account = [(_label(name), _value(request, name)) for name in ACCOUNT.fields]
    holders = drafting.password_holders(request.operators)
    people = [("運用する部署", request.section.name), ("アカウント管理者", manager)]
    people += [("運用担当", drafting.operator_words(request.operators)), ("共用のパスワードを知る人", f"{holders}人")]
    policy = [(_label(name), _value(request, name)) for name in POLICY.fields]
    policy.insert(1, ("② 種類", request.platform))
    rows = (account, people, policy)
    return [
        {
            "part": part,
            "url": part_url(request, part),
            "rows": [(name, value or _nothing(name)) for name, value in found],
        }
        for part, found in zip(PARTS, rows, strict=False)
    ]


def _nothing(label: str) -> str:
    return "なし" if label in {_label(name) for name in FREE} else "未入力"


def _label(name: str) -> str:
    return str(Request._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # columns all have a name


def _value(request: Request, name: str) -> Any:
    shown = getattr(request, f"get_{name}_display", None)
    return shown() if shown else getattr(request, name)
