"""The move of an account that needs no other chapter; the others stand in `approvals.moves`."""

from accounts.models import Account
from core.lifecycle.moves import Move

AUTHORISE = Move(Account.authorise, "取得を許可する", "取得が許可された", tone="ok")
