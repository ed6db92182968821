"""What the kinds and states of a notice are called on screen, and what 4-4-(2) publishes of an account."""

from approvals.notices.states import NoticeKind, NoticeState

S = NoticeState
KIND_CHOICES = [(NoticeKind.CHANGE.value, "変更"), (NoticeKind.CLOSURE.value, "廃止")]
STATE_CHOICES = [
    (S.DRAFT.value, "作成中"),
    (S.SUBMITTED.value, "決定待ち"),
    (S.RETURNED.value, "差戻し"),
    (S.SETTLED.value, "決定"),
    (S.FILED.value, "総合政策部長へ届出済"),
    (S.ANNOUNCED.value, "周知中"),
    (S.EFFECTED.value, "実施済"),
    (S.COMPLETED.value, "掲載終了"),
    (S.CANCELLED.value, "中止"),
]
STATE_TONES = {
    S.DRAFT: "draft",
    S.SUBMITTED: "wait",
    S.RETURNED: "warn",
    S.SETTLED: "run",
    S.FILED: "run",
    S.ANNOUNCED: "run",
    S.EFFECTED: "ok",
    S.COMPLETED: "end",
    S.CANCELLED: "end",
}
PUBLISHED = {
    "platform": "サービス",
    "name": "アカウント名",
    "common_name": "通称",
    "handle": "アカウントID",
    "url": "URL",
}
"""What 4-4-(2) publishes of an account, and so what a change is a change of."""
