"""What every address of the URLconf is asked for. Adding an address means one line here and one or two in `table`."""

from datetime import timedelta
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.forms import RegistrySearch
from approvals.models import Filing, Request
from core.deadlines.models import Obligation
from core.retention.matters import matters_of
from core.staff.offices import Office
from tests.accounts.importing import a_row, sheet
from tests.approvals.pages import today
from tests.factories.approvals import pending_step
from tests.matrix.consultations import consultations
from tests.matrix.hand_overs import hand_overs
from tests.matrix.incidents import incidents
from tests.matrix.notices import notices
from tests.matrix.policies import policies
from tests.matrix.publications import publications
from tests.matrix.single import service
from tests.matrix.target import Data, Target
from tests.matrix.world import PASSWORD, City

FILTERS = RegistrySearch.NAMES
CALENDAR = ("scope", "show", "month", "day", "act", "unit", "cursor", "print")
NEW_PASSWORD = "umi-no-koe-mo-2027"


def targets(city: City) -> dict[str, Target]:
    """Return every row's target by its name; `name@which` is one address with another record."""
    found = [
        *signing_in(city), *master_data(city), *appointments(city), *rulebook(city), *gathered(city),
        *registry(city), *requests(city), *decisions(city), *acquisitions(city), *filings(city),
        *policies(city), *publications(city), *consultations(city), *notices(city), *hand_overs(city),
        *retention(city), *public(city), *incidents(city),
    ]  # fmt: skip
    return {target.name: target for target in found}


HEAD: Final = "section_head"
STAFF: Final = "staff"
REGISTRAR: Final = "general_affairs_director"
ADMIN: Final = "administrator"
DAY = timedelta(days=1)
REASON = {"reason": "都合により"}
UNTIL_LATER = {"ends_on": str(today() + 21 * DAY)}


def signing_in(c: City) -> list[Target]:
    """Sign-in, the office acted in, one's own authority and password."""
    tomorrow, other = str(today() + DAY), c.held.person.staff_number
    new = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    deputy = {"deputy": other, "starts_on": tomorrow, "ends_on": tomorrow}
    return [
        Target(c, "healthz"),
        Target(c, "people:signin", fills={"staff_number": c.person.staff_number, "password": PASSWORD}),
        Target(c, "people:signout"),
        Target(c, "people:idle"),
        Target(c, "people:enter", (c.held.person.pk,)),
        Target(c, "people:choose_capacity", fills={"capacity": ""}),
        Target(c, "people:my_authority"),
        Target(c, "people:mail_choice", by=STAFF, fills={"mail_choice": "immediate"}),
        Target(c, "people:password", by=STAFF, fills=new),
        Target(c, "people:set_deputy", by=HEAD, fills=deputy | REASON),
        Target(c, "people:end_deputy", (c.own_deputyship.pk,), by=HEAD, fills=UNTIL_LATER),
        Target(c, "people:person_password", (c.person.pk,)),
        Target(c, "people:person_password@decider", (c.decider.pk,)),
        Target(c, "people:person_release", (c.person.pk,)),
        Target(c, "people:password_issue", (c.issue.pk,)),
        Target(c, "people:password_confirm", (c.issue.pk,), by=ADMIN),
        Target(c, "people:password_decline", (c.issue.pk,), by=ADMIN, fills=REASON),
    ]


def master_data(c: City) -> list[Target]:
    """Persons, units, titles of offices, routes, services."""
    on, section, department = str(today()), c.offices.section, c.offices.department
    person = {"staff_number": "777777", "name": "新しい 職員", "is_active": "on"}
    unit = {"name": "新しい課", "level": "section", "parent": department.pk, "starts_on": on}
    title = {"office": Office.AUDITOR.value, "title": "監査室", "starts_on": on}
    route = {"kind": "circulate", "office": Office.AUDITOR.value, "unit": department.pk, "position": 1, "starts_on": on}
    return [
        Target(c, "people:person_list"),
        Target(c, "people:person_create", by=ADMIN, fills=person),
        Target(c, "people:person_edit", (c.person.pk,), by=ADMIN, fills={"title": "主任"}),
        Target(c, "people:unit_list"),
        Target(c, "people:unit_create", by=ADMIN, fills=unit),
        Target(c, "people:unit_edit", (section.pk,), by=ADMIN, fills={"name": "観光交流課"}),
        Target(c, "people:office_title_list"),
        Target(c, "people:office_title_create", by=ADMIN, fills=title),
        Target(c, "people:office_title_edit", (c.office_title.pk,), by=ADMIN, fills={"title": "監査室"}),
        Target(c, "approvals:route_step_list"),
        Target(c, "approvals:route_step_create", by=ADMIN, fills=route | {"owner": c.offices.foreign_section.pk}),
        Target(c, "approvals:route_step_edit", (c.route_step.pk,), by=ADMIN, fills={"position": 2}),
        Target(c, "accounts:platform_list"),
        Target(c, "accounts:platform_create", by=ADMIN, fills={"name": "新", "code": "new", "position": 9}),
        Target(c, "accounts:platform_edit", (service(),), by=ADMIN, fills={"name": "エックス"}),
    ]


