"""The request (起案) for an account, its submitted revisions and its attachments."""

from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django_fsm import transition

from accounts.models import Account, Platform
from approvals.states import RequestState
from core.audit.history import WROTE
from core.audit.models import Event
from core.keeping import ForYears, Within
from core.memo import once
from core.records import Record, Subject, digest_of, short_code
from core.staff.models import Person, Unit
from core.state_field import StateField
from core.statements import KEPT, Given, Statement
from core.uploads.models import StoredFile
from policies.models import PolicyItems

S = RequestState
STATE_CHOICES = [
    (S.DRAFT.value, "作成中"),
    (S.SUBMITTED.value, "決裁中"),
    (S.RETURNED.value, "差戻し"),
    (S.APPROVED.value, "許可"),
    (S.DENIED.value, "不許可"),
    (S.WITHDRAWN.value, "取下げ"),
]
STATE_TONES = {
    S.DRAFT: "draft",
    S.SUBMITTED: "wait",
    S.RETURNED: "warn",
    S.APPROVED: "ok",
    S.DENIED: "stop",
    S.WITHDRAWN: "end",
}
DETAIL = "approvals:request_detail"
AUTHORED = ("approvals.request", "approvals.attachment")
"""Labels of what people write: whatever is remembered of it is read anew when one of them changes."""
OPEN_STATES = (S.DRAFT, S.SUBMITTED, S.RETURNED)


class RequestQuerySet(models.QuerySet["Request"]):
    """Named reads of requests."""

    def under_way(self) -> Self:
        """Keep what is not ended."""
        return self.filter(state__in=OPEN_STATES)

    def drafted_by(self, person: Person) -> Self:
        """Keep what a person drafted."""
        return self.filter(drafter=person)


