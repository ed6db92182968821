"""What the addresses of change and closure notices are asked for."""

from datetime import timedelta

from django.urls import reverse

from approvals.models import ChangeNotice
from approvals.notices.states import NoticeState
from tests.approvals.pages import today
from tests.factories.notices import NOTICE_PAGE
from tests.matrix.target import Data, Target
from tests.matrix.world import City

HEAD, STAFF = "section_head", "staff"
S = NoticeState


def notices(c: City) -> list[Target]:
    """The list, the planner, drafting and the acts on one notice."""
    draft, submitted, filed, announced = (c.notices[name] for name in ("draft", "submitted", "filed", "announced"))
    on, later = str(today()), str(today() + timedelta(days=90))
    before = str(today() - timedelta(days=1))
    again_on = {"account_on": on, "homepage_on": on}

    def act(name: str, notice: ChangeNotice, by: str, typed: Data) -> Target:
        page = reverse("approvals:notice_detail", args=[notice.pk])
        return Target(c, f"approvals:notice_{name}", (notice.pk,), by=by, page=page, fills=typed)

    return [
        Target(c, "approvals:notice_list", asks=("show", "cursor")),
        Target(c, "approvals:notice_planner", asks=("kind", "wish", "account_on", "homepage_on")),
        Target(c, "approvals:notice_change", (c.active.pk,), by=STAFF, fills={"reason": "変更"}, asks=("planned_on",)),
        Target(c, "approvals:notice_closure", (c.active.pk,), by=STAFF, fills={"reason": "廃止"}, asks=("planned_on",)),
        Target(c, "approvals:notice_detail", (draft.pk,)),
        Target(c, "approvals:notice_detail@announced", (announced.pk,), asks=("new_day",)),
        Target(c, "approvals:notice_edit", (draft.pk,), by=STAFF, fills={"reason": "直した理由"}),
        act("submit", draft, STAFF, {}),
        act("pull_back", submitted, STAFF, {}),
        act("decide", submitted, HEAD, {"move": "settle", "opinion": ""}),
        act("announce", filed, STAFF, {"channel": "homepage", "posted_on": on, "url": NOTICE_PAGE}),
        act("effect", c.notices["deviating"], STAFF, {"effected_on": on}),
        act("reschedule", announced, HEAD, {"planned_on": later, "reason": "準備のため", **again_on}),
        act("redate", c.notices["mistyped"], HEAD, {"channel": "homepage", "told_on": before, "reason": "打ち間違い"}),
        act("deviate", announced, HEAD, {"deviation_reason": "アカウントが乗っ取られたため"}),
        act("cancel", announced, HEAD, {"cancel_reason": "取りやめ", **again_on}),
        act("early", announced, STAFF, {"channel": "homepage", "removed_on": on, "reason": "サイトの改修"}),
        act("end", c.notices["kept"], "", {"channel": "homepage", "removed_on": on}),
        act("cite", c.notices["deviating"], "", {"consultation": ""}),
        act("later_review", c.notices["later"], HEAD, {"answer": "confirm", "note": ""}),
    ]
