"""A problem held with its doubles, and theirs: what follows for it follows for them."""

from core.lifecycle.act import Act
from core.lifecycle.errors import Conflict
from incidents.models import Incident


def hold_with_doubles(act: Act, incident: Incident) -> list[Incident]:
    """Hold a problem and all that was merged into it in the order of their keys; return the doubles.

    Raises:
        Conflict: another one is merged into it just now.
    """
    found = act.lock_all(Incident, pk__in=[incident.pk, *keys_of_doubles(incident)])
    doubles = [one for one in found if one.pk != incident.pk]
    if {one.pk for one in doubles} != set(keys_of_doubles(incident)):
        raise Conflict("たったいま、ほかの報告がこの問題に統合されました。今回の操作は記録していません。", incident)
    return doubles


def keys_of_doubles(incident: Incident) -> list[int]:
    """Return the keys of what was merged into a problem, and of what was merged into that."""
    keys: list[int] = []
    layer = [incident.pk]
    while layer:
        layer = list(Incident.objects.filter(merged_into__in=layer).order_by("pk").values_list("pk", flat=True))
        keys += layer
    return keys
