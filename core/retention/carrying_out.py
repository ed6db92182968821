"""Carrying out: the content of records, of their events, of messages about them goes; rows, numbers and hashes stay.

All of it happens inside the one act, or not at all. Files go after the commit (`core.retention.files`).
"""

from collections.abc import Iterable

from django.db import transaction

from core.deadlines.models import Obligation
from core.lifecycle.act import Act
from core.notifications.forgetting import forget
from core.records import Record
from core.retention.dossiers import DossierKind, Link, key_of, kind_of
from core.retention.listed import require_as_listed
from core.retention.matters import Matter
from core.retention.models import Disposal, PendingRemoval

DUTY_TITLE = "廃棄済みの記録についての義務"
EMPTIED = "廃棄済み"
"""Takes the place of a text that a constraint does not let be empty."""


def dispose_of_listed(act: Act, disposal: Disposal) -> None:
    """Dispose of every matter listed, as the act's move on the disposal.

    The first records are locked before anything is compared: what changes a matter locks them too.

    Raises:
        Conflict: one of the matters is not what was permitted.
        Denied: one of the matters is under a hold.
    """
    lock_roots(act, disposal.items.order_by("about").values_list("about", flat=True))
    matters = require_as_listed(disposal, act.on)
    act.dispose(disposal, [one.stream for matter in matters for one in matter.members])
    for matter in matters:
        _empty(act, disposal, matter)
    for item in disposal.items.order_by("pk"):
        act.edit(item, disposed_on=act.on)
    transaction.on_commit(_wake_worker, robust=True)


def lock_roots(act: Act, streams: Iterable[str]) -> None:
    """Lock the first records of some matters, in the order of their keys; those that do not exist are passed over."""
    for stream in sorted(streams, key=lambda stream: (stream.partition(":")[0], key_of(stream))):
        root = kind_of(stream).model._base_manager.filter(pk=key_of(stream)).first()
        if root is not None:
            act.lock(root)


def _empty(act: Act, disposal: Disposal, matter: Matter) -> None:
    links: set[Link] = set()
    for record in matter.members:
        links.update(_links_of(matter.kind, record))
        _remember_file(disposal, matter.kind, record)
        act.empty(record, disposal, **_values(act, matter.kind, record))
    matter.kind.forget(matter.members)
    forget(links, [record.stream for record in matter.members])


def _values(act: Act, kind: DossierKind, record: Record) -> dict[str, object]:
    if not isinstance(record, Obligation):
        return kind.emptied(record, act.on)
    return {"title": DUTY_TITLE, "note": "", "waive_reason": EMPTIED if record.waive_reason else ""}


def _links_of(kind: DossierKind, record: Record) -> list[Link]:
    return [(record.link_name, record.link_pk)] if isinstance(record, Obligation) else kind.links_of(record)


def _remember_file(disposal: Disposal, kind: DossierKind, record: Record) -> None:
    if name := kind.file_of(record):
        PendingRemoval.objects.get_or_create(kind=kind.code, name=name, defaults={"disposal": disposal})


def _wake_worker() -> None:
    from core.retention.tasks import remove_files  # tasks import what is above; only waking needs it

    remove_files.delay()
