"""Removes the files of disposed records once the disposal is committed; a failure is caught up by the next run."""

import logging

from core.retention.dossiers import kind_of
from core.retention.models import PendingRemoval

logger = logging.getLogger(__name__)


def remove_pending() -> int:
    """Remove every file that waits for it and return how many went; running twice or late harms nothing."""
    return sum(_remove(pending) for pending in PendingRemoval.objects.order_by("pk").iterator())


def _remove(pending: PendingRemoval) -> bool:
    try:
        kind_of(pending.kind).storage.delete(pending.name)
    except OSError as failure:
        logger.exception("The file %s of a disposed record could not be removed", pending.name)
        PendingRemoval.objects.filter(pk=pending.pk).update(failure=type(failure).__name__)
        return False
    PendingRemoval.objects.filter(pk=pending.pk).delete()
    return True
