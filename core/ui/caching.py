"""The mark that lets an answer be kept outside: everything else is `no-store`, for office machines are shared.

Only the public side sets it (a test holds this): its answers are the same for everybody.
"""

from django.http import HttpResponseBase

MARK = "may_be_cached"


def allow_caching(response: HttpResponseBase, seconds: int) -> None:
    """Let browsers and proxies keep an answer so long, and then ask whether it still holds."""
    setattr(response, MARK, True)
    response["Cache-Control"] = f"public, max-age={seconds}, must-revalidate"


def may_be_cached(response: HttpResponseBase) -> bool:
    """Tell whether an answer carries the mark."""
    return getattr(response, MARK, False) is True
