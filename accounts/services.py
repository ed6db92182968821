"""What is changed of a service (master data): by another length of a post the public is told more or less at once."""

from datetime import datetime
from typing import Any

from accounts.models import Platform
from core.lifecycle.act import acting
from core.lifecycle.actor import Actor
from core.lifecycle.errors import Denied

CLAUSE = "第4-5-(2)"


def edit_service(service: Platform, *, by: Actor, at: datetime, seen: str, reason: str = "", **values: Any) -> Platform:
    """Change a service as it was seen; the reason stands in its trail.

    Raises:
        Denied: at the field, where the length of a post changes without a reason.
        Conflict: somebody else changed it since.
    """
    why = reason.strip()
    with acting(by=by, at=at) as act:
        fresh = act.lock(service)
        lengthens = values.get("post_limit", fresh.post_limit) != fresh.post_limit
        if lengthens and not why and seen == fresh.fingerprint():
            raise Denied("投稿の文字数を変える理由を入力してください。", CLAUSE, field="reason")
        return act.edit(fresh, seen=seen, why={"reason": why} if why else None, **values)
