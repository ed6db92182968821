"""A problem held with its doubles, and theirs: what follows for it follows for them."""

from functools import reduce
from operator import or_

from django.db.models import Q

from core.lifecycle.act import Act
from core.lifecycle.errors import Conflict
from core.memo import once
from incidents.models import Incident
from incidents.sight import TARGETS

INCIDENTS = ("incidents.incident",)


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
    return [one.pk for one in doubles_of(incident)]


def doubles_of(incident: Incident) -> list[Incident]:
    """Return what was merged into a problem, and into that, with their warnings; one query for three mergers in a row.

    Whoever may read the problem need not read them.
    """
    return list(once(("doubles", incident.pk), lambda: _doubles_of([incident.pk]), of=INCIDENTS))


def _doubles_of(layer: list[int]) -> list[Incident]:
    merged = reduce(or_, (Q(**{f"{way.removesuffix('__')}__in": layer}) for way in TARGETS))
    found = list(Incident.objects.filter(merged).select_related("imitation").order_by("pk"))
    last = set(layer)
    for _ in TARGETS:
        last = {one.pk for one in found if one.merged_into_id in last}
    return found + _doubles_of(sorted(last)) if last else found
