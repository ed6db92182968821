"""States of an account in the registry; those of changes and closures come with their chapter."""

from enum import StrEnum


class AccountState(StrEnum):
    """Where an account stands between the request and its end."""

    PLANNED = "planned"
    AUTHORISED = "authorised"
    ACQUIRED = "acquired"
    ACTIVE = "active"
    ABANDONED = "abandoned"


class Access(StrEnum):
    """How a person reaches an account (4-3); drafting alone needs no access."""

    SHARED_PASSWORD = "shared_password"  # noqa: S105  # a kind of access, no secret
    PERSONAL_ROLE = "personal_role"
    TOOL_TOKEN = "tool_token"  # noqa: S105
    DRAFTS_ONLY = "drafts_only"
