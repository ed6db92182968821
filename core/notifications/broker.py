"""Whether the broker between web and worker answers; asked on the administrators' page alone."""

from celery import current_app
from kombu.exceptions import OperationalError

SECONDS = 2
"""How long a page waits for it."""


def broker_answers() -> bool:
    """Tell whether this process reaches the broker within `SECONDS`."""
    options = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS}
    configured = dict(current_app.conf.broker_transport_options or {})
    address = current_app.conf.broker_write_url or current_app.conf.broker_url
    with current_app.connection(address, connect_timeout=SECONDS, transport_options=configured | options) as link:
        try:
            link.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=SECONDS)
        except (OperationalError, OSError):
            return False
    return True