class Request(PolicyItems, Record):
    """A section asks to acquire an account: what, why, by whom, under which policy."""

    retention = ForYears(("keep_permitted_years", "keep_unpermitted_years"))

    section = models.ForeignKey(Unit, models.PROTECT, related_name="requests", verbose_name="運用する部署")
    drafter = models.ForeignKey(Person, models.PROTECT, related_name="requests", verbose_name="起案者")
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    round = models.PositiveSmallIntegerField("版", default=0)
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, blank=True, verbose_name="サービス")
    account_name = models.CharField("アカウント名", max_length=80, blank=True)
    common_name = models.CharField("通称", max_length=80, blank=True)
    handle = models.CharField("希望するアカウントID", max_length=80, blank=True)
    reason = models.TextField("取得する理由", max_length=1000, blank=True)
    planned_start = models.DateField("運用開始の予定日", null=True, blank=True)
    operators = models.JSONField("運用担当", default=list, blank=True)
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="requests", null=True, editable=False, verbose_name="取得したアカウント"
    )
    state = StateField("状態", default=S.DRAFT, choices=STATE_CHOICES)
    submitted_at = models.DateTimeField("提出", null=True, blank=True)
    decided_at = models.DateTimeField("決裁の終わり", null=True, blank=True)
    disposed_on = models.DateField("廃棄した日", null=True, blank=True, editable=False)

    BOOKKEEPING = frozenset(
        {"drafter_id", "document_number", "round", "account_id", "state", "submitted_at", "decided_at", "disposed_on"}
    )

    locked_with = ("platform", "section__parent__parent", "drafter")
    subject_related = ("platform",)
    subject_prefetch = ("attachments",)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "起案"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="request_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"])
                | (~models.Q(document_number="") & models.Q(submitted_at__isnull=False, account__isnull=False)),
                name="request_submitted_with_number",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["approved", "denied"], decided_at__isnull=False)
                | (~models.Q(state__in=["approved", "denied"]) & models.Q(decided_at=None)),
                name="request_decided_when_decided",
            ),
            models.UniqueConstraint(
                fields=["document_number"], condition=~models.Q(document_number=""), name="request_number_once"
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(state__in=["draft", "submitted", "returned"], account__isnull=False),
                name="request_one_open_per_account",
            ),
        ]
        indexes = [models.Index(fields=["state"]), models.Index(fields=["section"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return what is asked for, in the words of the pages."""
        service = self.platform.name if self.platform else "サービス未定"
        if self.disposed_on is not None:
            return f"{service}のアカウントの取得(内容は廃棄済み)"
        return f"{service}「{self.account_name or '名称未定'}」の取得"

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    def subject(self) -> Subject:
        """Return the request itself, its attachments being part of what is decided."""
        attachments = (attachment.stream for attachment in self.attachments.all())
        return Subject(self.title, self.document_number, DETAIL, self.pk, (self.stream, *attachments))

    def content(self) -> dict[str, Any]:
        """Return what a decision binds: everything written by the section, attachments by their hashes."""
        return self.content_with(self.attachment_hashes())

    def content_with(self, attachments: list[list[str]]) -> dict[str, Any]:
        """Return the same with the hashes of the attachments that a list has read at once."""
        written = {name: value for name, value in self.columns().items() if name not in self.BOOKKEEPING}
        return {**written, "attachments": attachments}

    def attachment_hashes(self) -> list[list[str]]:
        """Return name and SHA-256 of each attachment that is not removed, in order of name."""
        kept = [one for one in self.attachment_rows() if one["removed_at"] is None]
        return sorted([one["name"], one["sha256"]] for one in kept)

    def attachment_rows(self) -> list[dict[str, Any]]:
        """Return key, name, hash and removal of each attachment, removed ones included; read once in an act."""
        names = ("pk", "name", "sha256", "removed_at")

        def read() -> list[dict[str, Any]]:
            rows = sorted(row[:4] for row in self._written() if row[4] is None)
            return [dict(zip(names, row, strict=True)) for row in rows]

        return once(("attachments", self.pk), read, of=AUTHORED)

    def writers(self) -> set[int]:
        """Return the keys of those who drafted or edited the request or its attachments, from the trail itself."""
        found = once(("authors", self.pk), lambda: {row[4] for row in self._written()}, of=AUTHORED)
        return found - {None}

    def _written(self) -> list[Any]:
        """Return the attachments, and after them only the keys of writers; one query, once in an act."""
        return once(("written", self.pk), lambda: WRITTEN.rows(request=self.pk, stream=self.stream), of=AUTHORED)

    @property
    def digest(self) -> str:
        """Return the digest of the content alone, which decisions record."""
        return digest_of(self.content())

    @property
    def code(self) -> str:
        """Return the short code people compare by eye."""
        return short_code(self.digest)

    @transition(field="state", source=[S.DRAFT, S.RETURNED], target=S.SUBMITTED)
    def submit(self, *, document_number: str, account: Account, submitted_at: Any) -> None:
        """Open a new round of steps."""
        self.document_number, self.account, self.submitted_at = document_number, account, submitted_at
        self.round += 1

    @transition(field="state", source=S.SUBMITTED, target=S.DRAFT)
    def pull_back(self) -> None:
        """Take the request back while its current step is undecided (引戻し)."""

    @transition(field="state", source=S.SUBMITTED, target=S.RETURNED)
    def send_back(self) -> None:
        """Give the request back to its section (差戻し)."""

    @transition(field="state", source=S.SUBMITTED, target=S.APPROVED)
    def approve(self, *, decided_at: Any) -> None:
        """End with both permissions."""
        self.decided_at = decided_at

    @transition(field="state", source=S.SUBMITTED, target=S.DENIED)
    def deny(self, *, decided_at: Any) -> None:
        """End without permission."""
        self.decided_at = decided_at

    @transition(field="state", source=[S.DRAFT, S.SUBMITTED, S.RETURNED], target=S.WITHDRAWN)
    def withdraw(self) -> None:
        """End at the section's own wish (取下げ)."""


class Revision(Record):
    """What one submission said, kept as it was: decisions and comparisons refer to it."""

    retention = Within("approvals.request")

    request = models.ForeignKey(Request, models.PROTECT, related_name="revisions", verbose_name="起案")
    number = models.PositiveSmallIntegerField("版")
    digest = models.CharField("照合コード", max_length=64)
    fingerprint_seen = models.CharField("提出時に見ていた内容の符号", max_length=64)
    body = models.JSONField("内容", encoder=DjangoJSONEncoder)
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提出した人")
    submitted_at = models.DateTimeField("提出")

    class Meta:
        verbose_name = "提出された版"
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="revision_numbered_once")]

    def __str__(self) -> str:
        return f"第{self.number}版"


class Attachment(StoredFile):
    """A file that belongs to a request; its hash is part of what is decided."""

    retention = Within("approvals.request")

    request = models.ForeignKey(Request, models.PROTECT, related_name="attachments", verbose_name="起案")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="添付した人")
    removed_at = models.DateTimeField("外した日時", null=True, blank=True, editable=False)

    lock_first = ("request",)

    class Meta:
        verbose_name = "添付"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "name"], condition=models.Q(removed_at=None), name="attachment_name_once"
            ),
        ]

    def folder(self) -> str:
        """Return the folder of the request."""
        return f"attachments/{self.request_id}"


def _written() -> models.QuerySet[Any, Any]:
    request: Any = Given("request", models.BigIntegerField())
    stream: Any = Given("stream", Event._meta.get_field("stream"))
    attached = Attachment.objects.filter(request=request)
    named = Concat(Value(f"{Attachment._meta.label_lower}:"), Cast("pk", models.CharField()))
    files = attached.values_list("pk", "name", "sha256", "removed_at", Value(None, models.BigIntegerField()))
    own = Event.objects.filter(WROTE, stream=stream)
    of_files = Event.objects.filter(WROTE, stream__in=attached.annotate(named=named).values("named"))
    nothing = Value(None, models.BigIntegerField()), Value(""), Value(""), Value(None, models.DateTimeField())
    return files.union(own.values_list(*nothing, "person"), of_files.values_list(*nothing, "person"), all=True)


WRITTEN = Statement("written", _written, **KEPT)
"""What a decision asks about a request: its attachments, and who wrote it or one of them."""
