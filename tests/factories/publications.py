"""What an account shows, brought to a state by legal acts alone.

`at` is the state to reach, `when` the instant of all acts on the way.
"""

from datetime import datetime

from accounts.models import Account
from accounts.states import AccountState
from core.lifecycle.act import perform
from core.lifecycle.actor import SYSTEM
from core.lifecycle.moves import Move
from core.periods.clock import japan_date
from publications.models import Publication
from publications.posting.actions import record_publication
from publications.posting.duties import standing
from publications.posting.moves import CONFIRM_MISSING, REMOVE_EARLY
from publications.posting.states import Kind, PublicationState
from tests.factories.approvals import OfficeWorld, again, an_account, an_office_world
from tests.factories.core import AT
from tests.factories.kept import keeps

S = PublicationState
COME_DOWN = Move(Publication.remove, "掲載を終える", "掲載を終えた", takes=("removed_on",))
"""The end that waits for accounts that end: no check stands before it here."""
CITY_PAGE = "https://www.city.iwaki.lg.jp/sns/kanko.html"


@keeps
def a_publication(
    at: PublicationState = S.REQUIRED,
    kind: Kind = Kind.HOMEPAGE,
    *,
    world: OfficeWorld | None = None,
    account: Account | None = None,
    when: datetime = AT,
    url: str = CITY_PAGE,
) -> Publication:
    """Bring what an account in operation shows in a place to a state; its end is no act of today's accounts."""
    world = world or an_office_world(when)
    account = account or an_account(AccountState.ACTIVE, world=world, when=when)
    made = standing(account, kind)
    assert made is not None
    on = japan_date(when)
    if at == S.REMOVED:
        return perform(made, COME_DOWN, by=SYSTEM, at=when, removed_on=on)
    if at == S.REQUIRED:
        return made
    if kind == Kind.PROFILE:
        record_publication(account, Kind.HOMEPAGE, by=world.staff, at=when, posted_on=on, url=url)
    made = record_publication(account, kind, by=world.staff, at=when, posted_on=on, url=url)
    if at == S.MISSING:
        perform(made, CONFIRM_MISSING, by=SYSTEM, at=when, reason="見当たりません")
    elif at == S.REMOVED_EARLY:
        perform(made, REMOVE_EARLY, by=world.staff, at=when, removed_on=on, reason="サイトの改修")
    return again(made)
