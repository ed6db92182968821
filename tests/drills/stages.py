"""Where acts meet: a stage sets up some records and names the acts that people may try on them at one moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from accounts.models import Operator
from accounts.states import Access, AccountState
from approvals.actions import (
    abandon_account,
    acquire_account,
    add_attachment,
    add_to_account,
    ask_correction,
    correct_filing,
    decide_step,
    edit_request,
    end_on_account,
    file_filing,
    pull_back_request,
    receive_filings,
    record_password_change,
    remove_attachment,
    review_decision,
    start_operation,
    submit_request,
    withdraw_request,
)
from approvals.models import Attachment
from approvals.moves.decision import DENY, PERMIT, RETURN
from approvals.states import FilingState, RequestState
from core.lifecycle.act import perform
from core.lifecycle.actor import Actor
from core.people.adopting import adopt_version
from core.people.appointing import confirm, decline, end_entry, enter_appointment, enter_deputyship
from core.people.leaving import edit_person
from core.people.moves import ADOPT_VERSION
from core.people.passwords import ask_password, confirm_password, decline_password, issue_password
from core.people.reorganising import edit_unit
from core.records import Record
from core.staff.models import Deputyship, Person
from core.staff.offices import Office
from tests.factories import AT, ON, a_person, a_version, an_appointment, the_actor
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_draft,
    a_filing,
    a_request,
    a_review,
    account_of,
    an_account,
    appointment_of,
    pending_step,
    step_at,
)

Act = Callable[[], Any]

FILE: dict[str, Any] = {"name": "案.txt", "content_type": "text/plain", "content": b"text"}


@dataclass(frozen=True)
class Stage:
    """The acts by name, and the rows that most of them wait for."""

    acts: Mapping[str, Act]
    rows: list[Record] = field(default_factory=list)


def person_of(actor: Actor) -> Person:
    """Return the person who acts."""
    assert actor.person is not None
    return actor.person


def disable(person: Person, by: Actor) -> Act:
    """Return the act that takes a person from the staff, as the form does it."""
    return partial(edit_person, person, by=by, at=AT, seen=person.fingerprint(), values={"is_active": False})


def end_today(entry: Any, by: Actor) -> Act:
    """Return the act that makes today the last day of an entry."""
    return partial(end_entry, entry, by=by, at=AT, ends_on=ON, on=ON, seen=entry.fingerprint())


def submitted(world: OfficeWorld) -> Stage:
    """A request before the head of the department, who has a deputy."""
    deputy = a_deputy(world.department_head)
    request = a_request(world=world, decided=1)
    step, version = pending_step(request), a_version(ON, adopted=False)
    decide = partial(decide_step, step, at=AT, seen=step.fingerprint(), opinion="理由")
    head, personnel = world.department_head, world.people[Office.PERSONNEL_OFFICER]
    administrator = world.people[Office.ADMINISTRATOR]
    moved = {"parent": world.foreign_section.department, "ends_on": None}
    return Stage(
        {
            "permit": partial(decide, PERMIT, by=head),
            "return": partial(decide, RETURN, by=head),
            "deny": partial(decide, DENY, by=head),
            "permit by deputy": partial(decide, PERMIT, by=deputy),
            "permit by director": partial(
                decide_step, step_at(request, 3), PERMIT, by=world.policy_director, at=AT, seen=step.fingerprint()
            ),
            "edit": partial(edit_request, request, by=world.staff, at=AT, reason="別の理由"),
            "attach": partial(add_attachment, request, by=world.staff, at=AT, **FILE),
            "pull back": partial(pull_back_request, request, by=world.staff, at=AT),
            "withdraw": partial(withdraw_request, request, by=world.staff, at=AT),
            "end of appointment": end_today(appointment_of(head), personnel),
            "end of deputyship": end_today(Deputyship.objects.get(), head),
            "disabling the head": disable(person_of(head), administrator),
            "disabling the deputy": disable(person_of(deputy), administrator),
            "move of the section": partial(
                edit_unit, world.section, by=administrator, at=AT, seen=world.section.fingerprint(), values=moved
            ),
            "adoption": partial(
                perform, version, ADOPT_VERSION, by=world.policy_director, at=AT, seen=version.fingerprint()
            ),
        },
        [request],
    )


def last_step(world: OfficeWorld) -> Stage:
    """A request before 総合政策部長, the last to permit."""
    request = a_request(world=world, decided=2)
    step = pending_step(request)
    decide = partial(decide_step, step, by=world.policy_director, at=AT, seen=step.fingerprint(), opinion="理由")
    return Stage(
        {
            "permit": partial(decide, PERMIT),
            "deny": partial(decide, DENY),
            "pull back": partial(pull_back_request, request, by=world.staff, at=AT),
            "withdraw": partial(withdraw_request, request, by=world.staff, at=AT),
            "give up": partial(abandon_account, account_of(request), by=world.staff, at=AT, reason="不要"),
            "disabling the drafter": disable(person_of(world.staff), world.people[Office.ADMINISTRATOR]),
        },
        [request],
    )


def draft(world: OfficeWorld) -> Stage:
    """A complete draft with a file, and another one for the same handle."""
    request = a_draft(world, handle="iwaki_one")
    attached = add_attachment(request, by=world.staff, at=AT, **FILE)
    rival = a_draft(world, handle="@iwaki_one")
    return Stage(
        {
            "submit": partial(submit_request, request, by=world.staff, at=AT, seen=request.fingerprint()),
            "submit by another": partial(submit_request, request, by=world.second_staff, at=AT),
            "submit the rival": partial(submit_request, rival, by=world.second_staff, at=AT),
            "edit": partial(edit_request, request, by=world.second_staff, at=AT, reason="別の理由"),
            "edit with another": partial(edit_request, request, by=world.staff, at=AT, reason="また別の理由"),
            "attach": partial(add_attachment, request, by=world.second_staff, at=AT, **(FILE | {"content": b"new"})),
            "remove the file": partial(
                remove_attachment, Attachment.objects.get(pk=attached.pk), by=world.staff, at=AT
            ),
            "withdraw": partial(withdraw_request, request, by=world.second_staff, at=AT),
            "disabling the drafter": disable(person_of(world.staff), world.people[Office.ADMINISTRATOR]),
        },
        [request],
    )


def returned(world: OfficeWorld) -> Stage:
    """A request that came back, with the duty to revise it."""
    request = a_request(RequestState.RETURNED, world=world)
    return Stage(
        {
            "submit": partial(submit_request, request, by=world.staff, at=AT),
            "edit": partial(edit_request, request, by=world.second_staff, at=AT, reason="直した理由"),
            "withdraw": partial(withdraw_request, request, by=world.second_staff, at=AT),
        },
        [request],
    )


def authorised(world: OfficeWorld) -> Stage:
    """An account that may be acquired."""
    account = an_account(AccountState.AUTHORISED, world=world)
    url = f"https://x.com/{account.handle}"
    facts: dict[str, Any] = {"url": url, "handle": account.handle, "name": account.name, "acquired_on": ON}
    added = {"access": Access.SHARED_PASSWORD.value, "reason": "投稿するため"}
    return Stage(
        {
            "acquire": partial(acquire_account, account, by=world.staff, at=AT, **facts),
            "acquire by another": partial(acquire_account, account, by=world.second_staff, at=AT, **facts),
            "give up": partial(abandon_account, account, by=world.second_staff, at=AT, reason="不要"),
            "add an operator": partial(
                add_to_account, account, by=world.section_head, at=AT, person=person_of(world.second_staff), **added
            ),
            "disabling the operator": disable(person_of(world.staff), world.people[Office.ADMINISTRATOR]),
        },
        [account],
    )


def acquired(world: OfficeWorld) -> Stage:
    """An acquired account with one operator, its filing due."""
    filing = a_filing(FilingState.DUE, world=world)
    account = filing.account
    head, second = world.section_head, person_of(world.second_staff)
    return Stage(
        {
            "start": partial(start_operation, account, by=head, at=AT),
            "start by deputy": partial(start_operation, account, by=a_deputy(head), at=AT),
            "end the operator": partial(end_on_account, Operator.objects.get(), by=world.staff, at=AT, reason="異動"),
            "add an operator": partial(
                add_to_account, account, by=head, at=AT, person=second, access="shared_password", reason="投稿"
            ),
            "change of password": partial(
                record_password_change, account, by=world.second_staff, at=AT, changed_by=second, changed_on=ON
            ),
            "disabling the operator": disable(person_of(world.staff), world.people[Office.ADMINISTRATOR]),
            "file": partial(file_filing, filing, by=world.second_staff, at=AT),
            "file by the head": partial(file_filing, filing, by=head, at=AT),
        },
        [account],
    )


def filed(world: OfficeWorld) -> Stage:
    """A filing before 総務部長, who asked for a correction."""
    director = world.general_affairs_director
    asked = ask_correction(a_filing(world=world), by=director, at=AT, correction="通称を直してください。")
    deputy = a_deputy(director)
    return Stage(
        {
            "receive": partial(receive_filings, [asked], by=director, at=AT),
            "receive by deputy": partial(receive_filings, [asked], by=deputy, at=AT),
            "correct": partial(correct_filing, asked, by=world.staff, at=AT, note="直しました。"),
            "correct by another": partial(correct_filing, asked, by=world.second_staff, at=AT, note="直しました。"),
            "ask again": partial(ask_correction, asked, by=director, at=AT, correction="日付も直してください。"),
            "end of deputyship": end_today(Deputyship.objects.get(), director),
        },
        [asked],
    )


def entries(world: OfficeWorld) -> Stage:
    """Two in charge, an appointment that waits for a second person, a deputy of the head of the department."""
    administrator, personnel = world.people[Office.ADMINISTRATOR], world.people[Office.PERSONNEL_OFFICER]
    second = the_actor(an_appointment(a_person("二人目の管理者"), Office.ADMINISTRATOR, world.section))
    head, newcomer = world.department_head, a_person("新任")
    entered = {"office": Office.SECTION_HEAD.value, "unit": world.section, "starts_on": ON}
    waiting = enter_appointment(by=administrator, at=AT, person=newcomer, **entered)
    deputy = the_actor(an_appointment(a_person("代決"), Office.STAFF, world.section))
    named = {"principal": appointment_of(head), "deputy": person_of(deputy), "starts_on": ON, "ends_on": ON}
    seen = waiting.fingerprint()
    return Stage(
        {
            "confirm": partial(confirm, waiting, by=personnel, at=AT, seen=seen),
            "confirm by another": partial(confirm, waiting, by=second, at=AT, seen=seen),
            "decline": partial(decline, waiting, by=administrator, at=AT, reason="誤り", seen=seen),
            "disabling the newcomer": disable(newcomer, administrator),
            "name a deputy": partial(enter_deputyship, by=head, at=AT, reason="出張", **named),
            "disabling the deputy": disable(person_of(deputy), administrator),
            "disabling the principal": disable(person_of(head), administrator),
            "end of appointment": end_today(appointment_of(head), personnel),
            "end of appointment by another": end_today(appointment_of(head), administrator),
            "enter for the newcomer": partial(
                enter_appointment, by=second, at=AT, person=newcomer, **(entered | {"office": Office.AUDITOR.value})
            ),
            "one disables the other": disable(person_of(second), administrator),
            "the other disables the one": disable(person_of(administrator), second),
        },
        [appointment_of(head)],
    )


def passwords(world: OfficeWorld) -> Stage:
    """A password asked for, and somebody on the staff who has none."""
    administrator, personnel = world.people[Office.ADMINISTRATOR], world.people[Office.PERSONNEL_OFFICER]
    second = the_actor(an_appointment(a_person("二人目の管理者"), Office.ADMINISTRATOR, world.section))
    head, staff = person_of(world.department_head), person_of(world.second_staff)
    issue = ask_password(head, by=administrator, at=AT)
    seen = issue.fingerprint()
    return Stage(
        {
            "confirm": partial(confirm_password, issue, by=personnel, at=AT, seen=seen),
            "confirm by another": partial(confirm_password, issue, by=second, at=AT, seen=seen),
            "decline": partial(decline_password, issue, by=administrator, at=AT, reason="不要", seen=seen),
            "disabling the person": disable(head, administrator),
            "ask": partial(ask_password, person_of(world.policy_director), by=administrator, at=AT),
            "ask by another": partial(ask_password, person_of(world.policy_director), by=second, at=AT),
            "issue": partial(issue_password, staff, by=administrator, at=AT),
            "enter for the person": partial(
                enter_appointment,
                by=second,
                at=AT,
                person=staff,
                office=Office.AUDITOR.value,
                unit=world.section,
                starts_on=ON,
            ),
        },
        [head],
    )


def review(world: OfficeWorld) -> Stage:
    """A later review that the principal owes."""
    waiting = a_review(world=world)
    confirm_or_object = partial(review_decision, waiting, by=world.section_head, at=AT, seen=waiting.fingerprint())
    return Stage(
        {
            "confirm": partial(confirm_or_object, objects=False),
            "object": partial(confirm_or_object, objects=True, note="異議"),
            "disabling the principal": disable(person_of(world.section_head), world.people[Office.ADMINISTRATOR]),
        },
        [waiting],
    )


def versions(world: OfficeWorld) -> Stage:
    """Two drafts of the first version of all, both begun before, and two people who may adopt them."""
    second = the_actor(an_appointment(a_person("二人目の部長"), Office.POLICY_DIRECTOR, world.section))
    one, other = (a_version(date(year, 4, 1), adopted=False) for year in (2014, 2016))
    adopt = partial(adopt_version, at=AT)
    return Stage(
        {
            "adopt": partial(adopt, one, by=world.policy_director, seen=one.fingerprint()),
            "adopt the other": partial(adopt, other, by=second, seen=other.fingerprint()),
            "adopt by another": partial(adopt, one, by=second, seen=one.fingerprint()),
        },
        [one, other],
    )


STAGES: dict[str, Callable[[OfficeWorld], Stage]] = {
    "submitted": submitted,
    "last step": last_step,
    "draft": draft,
    "returned": returned,
    "authorised": authorised,
    "acquired": acquired,
    "filed": filed,
    "entries": entries,
    "passwords": passwords,
    "review": review,
    "versions": versions,
}
