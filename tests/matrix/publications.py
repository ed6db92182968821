"""What the addresses of what accounts show are asked for."""

from typing import Any

from tests.approvals.pages import today
from tests.factories.policies import first_version
from tests.factories.publications import CITY_PAGE
from tests.matrix.target import Target
from tests.matrix.world import City

STAFF = "staff"


def publications(c: City) -> list[Target]:
    """The page of an account, recording, both ends, a look now."""
    shown, on = c.publication, str(today())
    first = {"url": CITY_PAGE, "posted_on": on, "policy": str(first_version(c.active).pk)}
    again = {"posted_on": on, "policy": str(shown.policy_id)}
    gone: dict[str, Any] = {"removed_on": on}
    return [
        Target(c, "publications:account", (shown.account_id,)),
        Target(c, "publications:page_file", (shown.account_id,)),
        Target(
            c,
            "publications:record_homepage",
            (c.active.pk,),
            by=STAFF,
            fills=first,
        ),
        Target(c, "publications:record_profile", (shown.account_id,), by=STAFF, fills=again),
        Target(c, "publications:picture", (shown.pictures.get().pk,)),
        Target(c, "publications:remove_early", (shown.pk,), by=STAFF, fills=gone | {"reason": "サイトの改修"}),
        Target(c, "publications:remove", (shown.pk,), fills=gone),
        Target(c, "publications:check", (shown.pk,)),
    ]
