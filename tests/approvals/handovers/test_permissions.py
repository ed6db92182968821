"""What stands in the way of a hand-over, and to whom an account can be handed over (所管替え)."""

from datetime import timedelta

import pytest

from approvals.notices.states import NoticeState
from core.lifecycle.errors import Denied
from tests.factories.approvals import again, an_account, an_office_world
from tests.factories.hand_overs import a_hand_over, filed_account
from tests.factories.notices import a_notice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_what_is_not_filed_about_the_acquisition_is_named_with_its_office_and_clause() -> None:
    world = an_office_world()
    account = an_account(world=world)

    with pytest.raises(Denied, match=r"^総務部長への届出か、その補正が、まだ済んでいません。$") as refusal:
        a_hand_over(world=world, account=account)

    assert refusal.value.clause == "第4-1-(2)"


@pytest.mark.parametrize(("at", "office"), [(NoticeState.SETTLED, "総合政策部長"), (NoticeState.ANNOUNCED, "総務部長")])
def test_what_is_not_filed_about_a_notice_is_named_with_its_office_and_clause(at: NoticeState, office: str) -> None:
    world = an_office_world()
    account = filed_account(world)
    a_notice(at, world=world, account=account)

    with pytest.raises(Denied, match=rf"^{office}への届出か、その補正が、まだ済んでいません。$") as refusal:
        a_hand_over(world=world, account=again(account))

    assert refusal.value.clause == "第4-5-(1)"
