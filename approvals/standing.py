"""Whether the permission that an act on an account stands on is one that its trail tells of (4-1-(2))."""

from accounts.models import Account
from approvals.models import Request, Step
from approvals.permissions import PERMISSION
from approvals.states import RequestState
from core.lifecycle.act import Act
from core.lifecycle.errors import Denied
from core.lifecycle.wholeness import require_whole


def lock_permission(act: Act, account: Account) -> Request:
    """Return the approved request of an account, locked; whoever changes its steps locks it first.

    Raises:
        Denied: when none is approved.
    """
    permitted = account.requests.filter(state=RequestState.APPROVED).first()
    if permitted is None:
        raise Denied("取得の許可がまだありません。", PERMISSION, "総合政策部長の許可の後に取得してください。")
    return act.lock(permitted)


def require_true_permission(act: Act, permitted: Request, account: Account, cannot: str) -> None:
    """Require that the request, the steps of its last round and the account are what their trail says.

    Args:
        permitted: the request, locked.
        cannot: the act in words, such as 運用を始められません.

    Raises:
        Denied: a state or a content was changed past the acts of this system.
    """
    steps = Step.objects.filter(request=permitted, round=permitted.round).order_by("pk")
    require_whole([permitted, *steps, act.lock(account)], cannot, PERMISSION)
