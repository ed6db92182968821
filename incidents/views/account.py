"""The page on which a problem is said to be of another account."""

from functools import reduce
from operator import or_
from typing import Any, cast

from django.db.models import Q

from core.lifecycle.errors import Denied
from core.staff.models import Person
from incidents.account_form import AttributeForm
from incidents.attributing import attribute_incident
from incidents.choices import own_accounts
from incidents.closing import LINKED
from incidents.models import Incident
from incidents.moves.account import ATTRIBUTE, name_of, refuse_bound
from incidents.permissions import manager_label
from incidents.sight import TARGETS
from incidents.views.incident import IncidentMove
from incidents.views.shared import WithClosuresMixin

STAYS = "一時停止のまま残ります。この問題と、統合した問題は、一時停止のもとではなくなります。"


LEAVES = "この問題から外れます。廃止の手続は、そのまま進みます。"


class IncidentAttribute(WithClosuresMixin, IncidentMove):
    """Take it for a problem of another account, or of none."""

    move = ATTRIBUTE
    form_class = AttributeForm
    done_message = "アカウントを改めました。関わる人に知らせました。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the accounts of the person's sections; nothing is chosen beforehand."""
        accounts = own_accounts(cast("Person", self.actor.person), self.on)
        others = [one for one in accounts if one[0] != str(self.incident.account_id)]
        return super().form_arguments() | {"accounts": others}

    def act(self, form: AttributeForm) -> Incident:
        """Change the account."""
        return attribute_incident(self.incident, by=self.actor, at=self.at, seen=self.seen() or "", **form.values())

    def context(self, **more: Any) -> dict[str, Any]:
        """Say which account it is about now, who leads, and what becomes of a suspension."""
        incident, account = self.incident, self.incident.account
        rows = [
            ("件名", incident.title),
            ("状態", incident.get_state_display()),
            ("いまのアカウント", name_of(account)),
            ("いま対応を決める人", manager_label(incident)),
        ]
        rows += [("いまのアカウントの一時停止", STAYS)] if self.suspends() else []
        rows += [("結び付けた廃止", LEAVES)] if self.opens_closure() else []
        rows += [("いまは改められない理由", why)] if (why := self.bound()) else []
        return super().context(**{"rows": rows, **more})

    def bound(self) -> str:
        """Return why no account can be chosen now; the act refuses for the same reason."""
        try:
            refuse_bound(self.incident)
        except Denied as denied:
            return denied.sentence
        return ""

    def suspends(self) -> bool:
        """Tell whether the account is suspended because of the incident or a double of it."""
        incident, account = self.incident, self.incident.account
        if account is None or account.suspended_on is None:
            return False
        doubles = reduce(or_, (Q(**{way.removesuffix("__"): incident.pk}) for way in TARGETS))
        return incident.suspends(account) or Incident.objects.suspending(account).filter(doubles).exists()

    def opens_closure(self) -> bool:
        """Tell whether the closure that the incident is linked with exists for the person and was not given up."""
        seen: Any = self.incident
        return bool(seen.opens_closure) and seen.closure.state in LINKED
