"""The page on which a problem is said to be of another account."""

from functools import cached_property
from typing import Any, cast

from core.lifecycle.errors import Denied
from core.staff.models import Person
from incidents.account_form import AttributeForm
from incidents.attributing import attribute_incident
from incidents.choices import own_accounts
from incidents.closing import LINKED
from incidents.doubles import doubles_of
from incidents.models import Incident, IncidentQuerySet
from incidents.moves.account import ATTRIBUTE, name_of, refuse_bound
from incidents.permissions import manager_label
from incidents.views.incident import IncidentMove
from incidents.views.shared import RELATED, WithClosuresMixin

STAYS = "一時停止のまま残ります。この問題と、統合した問題は、一時停止のもとではなくなります。"
LEAVES = "この問題から外れます。廃止の手続は、そのまま進みます。"


class IncidentAttribute(WithClosuresMixin, IncidentMove):
    """Take it for a problem of another account, or of none."""

    move = ATTRIBUTE
    form_class = AttributeForm
    template_name = "incidents/incident_attribute.html"
    done_message = "アカウントを改めました。関わる人に知らせました。"

    def visible(self) -> IncidentQuerySet:
        """Read with each the public warning that may bind it."""
        return super().visible().select_related(*RELATED, "closure", "imitation")

    def form_arguments(self) -> dict[str, Any]:
        """Offer the accounts of the person's sections, unless none can be chosen; nothing is chosen beforehand."""
        if self.bound is not None:
            return super().form_arguments() | {"accounts": []}
        accounts = own_accounts(cast("Person", self.actor.person), self.on)
        others = [one for one in accounts if one[0] != str(self.incident.account_id)]
        return super().form_arguments() | {"accounts": others}

    def act(self, form: AttributeForm) -> Incident:
        """Change the account."""
        return attribute_incident(self.incident, by=self.actor, at=self.at, seen=self.seen() or "", **form.values())

    def context(self, **more: Any) -> dict[str, Any]:
        """Say which account it is about now, who leads, and what becomes of a suspension; or why it stays."""
        incident, account = self.incident, self.incident.account
        rows = [
            ("件名", incident.title),
            ("状態", incident.get_state_display()),
            ("いまのアカウント", name_of(account)),
            ("いま対応を決める人", manager_label(incident)),
        ]
        if self.bound is None:
            rows += [("いまのアカウントの一時停止", STAYS)] if self.suspends() else []
            rows += [("結び付けた廃止", LEAVES)] if self.opens_closure() else []
        return super().context(**{"rows": rows, "bound": self.bound, **more})

    @cached_property
    def bound(self) -> Denied | None:
        """Return why no account can be chosen now; a POST is refused by the act itself, with all that was typed."""
        if self.request.method == "POST":
            return None
        try:
            refuse_bound(self.incident)
        except Denied as denied:
            return denied
        return None

    def suspends(self) -> bool:
        """Tell whether the account is suspended because of the incident or a double of it."""
        incident, account = self.incident, self.incident.account
        if account is None or account.suspended_on is None:
            return False
        return any(one.suspends(account) for one in (incident, *doubles_of(incident)))

    def opens_closure(self) -> bool:
        """Tell whether the closure that the incident is linked with exists for the person and was not given up."""
        seen: Any = self.incident
        return bool(seen.opens_closure) and seen.closure.state in LINKED
