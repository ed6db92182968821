"""The moves of an account that need no other chapter; acquiring and starting stand in `approvals.moves`."""

from accounts.models import Account
from core.lifecycle.moves import Move

AUTHORISE = Move(Account.authorise, "取得を許可する", "取得が許可された", tone="ok")
ABANDON = Move(Account.abandon, "取得をやめる", "取得を取りやめた", tone="end")
