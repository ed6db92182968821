"""States of an account in the registry, and which of them belong together."""

from enum import StrEnum


class AccountState(StrEnum):
    """Where an account stands between the request and its end."""

    PLANNED = "planned"
    AUTHORISED = "authorised"
    ACQUIRED = "acquired"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSING = "closing"
    CLOSED = "closed"
    RETIRED = "retired"
    ABANDONED = "abandoned"


OPERATED = (AccountState.ACTIVE, AccountState.SUSPENDED)
"""States of an account that was started and of whose end nothing is announced: it goes on, or will again."""
LASTING = (AccountState.ACQUIRED, *OPERATED)
"""States in which the city has an account of whose end nothing is announced."""
RUNNING = (*OPERATED, AccountState.CLOSING)
"""States of an account that the public knows as the city's own; a suspended one says why it is silent."""
HELD = (AccountState.ACQUIRED, *RUNNING)
"""States in which the city has an account with an address of its own: people operate it, it shows what it must."""
OVER = (AccountState.CLOSED, AccountState.RETIRED)
"""States of an account that was the city's until a day; the notice of it stands in the first one (4-5-(2))."""
OPEN_TO_STAFF = (*RUNNING, *OVER)
"""States of accounts that every member of staff may see: the public sees them too."""


class Access(StrEnum):
    """How a person reaches an account (4-3); drafting alone needs no access."""

    SHARED_PASSWORD = "shared_password"  # noqa: S105  # a kind of access, no secret
    PERSONAL_ROLE = "personal_role"
    TOOL_TOKEN = "tool_token"  # noqa: S105
    DRAFTS_ONLY = "drafts_only"
