"""Single records of the matrix's city that take more than one act, each made for one or two of its addresses."""

from datetime import datetime, timedelta
from typing import Any

from accounts.intake.drafts import keep
from accounts.intake.reading import read_table
from accounts.models import Account, ImportDraft
from approvals.actions import remove_attachment
from approvals.consultations.states import ConsultationState
from approvals.handovers.states import HandOverState
from approvals.models import Attachment, Request
from approvals.states import RequestState
from core.audit.models import Event
from core.lifecycle.actor import Actor
from core.periods.clock import JAPAN, japan_date, now
from core.retention.states import DisposalState
from core.staff.offices import Office
from core.uploads.forms import Upload
from dashboard.asof.sampling import draw_sample
from policies.actions import keep_policy
from policies.calling import call_reviews
from policies.models import MediaPolicy
from policies.states import PolicyState
from publications.models import CheckAsked, Publication
from publications.posting.actions import record_publication
from publications.posting.states import Kind, PublicationState
from tests.accounts.importing import a_row, sheet
from tests.approvals.pages import LONG_AGO
from tests.factories.approvals import OfficeWorld, a_draft, a_request, an_account, appointment_of
from tests.factories.consultations import a_consultation
from tests.factories.core import a_deputyship, a_person, an_appointment, the_actor
from tests.factories.drafts import a_platform
from tests.factories.hand_overs import a_hand_over, a_hand_over_review, filed_account
from tests.factories.policies import a_version as a_policy
from tests.factories.policies import first_version
from tests.factories.publications import CITY_PAGE, a_publication
from tests.factories.retention import a_disposal, an_old_request, attach
from tests.matrix.incident_records import incident_records

PDF = b"%PDF-1.7\n"
MADE = (PolicyState.DRAFT, PolicyState.SUBMITTED, PolicyState.APPROVED, PolicyState.PUBLISHED)
"""States of a version in which something can be done."""
FIRST_DAYS = datetime(2020, 4, 2, 10, tzinfo=JAPAN)


def import_draft(offices: OfficeWorld) -> ImportDraft:
    """Read a list with one account for 総務部長, who has not imported it yet."""
    content = sheet([a_row(7, offices.section.full_name)])
    person = offices.general_affairs_director.person
    assert person is not None
    return keep(read_table(content), content, "一覧.csv", person=person, at=now())


def sample(offices: OfficeWorld, at: Any, on: Any) -> Event:
    """Draw a sample of the day before."""
    wanted = {"on": on - timedelta(days=1), "seed": 1, "size": 1}
    return draw_sample(wanted, [], by=offices.people[Office.AUDITOR], at=at).event


def taken_out(offices: OfficeWorld, at: Any) -> Attachment:
    """Attach a file to a draft and take it out again."""
    added = attach(a_draft(offices, when=at), PDF, "外した案.pdf", offices.staff, at)
    return remove_attachment(added, by=offices.staff, at=at)


def disposed_of(offices: OfficeWorld, at: Any) -> Attachment:
    """Return the file of a request that was disposed of."""
    ended = an_old_request(world=offices, when=FIRST_DAYS, files=[PDF])
    a_disposal(DisposalState.CARRIED_OUT, ended, world=offices, when=at)
    return Attachment.objects.get(request=ended)


def concluded(offices: OfficeWorld) -> Request:
    """Bring a request to its end in the first days of the city: its retention is over."""
    return a_request(RequestState.DENIED, world=offices, when=FIRST_DAYS)


def second_administrator(offices: OfficeWorld, at: Any) -> Actor:
    """Put a second person into the office of the administrator."""
    person = a_person("二人目 管理者", at=at)
    return the_actor(an_appointment(person, Office.ADMINISTRATOR, offices.department, LONG_AGO, at=at), at=at)


