"""What the states of an account and the kinds of access are called on screen, and the tones of the states."""

from accounts.states import Access, AccountState

S = AccountState
STATE_CHOICES = [
    (S.PLANNED.value, "取得手続中"),
    (S.AUTHORISED.value, "取得許可済"),
    (S.ACQUIRED.value, "取得済"),
    (S.ACTIVE.value, "運用中"),
    (S.SUSPENDED.value, "一時停止中"),
    (S.CLOSING.value, "廃止周知中"),
    (S.CLOSED.value, "廃止済・掲載中"),
    (S.RETIRED.value, "掲載終了"),
    (S.ABANDONED.value, "取得取りやめ"),
]
STATES = dict(STATE_CHOICES)
STATE_TONES = {
    S.PLANNED: "wait",
    S.AUTHORISED: "wait",
    S.ACQUIRED: "run",
    S.ACTIVE: "ok",
    S.SUSPENDED: "warn",
    S.CLOSING: "warn",
    S.CLOSED: "end",
    S.RETIRED: "end",
    S.ABANDONED: "draft",
}
ACCESS_CHOICES = [
    (Access.SHARED_PASSWORD.value, "共用のパスワード"),
    (Access.PERSONAL_ROLE.value, "個人に付く役割"),
    (Access.TOOL_TOKEN.value, "投稿ツールの連携"),
    (Access.DRAFTS_ONLY.value, "下書きだけ(アカウントに入らない)"),
]


def standings_of(state: str, *, suspended: bool) -> list[tuple[str, str]]:
    """Return the tone and the words of a state, then of the suspension that stands beside it."""
    beside = [S.SUSPENDED] if suspended and state != S.SUSPENDED else []
    return [(STATE_TONES[one], STATES[one.value]) for one in (S(state), *beside)]
