"""What hangs together with a request, and what of each record is emptied."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from accounts.states import Access
from approvals.actions import (
    ask_correction,
    file_filing,
    receive_filings,
    review_decision,
    start_operation,
    submit_request,
)
from approvals.actions.operators import add_to_account, record_password_change
from approvals.dossier import EMPTIERS, RequestDossier
from approvals.handovers.actions import review_hand_over, withdraw_hand_over
from approvals.models import Filing, HandOverReview, LaterReview, NoticeReview, Request
from approvals.moves.decision import CONSENT
from approvals.notices.actions import return_notice
from approvals.notices.states import NoticeState
from core.keeping import ForYears, Within
from core.lifecycle.act import acting
from core.lifecycle.actor import SYSTEM
from core.records import Record
from core.retention.matters import with_obligations
from core.reviews.states import ReviewState
from core.uploads.forms import Upload
from policies.actions import return_policy, review_policy
from policies.models import PolicyReview
from policies.states import PolicyState
from publications.posting.actions import record_publication
from publications.posting.states import Kind
from tests.factories import AT, ON, places_of
from tests.factories.approvals import (
    OfficeWorld,
    a_deputy,
    a_draft,
    a_request,
    account_of,
    acquired,
    agreed,
    an_office_world,
    decide,
    filing_of,
    returned,
)
from tests.factories.hand_overs import a_hand_over
from tests.factories.notices import a_notice, reviewed
from tests.factories.policies import a_version as a_policy_version
from tests.factories.publications import CITY_PAGE
from tests.factories.retention import a_disposal, attach

pytestmark = pytest.mark.django_db

WORDS = (
    *("浜の灯台", "磐城の海", "iwaki_toudai", "潮を知らせる", "海の様子", "波の話題", "当番三人", "満月", "夜明け"),
    *("灯台から", "浜で伺う", "直してください一", "異議の言葉", "届出の備考", "補正の言葉", "写真を撮る人"),
    *("名前が少し違う", "潮位表", "理由を詳しく", "聞いていない"),
)


def a_full_matter(world: OfficeWorld) -> Request:
    """Bring a request through a return, a deputy with an objection, an acquisition, a filing and a change of staff."""
    names = ("purpose", "topics", "in_charge", "frequency", "timing", "method", "opinions")
    items: dict[str, Any] = dict(zip(names, WORDS[4:11], strict=True))
    named: dict[str, Any] = {"account_name": WORDS[0], "common_name": WORDS[1], "handle": WORDS[2], "reason": WORDS[3]}
    request = a_draft(world, **items, **named)
    attach(request, b"%PDF-1.4 tides", f"{WORDS[17]}.pdf", world.staff, AT)
    request = returned(submit_request(request, by=world.staff, at=AT), by=world.section_head, opinion=WORDS[11])
    request = submit_request(request, by=world.staff, at=AT)
    decide(request, CONSENT, a_deputy(world.section_head))
    review = LaterReview.objects.get()
    review_decision(review, by=world.section_head, at=AT, seen=review.fingerprint(), objects=True, note=WORDS[12])
    request = agreed(request, world)
    account = acquired(account_of(request), by=world.staff, name=f"{WORDS[0]}です", difference=WORDS[16])
    filing = file_filing(filing_of(account), by=world.staff, at=AT, note=WORDS[13])
    receive_filings([filing], by=world.general_affairs_director, at=AT)
    account = start_operation(account, by=world.section_head, at=AT)
    drafted = a_hand_over(world=world, account=account, reason=WORDS[3])
    withdraw_hand_over(drafted, by=a_deputy(world.section_head), at=AT, ended_for=WORDS[3])
    handed = HandOverReview.objects.get()
    review_hand_over(handed, by=world.section_head, at=AT, seen=handed.fingerprint(), objects=True, note=WORDS[12])
    ask_correction(filing, by=world.general_affairs_director, at=AT, correction=WORDS[14])
    seen = Upload("画面.png", "image/png", b"tides")
    record_publication(account, Kind.HOMEPAGE, by=world.staff, at=AT, posted_on=ON, url=CITY_PAGE, picture=seen)
    second, head = world.second_staff.person, world.section_head
    assert second is not None
    assert world.staff.person is not None
    add_to_account(account, by=head, at=AT, person=second, access=Access.SHARED_PASSWORD, reason=WORDS[15])
    record_password_change(account, by=head, at=AT, changed_by=world.staff.person, changed_on=ON)
    notice = a_notice(NoticeState.SUBMITTED, world=world, account=account, reason=WORDS[3])
    seen_words, deputy = notice.fingerprint(), a_deputy(head)
    return_notice(notice, by=deputy, at=AT, seen=seen_words, opinion=WORDS[18])
    reviewed(NoticeReview.objects.get(), head, at=ReviewState.OBJECTED, note=WORDS[19])
    version = a_policy_version(PolicyState.SUBMITTED, world=world, account=account, reason=WORDS[3])
    back = return_policy(version, by=deputy, at=AT, seen=version.fingerprint(), opinion=WORDS[18])
    later = PolicyReview.objects.get()
    review_policy(later, by=head, at=AT, seen=back.fingerprint(), objects=True, note=WORDS[19])
    return request


def members_of(*requests: Request) -> dict[int, list[Record]]:
    """Return everything that hangs together with some requests."""
    return with_obligations(RequestDossier().members(requests))


def test_every_kind_within_a_request_is_a_member_and_is_emptied() -> None:
    request = a_full_matter(an_office_world())
    kinds = {type(member) for member in members_of(request)[request.pk]}
    declared = {model for model in apps.get_models() if issubclass(model, Record) and _belongs(model)}
    assert (set(EMPTIERS), {kind for kind in kinds if _belongs(kind)}) == (declared, declared)


def _belongs(model: type[Record]) -> bool:
    kept = model.retention
    return kept == Within("approvals.request") or isinstance(kept, ForYears)


def test_nothing_of_a_full_matter_is_left() -> None:
    """An account that is operated is never due: what is emptied is shown here ahead of the rule that ends accounts."""
    world = an_office_world()
    request = a_full_matter(world)
    assert [word for word in WORDS if not places_of(word)] == []
    disposal, kind = a_disposal(), RequestDossier()
    members = members_of(request)[request.pk]
    with acting(by=SYSTEM, at=AT) as act:
        act.dispose(disposal, [one.stream for one in members])
        for one in members:
            values = kind.emptied(one, ON) if type(one) in EMPTIERS else {"title": "空", "note": ""}
            if isinstance(one, Account):  # which, operated, keeps an address
                values |= {"url": "https://x.com/emptied"}
            act.empty(one, disposal, **values)
    told = {"notifications.Message", "notifications.OutboxMail"}  # emptied by `core.retention`, not by the kind
    assert {word: places_of(word) - told for word in WORDS} == {word: set() for word in WORDS}


def test_papers_of_a_notice_belong_to_the_request_of_its_account() -> None:
    world = an_office_world()
    notice = a_notice(NoticeState.ANNOUNCED, world=world)
    request = notice.account.requests.get()
    found = {one.stream for one in members_of(request)[request.pk]}
    papers = [notice, *notice.filings.all(), *notice.showings()]
    assert {one.stream for one in papers} <= found


def test_another_request_of_the_section_is_no_member() -> None:
    world = an_office_world()
    request, other = a_full_matter(world), a_request(world=world)
    streams = {one.stream for one in members_of(request)[request.pk]}
    assert not streams & {one.stream for one in members_of(other)[other.pk]}


def test_members_are_read_with_the_same_queries_for_one_and_for_three() -> None:
    world, counts = an_office_world(), []
    requests = [a_request(world=world) for _ in range(3)]
    for some in (requests[:1], requests):
        with CaptureQueriesContext(connection) as found:
            members_of(*some)
        counts.append(len(found))
    assert counts == [2, 2]


def test_filing_and_account_belong_to_their_request() -> None:
    request = a_full_matter(an_office_world())
    found = members_of(request)[request.pk]
    assert [one for one in found if isinstance(one, Filing | Account)] == [Filing.objects.get(), Account.objects.get()]
