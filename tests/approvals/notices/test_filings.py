"""The filings of a notice: what their offices ask for stands on the clause of notices (4-5-(1))."""

import pytest

from approvals.actions import ask_correction, correct_filing, file_filing
from approvals.notices.states import NoticeState
from core.deadlines.models import Obligation
from core.lifecycle.errors import Denied
from core.staff.offices import Office
from tests.factories.approvals import again, an_office_world
from tests.factories.core import AT
from tests.factories.notices import a_notice, filing_with

pytestmark = pytest.mark.django_db
ASKED = "理由を詳しく書いてください。"


@pytest.mark.parametrize("office", [Office.POLICY_DIRECTOR, Office.GENERAL_AFFAIRS_DIRECTOR])
def test_a_correction_is_owed_by_the_clause_of_notices_and_answered(office: Office) -> None:
    world = an_office_world()
    filing = filing_with(a_notice(NoticeState.ANNOUNCED, world=world), office)
    if filing.filed_at is None:
        filing = file_filing(filing, by=world.staff, at=AT)

    asked = ask_correction(filing, by=world.people[office], at=AT, correction=ASKED)

    owed = Obligation.objects.open().about(filing.stream).get(rule="approvals.notice_correct")
    assert (owed.clause, owed.note, owed.debtor_unit) == ("第4-5-(1)", ASKED, world.section)
    with pytest.raises(Denied) as refused:
        ask_correction(asked, by=world.people[office], at=AT, correction="もう一度")
    assert refused.value.clause == "第4-5-(1)"
    answered = correct_filing(asked, by=world.staff, at=AT, note="書き足しました。")
    assert (answered.correction, answered.body["備考"]) == ("", "書き足しました。")
    assert again(owed).state == "fulfilled"
