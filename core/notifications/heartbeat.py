"""Signs of life of the background, shown to administrators and on /healthz."""

from datetime import datetime

from core.notifications.models import Heartbeat


def beat(name: str, at: datetime) -> None:
    """Note that a part of the background is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": at})
