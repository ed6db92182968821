"""Where on the city homepage the page of an account belongs: in the site of its section (4-4-(1))."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Account
from core.staff.tree import tree
from publications.checking.reach import usual_reach
from publications.checking.sites import lies_in
from publications.checking.targets import TargetRefused, target_of


@dataclass(frozen=True)
class OwnSite:
    """The site that an account's page belongs to, and the unit it is recorded of."""

    unit: str
    url: str


def own_site(account: Account, on: date) -> OwnSite | None:
    """Return the site of the section that has the account on a day, or of the nearest unit above that has one."""
    known = tree()
    pk: int | None = known.current(account.section_id, on)
    while pk is not None:
        node = known.nodes[pk]
        if node.site:
            return OwnSite(node.name, node.site)
        pk = node.parent
    return None


def missed_site(account: Account, url: str, on: date) -> OwnSite | None:
    """Return the site that a page belongs to and does not lie in; None where it does, or nothing is recorded."""
    own = own_site(account, on)
    if own is None:
        return None
    try:
        target = target_of(url, usual_reach())
    except TargetRefused:
        return None
    return None if lies_in(target, own.url) else own
