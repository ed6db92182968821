"""A problem held with its doubles, and theirs, for what follows for them; a double held with what it goes on as."""

from functools import reduce
from operator import or_

from django.db.models import Q

from core.lifecycle.act import Act
from core.lifecycle.errors import Conflict
from core.memo import once
from incidents.models import Incident
from incidents.sight import TARGETS

INCIDENTS = ("incidents.incident",)
LED_ELSEWHERE = tuple(f"{way}section__parent__parent" for way in TARGETS)
"""What a page reads with a problem that asks who leads what it goes on as."""


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


def goes_on_as(incident: Incident) -> Incident:
    """Return what a problem goes on as: the one that it was merged into, or that one was; itself where it is no double.

    Whoever may read the problem need not read that one.
    """
    while incident.merged_into is not None:
        incident = incident.merged_into
    return incident


def hold_with_target(act: Act, incident: Incident) -> Incident:
    """Hold a problem with what it goes on as in the order of their keys; return the problem.

    Raises:
        Conflict: it, or what it goes on as, is merged into another one just now.
    """
    last = goes_on_as(incident)
    held = {one.pk: one for one in act.lock_all(Incident, pk__in=sorted({incident.pk, last.pk}))}
    if held[last.pk].merged_into_id is not None:
        raise Conflict("たったいま、ほかの問題に統合されました。今回の操作は記録していません。", incident)
    return held[incident.pk]


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
