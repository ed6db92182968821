"""What the addresses of hand-overs are asked for."""

from django.urls import reverse

from tests.approvals.pages import today
from tests.factories.hand_overs import new_staff
from tests.matrix.target import Data, Target
from tests.matrix.world import City

STAFF, HEAD, RECEIVER = "staff", "section_head", "receiving_head"


def hand_overs(c: City) -> list[Target]:
    """Writing a sheet, the sheet on paper, and the acts on one, a deputy's act reviewed."""
    fresh, draft, settled, handed = (c.papers[name] for name in ("fresh", "draft", "settled", "handed_review"))
    sheet = {"receiving": c.offices.foreign_section.pk, "planned_on": str(today()), "reason": "組織の見直しのため"}
    (row,) = new_staff(c.offices)

    def act(name: str, record: int, by: str, typed: Data) -> Target:
        page = reverse("approvals:hand_over_detail", args=[record])
        return Target(c, f"approvals:hand_over_{name}", (record,), by=by, page=page, fills=typed)

    return [
        Target(c, "approvals:hand_over_new", (fresh.pk,), by=STAFF, fills=sheet),
        Target(c, "approvals:hand_over_detail", (draft.pk,)),
        Target(c, "approvals:hand_over_detail@settled", (settled.pk,)),
        Target(c, "approvals:hand_over_sheet", (settled.pk,)),
        Target(c, "approvals:hand_over_edit", (draft.pk,), by=STAFF, fills={"reason": "組織が変わるため"}),
        act("settle", draft.pk, HEAD, {}),
        act("accept", settled.pk, RECEIVER, {f"operators-0-{name}": value for name, value in row.items()}),
        act("decline", settled.pk, RECEIVER, {"ended_for": "担当がいないため"}),
        act("withdraw", draft.pk, STAFF, {"ended_for": "見送るため"}),
        Target(c, "approvals:hand_over_review", (handed.pk,), by=RECEIVER, fills={"answer": "confirm", "note": ""}),
    ]