def appointments(c: City) -> list[Target]:
    """Appointments and deputyships."""
    on, tomorrow, other = str(today()), str(today() + DAY), c.held.person.staff_number
    post = {"person": c.person.staff_number, "office": "staff", "unit": c.offices.section.pk, "starts_on": on}
    deputy = {"principal": c.offices.section_head.key.removeprefix("a"), "deputy": other, "starts_on": on}
    return [
        Target(c, "people:appointment_list"),
        Target(c, "people:appointment_create", by=ADMIN, fills=post),
        Target(c, "people:appointment_detail", (c.appointment.pk,)),
        Target(c, "people:appointment_confirm", (c.appointment.pk,), by=ADMIN),
        Target(c, "people:appointment_decline", (c.appointment.pk,), by=ADMIN, fills=REASON),
        Target(c, "people:appointment_end", (c.held.pk,), by=ADMIN, fills={"ends_on": on}),
        Target(c, "people:deputyship_list"),
        Target(c, "people:deputyship_create", by=ADMIN, fills=deputy | {"ends_on": tomorrow} | REASON),
        Target(c, "people:deputyship_detail", (c.deputyship.pk,)),
        Target(c, "people:deputyship_confirm", (c.deputyship.pk,), by=ADMIN),
        Target(c, "people:deputyship_decline", (c.deputyship.pk,), by=ADMIN, fills=REASON),
        Target(c, "people:deputyship_end", (c.own_deputyship.pk,), by=ADMIN, fills=UNTIL_LATER),
    ]


def rulebook(c: City) -> list[Target]:
    """Guideline versions."""
    new = {"title": "次の版", "in_force_from": str(today() + 60 * DAY)}
    return [
        Target(c, "people:rulebook_list"),
        Target(c, "people:rulebook_create", by=ADMIN, fills=new),
        Target(c, "people:rulebook_detail", (c.version.pk,)),
        Target(c, "people:rulebook_edit", (c.version.pk,), by=ADMIN, fills={"title": "直した版"}),
        Target(c, "people:rulebook_edit@ruling", (c.ruling.pk,), fills={"title": "直した版"}),
        Target(c, "people:rulebook_adopt", (c.version.pk,), by="policy_director"),
    ]


def gathered(c: City) -> list[Target]:
    """Messages, the background, the audit trail, and the pages that gather."""
    return [
        Target(c, "people:messages"),
        Target(c, "people:messages_read"),
        Target(c, "people:message_open", (c.message.pk,)),
        Target(c, "people:outbox"),
        Target(c, "people:outbox_requeue", (c.unsent.pk,)),
        Target(c, "people:health"),
        Target(c, "people:trail_list"),
        Target(c, "people:trail_seals"),
        Target(c, "people:trail_export"),
        Target(c, "people:trail_verifier"),
        Target(c, "people:trail_event", (c.event.pk,)),
        Target(c, "dashboard:record_trail", (c.submitted.stream,)),
        Target(c, "dashboard:person_trail", (c.person.pk,)),
        Target(c, "dashboard:decisions"),
        Target(c, "dashboard:evidence"),
        Target(c, "dashboard:as_of"),
        Target(c, "dashboard:samples"),
        Target(c, "dashboard:sample_new", by="auditor", fills={"on": str(today() - DAY), "seed": "7", "size": "2"}),
        Target(c, "dashboard:sample", (c.sample.pk,)),
        Target(c, "dashboard:inbox"),
        Target(c, "dashboard:calendar", asks=CALENDAR),
        Target(c, "dashboard:calendar_feed_own", by=STAFF),
        Target(c, "dashboard:calendar_feed_end"),
        Target(c, "dashboard:calendar_feed", ("no-such-secret",)),
        Target(c, "dashboard:duty_waive", (_duty(c.due),), by=HEAD, fills={"waive_reason": "不要になったため"}),
        Target(c, "dashboard:help"),
    ]


