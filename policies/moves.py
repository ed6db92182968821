"""The moves of a media policy; until its own chapter they are effects of the request's decisions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.lifecycle.errors import Denied
from core.lifecycle.moves import Move
from policies.models import MediaPolicy


def examine_complete(policy: MediaPolicy, facts: Mapping[str, Any], on: date) -> None:
    """Refuse a policy that lacks an item or the reply choice.

    Raises:
        Denied: naming the first missing item (4-2-(1), 4-2-(2)).
    """
    for item in policy.missing_items():
        raise Denied(f"メディアポリシーの「{item.label}」を入力してください。", item.clause, field=item.field)


SUBMIT = Move(MediaPolicy.submit, "提出する", "メディアポリシーを提出した", examine=examine_complete)
SEND_BACK = Move(MediaPolicy.send_back, "戻す", "メディアポリシーが戻された", tone="warn")
APPROVE = Move(MediaPolicy.approve, "決定する", "メディアポリシーが決まった", examine=examine_complete, tone="ok")
