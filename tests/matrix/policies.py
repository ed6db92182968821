"""What the addresses of policies are asked for."""

from datetime import timedelta

from django.urls import reverse

from policies.models import MediaPolicy
from tests.approvals.pages import today
from tests.matrix.single import MADE
from tests.matrix.target import Data, Target
from tests.matrix.world import City

HEAD, STAFF = "section_head", "staff"


def policies(c: City) -> list[Target]:
    """Versions of policies and the calls for their review."""
    draft, submitted, approved, published = (c.policies[state.value] for state in MADE)
    account = c.policies["first"].account_id
    call = {"cause": "society", "reason": "社会の変化", "due_on": str(today() + timedelta(days=60))}

    def act(name: str, policy: MediaPolicy, by: str, typed: Data) -> Target:
        page = reverse("policies:policy_detail", args=[policy.pk])
        return Target(c, f"policies:policy_{name}", (policy.pk,), by=by, page=page, fills=typed)

    return [
        Target(c, "policies:policy_list", (account,)),
        Target(c, "policies:policy_new", (account,), by=STAFF, fills={"purpose": "新しい目的"}),
        Target(c, "policies:policy_compare", (draft.account_id,), asks=("older", "newer")),
        Target(c, "policies:policy_detail", (draft.pk,)),
        Target(c, "policies:policy_detail@published", (published.pk,)),
        Target(c, "policies:policy_edit", (draft.pk,), by=STAFF, fills={"purpose": "直した目的"}),
        act("submit", draft, STAFF, {}),
        act("pull_back", submitted, STAFF, {}),
        act("withdraw", draft, STAFF, {"given_up_for": "都合により"}),
        act("decide", submitted, HEAD, {"move": "settle", "opinion": ""}),
        act("publish", approved, STAFF, {"published_on": str(today())}),
        act("keep", published, HEAD, {"review_note": "合っています。"}),
        act("later_review", c.policies["later"], HEAD, {"answer": "confirm", "note": ""}),
        Target(c, "policies:call_list"),
        Target(c, "policies:call_new", by="policy_director", fills=call),
        Target(c, "policies:call_detail", (c.call.pk,)),
        Target(c, "policies:call_edit", (c.call.pk,), by="policy_director", fills=call),
        Target(c, "policies:call_end", (c.call.pk,), by="policy_director", fills={"end_reason": "見送りのため"}),
    ]