def _duty(filing: Filing) -> int:
    """Return the key of what the staff of the section owe: to file."""
    return Obligation.objects.open().about(filing.stream).get(debtor_office=Office.STAFF).pk


def registry(c: City) -> list[Target]:
    """The registry and who operates an account."""
    change = {"changed_by": c.operator.person_id, "changed_on": str(today())}

    def listed() -> Data:
        return {"file": SimpleUploadedFile("一覧.csv", sheet([a_row(8, c.offices.section.full_name)]))}

    joins = {"staff_number": c.held.person.staff_number, "access": "shared_password"} | REASON
    return [
        Target(c, "accounts:registry"),
        Target(c, "accounts:import", by=REGISTRAR, fills=listed),
        Target(c, "accounts:import_sample", ("csv",)),
        Target(c, "accounts:import_columns", (c.import_draft.pk,), by=REGISTRAR, fills={"common_name": ""}),
        Target(c, "accounts:import_check", (c.import_draft.pk,), by=REGISTRAR),
        Target(c, "accounts:filter_save", by=STAFF, query="state=active", fills={"name": "運用中のもの"}, asks=FILTERS),
        Target(c, "accounts:filter_save@nothing"),
        Target(c, "accounts:filter_edit", (c.saved.pk,), by=STAFF, fills={"name": "直した名前"}),
        Target(c, "accounts:filter_end", (c.saved.pk,), by=STAFF),
        Target(c, "accounts:account_detail", (c.active.pk,)),
        Target(c, "accounts:account_detail@planned", (c.planned.pk,)),
        Target(c, "accounts:account_detail@suspended", (c.papers["suspended_account"].pk,)),
        Target(c, "accounts:account_sheet", (c.active.pk,)),
        Target(c, "accounts:account_sheet@planned", (c.planned.pk,)),
        Target(c, "accounts:export_csv", asks=FILTERS),
        Target(c, "accounts:export_xlsx", asks=FILTERS),
        Target(c, "approvals:operator_add", (c.active.pk,), by=STAFF, fills=joins),
        Target(c, "approvals:operator_end", (c.operator.pk,), by=STAFF, fills=REASON),
        Target(c, "approvals:password_changed", (c.active.pk,), by=STAFF, fills=change),
    ]


def requests(c: City) -> list[Target]:
    """Drafting, its files, submitting and taking back."""
    draft, submitted, renamed = c.draft.pk, c.submitted.pk, {"account_name": "直した名前"}
    part, new = "approvals:request_edit_part", {"account_name": "新しい名前", "platform": service()}
    account, confirm = (reverse(part, args=[draft, slug]) for slug in ("account", "confirm"))

    def file() -> Data:
        return {"file": SimpleUploadedFile("二.pdf", b"%PDF-1.7\n")}

    return [
        Target(c, "approvals:request_list"),
        Target(c, "approvals:request_new", by=STAFF, fills=new),
        Target(c, "approvals:request_detail", (submitted,)),
        Target(c, "approvals:request_detail@draft", (draft,)),
        Target(c, "approvals:request_sheet", (submitted,)),
        Target(c, "approvals:request_sheet@draft", (draft,)),
        Target(c, "approvals:request_edit", (draft,), by=STAFF, page=account),
        Target(c, part, (draft, "account"), by=STAFF, fills=renamed),
        Target(c, f"{part}@submitted", (submitted, "account"), fills=renamed),
        Target(c, "approvals:request_submit", (draft,), by=STAFF, page=confirm),
        Target(c, "approvals:request_pull_back", (submitted,)),
        Target(c, "approvals:request_withdraw", (submitted,), by=STAFF, fills=REASON),
        Target(c, "approvals:attachment_add", (draft,), by=STAFF, page=confirm, fills=file),
        Target(c, "approvals:attachment", (c.attachment.pk,)),
        Target(c, "approvals:attachment_remove", (c.attachment.pk,)),
    ]


def decisions(c: City) -> list[Target]:
    """Deciding a step at each office asked, circulation, later review."""
    consent = {"move": "consent", "confirmed": "on", "opinion": ""}
    permit = consent | {"move": "permit"}

    def step(name: str, request: Request, by: str, typed: Data) -> Target:
        page = reverse("approvals:request_detail", args=[request.pk])
        return Target(c, name, (pending_step(request).pk,), by=by, page=page, fills=typed)

    return [
        step("approvals:step_decide", c.submitted, HEAD, consent),
        step("approvals:step_decide@department", c.at_department, "department_head", permit),
        step("approvals:step_decide@director", c.at_director, "policy_director", permit),
        Target(c, "approvals:step_read", (c.circulation.pk,)),
        Target(c, "approvals:review_detail", (c.review.pk,), by=HEAD, fills={"answer": "confirm", "note": ""}),
    ]


