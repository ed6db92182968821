"""The page on which a problem is said to be of another account."""

from typing import Any, cast

from core.staff.models import Person
from incidents.account_form import AttributeForm
from incidents.attributing import attribute_incident
from incidents.choices import own_accounts
from incidents.doubles import keys_of_doubles
from incidents.models import Incident
from incidents.moves.account import ATTRIBUTE, name_of, refuse_bound
from incidents.permissions import manager_label
from incidents.views.incident import IncidentMove

STAYS = "一時停止のまま残ります。この問題と、統合した問題は、一時停止のもとではなくなります。"


class IncidentAttribute(IncidentMove):
    """Take it for a problem of another account, or of none."""

    move = ATTRIBUTE
    form_class = AttributeForm
    refuse = staticmethod(refuse_bound)
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
        return super().context(**{"rows": rows, **more})

    def suspends(self) -> bool:
        """Tell whether the account is suspended because of the incident or a double of it."""
        incident = self.incident
        of = [incident.pk, *keys_of_doubles(incident)]
        return incident.account is not None and Incident.objects.suspending(incident.account).filter(pk__in=of).exists()