def own_deputyship(offices: OfficeWorld, at: Any, on: Any) -> int:
    """Name a deputy of the section head for days to come, for the page on which principals end one."""
    later = on + timedelta(days=20)
    made = a_deputyship(
        appointment_of(offices.section_head), a_person("先の 代決", at=at), later, later + timedelta(days=3), at=at
    )
    return int(made.pk)


def policy_records(offices: OfficeWorld, active: Account, at: Any) -> dict[str, Any]:
    """Bring a version to each state in which something can be done, on accounts with the operators of `active`."""
    rows = [
        {"person": one.person_id, "access": one.access, "reason": one.reason} for one in active.operators.order_by("pk")
    ]
    versions: dict[str, MediaPolicy] = {"first": first_version(active)}
    for state in MADE:
        account = an_account(world=offices, when=at, operators=rows)
        versions[state.value] = a_policy(state, world=offices, account=account, when=at)
    principal, day = appointment_of(offices.section_head), japan_date(at)
    deputy = the_actor(a_deputyship(principal, a_person("代わり 決子", at=at), day, day, at=at), at=at)
    kept = a_policy(PolicyState.PUBLISHED, world=offices, account=an_account(world=offices, when=at), when=at)
    versions["later"] = keep_policy(kept, by=deputy, at=at, seen=kept.fingerprint(), review_note="合っています。")
    due_on, reason = japan_date(at) + timedelta(days=30), "ガイドラインの改正に合わせるため"
    call = call_reviews(by=offices.policy_director, at=at, cause="guideline", reason=reason, due_on=due_on)
    return {"policies": versions, "call": call}


def consultation_records(offices: OfficeWorld, at: Any) -> dict[str, Any]:
    """Bring consultations to each state in which something can be done; a deputy's answer waits for its review."""
    pr_head, day = appointment_of(offices.people[Office.PR_SECTION_HEAD]), japan_date(at)
    deputy = the_actor(a_deputyship(pr_head, a_person("発信 代決", at=at), day, day, at=at), at=at)
    by_deputy = a_consultation(ConsultationState.ANSWERED, world=offices, answered_by=deputy, when=at)
    return {
        "asked": a_consultation(world=offices, when=at),
        "answered": a_consultation(ConsultationState.ANSWERED, world=offices, when=at),
        "deputised": by_deputy,
    }


def hand_over_records(offices: OfficeWorld, at: Any) -> dict[str, Any]:
    """Bring a hand-over to the foreign section to each state in which something can be done, and file for one more.

    One more was taken over by a deputy of the receiving head, who has not reviewed that.
    """
    return {
        "fresh": filed_account(offices, at),
        "draft": a_hand_over(world=offices, when=at),
        "settled": a_hand_over(HandOverState.SETTLED, world=offices, when=at),
        "handed_review": a_hand_over_review(world=offices, when=at),
    }


def paper_records(offices: OfficeWorld, active: Account, at: Any) -> dict[str, Any]:
    """Return consultations, hand-overs and incidents, each by a name of its own."""
    return {
        **consultation_records(offices, at),
        **hand_over_records(offices, at),
        **incident_records(offices, active, at),
    }


PICTURE = Upload("画面.png", "image/png", bytes(8))


def publication_record(offices: OfficeWorld, active: Account, at: Any) -> Publication:
    """Let an account with the operators of `active` show its page, at which nobody has asked to look again."""
    rows = [
        {"person": one.person_id, "access": one.access, "reason": one.reason} for one in active.operators.order_by("pk")
    ]
    account = an_account(world=offices, when=at, operators=rows)
    a_publication(PublicationState.POSTED, world=offices, account=account, when=at)
    facts: dict[str, Any] = {"posted_on": japan_date(at), "url": CITY_PAGE, "picture": PICTURE}
    made = record_publication(account, Kind.HOMEPAGE, by=offices.staff, at=at, **facts)
    CheckAsked.objects.all().delete()
    return made


def service() -> int:
    """Return the key of the first service."""
    return int(a_platform(when=now()).pk)
