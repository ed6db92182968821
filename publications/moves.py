"""The moves of this app's records; each stands in the part it belongs to."""

from publications.imitations.moves import END
from publications.posting.moves import (
    CONFIRM_MISSING,
    FOUND_AGAIN,
    POST,
    PUT_BACK,
    REMOVE,
    REMOVE_EARLY,
    RENEW,
    TAKE_BACK,
)

__all__ = ["CONFIRM_MISSING", "END", "FOUND_AGAIN", "POST", "PUT_BACK", "REMOVE", "REMOVE_EARLY", "RENEW", "TAKE_BACK"]