def acquisitions(c: City) -> list[Target]:
    """Acquiring, giving up, starting."""
    facts = {"url": f"https://x.com/{c.planned.handle}", "acquired_on": str(today())}
    return [
        Target(c, "approvals:acquire", (c.planned.pk,), by=STAFF, fills=facts),
        Target(c, "approvals:abandon", (c.planned.pk,), by=STAFF, fills=REASON),
        Target(c, "approvals:start", (c.acquired.pk,), by=HEAD),
    ]


def filings(c: City) -> list[Target]:
    """Filing with 総務部長, receiving, correcting."""
    director, what = "general_affairs_director", {"correction": "名称を確かめてください。"}

    def act(name: str, filing: Filing, by: str, typed: Data) -> Target:
        page = reverse("approvals:filing_detail", args=[filing.pk])
        return Target(c, f"approvals:{name}", (filing.pk,), by=by, page=page, fills=typed)

    return [
        Target(c, "approvals:filing_list"),
        Target(c, "approvals:filings_receive", fills={"filing": [c.filed.pk]}),
        Target(c, "approvals:filing_detail", (c.filed.pk,)),
        act("filing_file", c.due, STAFF, {}),
        act("filing_ask_correction", c.filed, director, what),
        act("filing_correct", c.corrected, STAFF, {"note": "名称を直しました。"}),
    ]


OFFICER: Final = "records_officer"
DIRECTOR: Final = "general_affairs_director"


def retention(c: City) -> list[Target]:
    """What may be disposed of, disposals, holds and the register."""
    held = {"document_number": c.concluded.document_number, "cause": "audit"} | REASON
    return [
        Target(c, "retention:due_list", by=OFFICER, fills=lambda: {"chosen": _chosen(c), "basis": "保存期間の満了"}),
        Target(c, "retention:class_list"),
        Target(c, "retention:disposal_list"),
        Target(c, "retention:disposal_detail", (c.disposal.pk,)),
        Target(c, "retention:disposal_permit", (c.disposal.pk,), by=DIRECTOR),
        Target(c, "retention:disposal_decline", (c.disposal.pk,), by=DIRECTOR, fills=REASON),
        Target(c, "retention:disposal_withdraw", (c.disposal.pk,), by=OFFICER, fills=REASON),
        Target(c, "retention:disposal_carry_out", (c.permitted.pk,), by=OFFICER, fills={"sure": "on"}),
        Target(c, "retention:hold_list"),
        Target(c, "retention:hold_create", by=OFFICER, fills=held),
        Target(c, "retention:hold_lift", (c.hold.pk,), by=OFFICER, fills=REASON),
        Target(c, "retention:register"),
    ]


def public(c: City) -> list[Target]:
    """What everybody sees, and the warnings behind it."""
    names = ("warnings", "warnings_json", "sections", "openapi")
    asked, who = ("service", "section", "q", "about", "cursor"), ("who", "on")
    seen = {"platform": "", "url": "https://evil.example/iwaki", "first_seen_on": str(today() - DAY), "words": "偽物"}
    imitation, keeper = (c.imitation.pk,), "pr_section_head"
    return [
        *(Target(c, f"public:{name}") for name in names),
        Target(c, "public:home", asks=(*asked, *who)),
        Target(c, "public:accounts_json", asks=asked),
        Target(c, "public:accounts_csv", asks=asked),
        Target(c, "public:genuine", asks=who),
        Target(c, "public:entry", (c.active.pk,)),
        Target(c, "public:entry@planned", (c.planned.pk,)),
        Target(c, "public:entry_json", (c.active.pk,)),
        Target(c, "imitations:imitation_list"),
        Target(c, "imitations:imitation_detail", imitation),
        Target(c, "imitations:imitation_create", by=keeper, fills=seen),
        Target(c, "imitations:imitation_edit", imitation, by=keeper, fills={"words": "直した説明"}),
        Target(c, "imitations:imitation_end", imitation, by=keeper, fills=REASON),
    ]


def _chosen(c: City) -> list[str]:
    stream = c.concluded.stream
    return [f"{stream}|{matters_of([stream], today())[stream].digest}"]
