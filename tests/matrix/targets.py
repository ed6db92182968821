"""What every address of the URLconf is asked for: its record, and a form that acts when the right person posts it.

A form is read from the page on which it stands, as the person whom `by` names sees it, and then filled in: so every
posted name is one that the page offers. Adding an address means one line in `targets` and one or two in `table`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.staff.offices import Office
from tests.approvals.pages import today
from tests.matrix.html import Form, Page
from tests.matrix.world import PASSWORD, City, service

Data = dict[str, Any]
NEW_PASSWORD = "umi-no-koe-mo-2027"


@dataclass
class Target:
    """One address with its record; `by`, `page` and `fills` say whose form stands where and what is typed into it."""

    city: City
    name: str
    args: tuple[Any, ...] = ()
    by: str = ""
    page: str = ""
    fills: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None

    @property
    def url(self) -> str:
        """Return the address."""
        return reverse(self.name.partition("@")[0], args=self.args)

    @property
    def route(self) -> str:
        """Return the URL name without what tells two rows of one address apart."""
        return self.name.partition("@")[0]

    @cached_property
    def posted(self) -> Data:
        """Return what the person `by` posts: the form as its page holds it, with what is typed."""
        return self.read() | dict(self.typed)

    @property
    def typed(self) -> Mapping[str, Any]:
        """Return what is typed; a file is made anew for each post."""
        return (self.fills() if callable(self.fills) else self.fills) or {}

    def data(self, kind: str) -> Data:
        """Return the data of one post by a kind of person, who names an office of his or her own."""
        posted = self.posted | dict(self.typed)
        return posted | {"capacity": self.city.key_of(kind)} if "capacity" in posted else posted

    def read(self) -> Data:
        """Return what the form of this address holds untouched; nothing where the address has no form of its own."""
        return dict(self.form.values) if self.by else {}

    @property
    def listed(self) -> list[str]:
        """Return every name that the form of this address offers."""
        return self.form.names if self.by else []

    @cached_property
    def form(self) -> Form:
        """Read the form that posts to this address from its page."""
        shown = self.city.browser(self.by).get(self.page or self.url)
        assert shown.status_code == 200, (self.name, shown.status_code)
        forms = [one for one in Page(shown.content.decode()).forms if one.method == "post"]
        own = [one for one in forms if one.action == self.url] or [one for one in forms if not one.action]
        assert own, f"{self.by} finds no form for {self.name} on {self.page or self.url}"
        return max(own, key=lambda one: len(one.names))


def routes() -> list[str]:
    """Return every URL name of the URLconf, with its namespaces."""
    return list(_named(get_resolver().url_patterns, ""))


def _named(patterns: list[URLPattern | URLResolver], space: str) -> Any:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _named(pattern.url_patterns, inner)


def targets(city: City) -> dict[str, Target]:
    """Return every row's target by its name; `name@which` is one address with another record."""
    c, on = city, today()
    day = timedelta(days=1)
    head, staff, admin = "section_head", "staff", "administrator"

    def at(name: str, *args: Any) -> str:
        return reverse(name, args=args)

    draft, submitted = c.draft.pk, c.submitted.pk
    edit = at("approvals:request_edit_part", draft, "confirm")
    decided = {"move": "consent", "confirmed": "on", "opinion": ""}
    permitted = decided | {"move": "permit"}
    new_unit = {"name": "新しい課", "level": "section", "parent": c.offices.department.pk, "starts_on": str(on)}
    new_person = {"staff_number": "777777", "name": "新しい 職員", "is_active": "on"}
    route = {"owner": c.offices.foreign_section.pk, "kind": "circulate", "office": Office.AUDITOR.value}
    route |= {"unit": c.offices.department.pk, "position": 1, "starts_on": str(on)}
    reason = {"reason": "都合により"}
    passwords = ("old_password", "new_password1", "new_password2")
    found = [
        Target(c, "healthz"),
        Target(c, "people:signin", fills={"staff_number": c.person.staff_number, "password": PASSWORD}),
        Target(c, "people:signout"),
        Target(c, "people:enter", (c.offices.staff.person.pk,)),
        Target(c, "people:choose_capacity", fills={"capacity": ""}),
        Target(c, "people:my_authority"),
        Target(c, "people:password", by=staff, fills=dict(zip(passwords, (PASSWORD, NEW_PASSWORD, NEW_PASSWORD)))),
        Target(
            c, "people:set_deputy", by=head,
            fills={"deputy": c.held.person.staff_number, "starts_on": str(on + day), "ends_on": str(on + day)} | reason,
        ),
        Target(c, "people:end_deputy", (c.own_deputyship.pk,), by=head, fills={"ends_on": str(on + 21 * day)}),
        Target(c, "people:person_password", (c.person.pk,)),
        Target(c, "people:person_password@decider", (c.decider.pk,)),
        Target(c, "people:password_issue", (c.issue.pk,)),
        Target(c, "people:password_confirm", (c.issue.pk,), by=admin),
        Target(c, "people:password_decline", (c.issue.pk,), by=admin, fills=reason),
        Target(c, "people:person_list"),
        Target(c, "people:person_create", by=admin, fills=new_person),
        Target(c, "people:person_edit", (c.person.pk,), by=admin, fills={"title": "主任"}),
        Target(c, "people:unit_list"),
        Target(c, "people:unit_create", by=admin, fills=new_unit),
        Target(c, "people:unit_edit", (c.offices.section.pk,), by=admin, fills={"name": "観光交流課"}),
        Target(c, "people:office_title_list"),
        Target(
            c, "people:office_title_create", by=admin,
            fills={"office": Office.AUDITOR.value, "title": "監査室", "starts_on": str(on)},
        ),
        Target(c, "people:office_title_edit", (c.office_title.pk,), by=admin, fills={"title": "監査室"}),
        Target(c, "people:appointment_list"),
        Target(
            c, "people:appointment_create", by=admin,
            fills={
                "person": c.person.staff_number, "office": Office.STAFF.value, "unit": c.offices.section.pk,
                "starts_on": str(on),
            },
        ),
        Target(c, "people:appointment_detail", (c.appointment.pk,)),
        Target(c, "people:appointment_confirm", (c.appointment.pk,), by=admin),
        Target(c, "people:appointment_decline", (c.appointment.pk,), by=admin, fills=reason),
        Target(c, "people:appointment_end", (c.held.pk,), by=admin, fills={"ends_on": str(on)}),
        Target(c, "people:deputyship_list"),
        Target(
            c, "people:deputyship_create", by=admin,
            fills=lambda: {
                "principal": c.offices.section_head.key.removeprefix("a"), "deputy": c.held.person.staff_number,
                "starts_on": str(on), "ends_on": str(on + day), "reason": "出張",
            },
        ),
        Target(c, "people:deputyship_detail", (c.deputyship.pk,)),
        Target(c, "people:deputyship_confirm", (c.deputyship.pk,), by=admin),
        Target(c, "people:deputyship_decline", (c.deputyship.pk,), by=admin, fills=reason),
        Target(c, "people:deputyship_end", (c.own_deputyship.pk,), by=admin, fills={"ends_on": str(on + 21 * day)}),
        Target(c, "people:rulebook_list"),
        Target(
            c, "people:rulebook_create", by=admin, fills={"title": "次の版", "in_force_from": str(on + 60 * day)}
        ),
        Target(c, "people:rulebook_detail", (c.version.pk,)),
        Target(c, "people:rulebook_edit", (c.version.pk,), by=admin, fills={"title": "直した版"}),
        Target(c, "people:rulebook_edit@ruling", (c.ruling.pk,), fills={"title": "直した版"}),
        Target(c, "people:rulebook_adopt", (c.version.pk,), by="policy_director"),
        Target(c, "people:messages"),
        Target(c, "people:messages_read"),
        Target(c, "people:message_open", (c.message.pk,)),
        Target(c, "people:outbox"),
        Target(c, "people:health"),
        Target(c, "people:trail_list"),
        Target(c, "people:trail_event", (c.event.pk,)),
        Target(c, "dashboard:inbox"),
        Target(c, "dashboard:help"),
        Target(c, "accounts:registry"),
        Target(c, "accounts:account_detail", (c.active.pk,)),
        Target(c, "accounts:account_detail@planned", (c.planned.pk,)),
        Target(c, "accounts:platform_list"),
        Target(c, "accounts:platform_create", by=admin, fills={"name": "新", "code": "new", "position": 9}),
        Target(c, "accounts:platform_edit", (service(),), by=admin, fills={"name": "エックス"}),
        Target(c, "approvals:request_list"),
        Target(c, "approvals:request_new", by=staff, fills={"account_name": "新しい名前", "platform": service()}),
        Target(c, "approvals:request_detail@draft", (draft,)),
        Target(c, "approvals:request_detail", (submitted,)),
        Target(c, "approvals:request_edit", (draft,), by=staff, page=at("approvals:request_edit_part", draft, "account")),
        Target(
            c, "approvals:request_edit_part", (draft, "account"), by=staff, fills={"account_name": "直した名前"}
        ),
        Target(c, "approvals:request_edit_part@submitted", (submitted, "account"), fills={"account_name": "直した名前"}),
        Target(c, "approvals:request_submit", (draft,), by=staff, page=edit),
        Target(c, "approvals:request_pull_back", (submitted,)),
        Target(c, "approvals:request_withdraw", (submitted,), by=staff, fills=reason),
        Target(
            c, "approvals:attachment_add", (draft,), by=staff, page=edit,
            fills=lambda: {"file": SimpleUploadedFile("二.pdf", b"%PDF-1.7\n")},
        ),
        Target(c, "approvals:attachment", (c.attachment.pk,)),
        Target(c, "approvals:attachment_remove", (c.attachment.pk,)),
        _step(c, "approvals:step_decide", c.submitted, "section_head", decided),
        _step(c, "approvals:step_decide@department", c.at_department, "department_head", permitted),
        _step(c, "approvals:step_decide@director", c.at_director, "policy_director", permitted),
        Target(c, "approvals:step_read", (c.circulation.pk,)),
        Target(c, "approvals:review_detail", (c.review.pk,), by=head, fills={"answer": "confirm", "note": ""}),
        Target(
            c, "approvals:acquire", (c.planned.pk,), by=staff,
            fills={"url": f"https://x.com/{c.planned.handle}", "acquired_on": str(on)},
        ),
        Target(c, "approvals:abandon", (c.planned.pk,), by=staff, fills=reason),
        Target(
            c, "approvals:operator_add", (c.active.pk,), by=staff,
            fills={"staff_number": c.held.person.staff_number, "access": "shared_password", "reason": "投稿するため"},
        ),
        Target(
            c, "approvals:password_changed", (c.active.pk,), by=staff,
            fills={"changed_by": c.operator.person_id, "changed_on": str(on)},
        ),
        Target(c, "approvals:operator_end", (c.operator.pk,), by=staff, fills=reason),
        Target(c, "approvals:start", (c.acquired.pk,), by=head),
        Target(c, "approvals:filing_list"),
        Target(c, "approvals:filings_receive", fills={"filing": [c.filed.pk]}),
        Target(c, "approvals:filing_detail", (c.filed.pk,)),
        Target(c, "approvals:filing_file", (c.due.pk,), by=staff, page=at("approvals:filing_detail", c.due.pk)),
        Target(
            c, "approvals:filing_ask_correction", (c.filed.pk,), by="general_affairs_director",
            page=at("approvals:filing_detail", c.filed.pk), fills={"correction": "名称を確かめてください。"},
        ),
        Target(
            c, "approvals:filing_correct", (c.corrected.pk,), by=staff,
            page=at("approvals:filing_detail", c.corrected.pk), fills={"note": "名称を直しました。"},
        ),
        Target(c, "approvals:route_step_list"),
        Target(c, "approvals:route_step_create", by=admin, fills=route),
        Target(c, "approvals:route_step_edit", (c.route_step.pk,), by=admin, fills={"position": 2}),
    ]  # fmt: skip
    return {target.name: target for target in found}


def _step(city: City, name: str, request: Any, by: str, typed: Data) -> Target:
    step = request.steps.awaiting_decision().blocking().get()
    page = reverse("approvals:request_detail", args=[request.pk])
    return Target(city, name, (step.pk,), by=by, page=page, fills=typed)
