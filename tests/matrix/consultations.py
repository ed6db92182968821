"""What the addresses of consultations are asked for."""

from django.urls import reverse

from approvals.models import Consultation
from tests.factories.consultations import QUESTION
from tests.matrix.target import Data, Target
from tests.matrix.world import City

STAFF, CONSULTED = "staff", "pr_section_head"


def consultations(c: City) -> list[Target]:
    """The list, asking, and the acts on one consultation."""
    asked, answered, deputised = (c.consultations[name] for name in ("asked", "answered", "deputised"))

    def act(name: str, consultation: Consultation, by: str, typed: Data) -> Target:
        page = reverse("approvals:consultation_detail", args=[consultation.pk])
        return Target(c, f"approvals:consultation_{name}", (consultation.pk,), by=by, page=page, fills=typed)

    return [
        Target(c, "approvals:consultation_list", asks=("cut", "clause")),
        Target(c, "approvals:consultation_new", by=STAFF, fills=QUESTION, asks=("account", "request")),
        Target(c, "approvals:consultation_detail", (asked.pk,)),
        act("answer", asked, CONSULTED, {"reply": "課のページで知らせてください。"}),
        act("close", answered, STAFF, {"outcome": ""}),
        act("ask_on", answered, STAFF, {"question": "期間はどれだけですか。"}),
        act("withdraw", asked, STAFF, {"withdrawn_for": "分かったため"}),
        act("later_review", deputised, CONSULTED, {"answer": "confirm", "later_note": ""}),
    ]
