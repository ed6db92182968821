"""Services, accounts, and the people who operate them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django_fsm import transition

from accounts.finding import Finding
from accounts.labels import ACCESS_CHOICES, STATE_CHOICES, STATE_TONES, standings_of
from accounts.rules import belongs, handle_key, host_of, url_key
from accounts.saved import SavedFilter
from accounts.states import HELD, LASTING, OPEN_TO_STAFF, Access, AccountState
from accounts.suspendable import Suspendable, has_started, is_not_suspended, is_suspended
from accounts.truths import TRUTHS
from core.keeping import Permanent, Within
from core.records import Record, Subject
from core.staff.grants import UserObjectPermissionBase
from core.staff.models import Person, Unit
from core.state_field import StateField

S = AccountState
POST_LEAST, POST_MOST = 50, 100_000
"""Between what a service can take in a post; what is shorter could not even name the day of a notice."""
__all__ = [
    "ACCESS_CHOICES",
    "STATE_CHOICES",
    "STATE_TONES",
    "Account",
    "AccountGrant",
    "ImportDraft",
    "Operator",
    "Platform",
    "SavedFilter",
]


class PlatformQuerySet(models.QuerySet["Platform"]):
    """Named reads of services."""

    def owning(self, url: str) -> "Platform | None":
        """Return the service that an address belongs to by its host, the closest first; None when it is nobody's."""
        host = host_of(url)
        owners = [service for service in self.order_by("pk") if service.owns(host)] if host else []
        return min(owners, key=lambda service: host not in [*service.hosts, *service.short_hosts], default=None)


class Platform(Record):
    """A social-media service: its hosts, own short hosts, the length of its free-text field and that of a post."""

    retention = Permanent("台帳で使い続ける、サービスの一覧です。")

    code = models.SlugField("記号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=40)
    hosts = models.JSONField("ホスト名", default=list, blank=True)
    short_hosts = models.JSONField("そのサービスの短いホスト名", default=list, blank=True)
    profile_limit = models.PositiveIntegerField("プロフィール欄の文字数", default=0, validators=[MinValueValidator(0)])
    post_limit = models.PositiveIntegerField(
        "投稿の文字数",
        null=True,
        blank=True,
        validators=[MinValueValidator(POST_LEAST), MaxValueValidator(POST_MOST)],
    )
    """As the service counts; None where nobody has entered it."""
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_offered = models.BooleanField("起案で選べる", default=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        verbose_name = "サービス"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(post_limit=None) | models.Q(post_limit__gte=POST_LEAST, post_limit__lte=POST_MOST),
                name="platform_post_limit_possible",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def aliases(self) -> dict[str, str]:
        """Map every host of the service to its first one."""
        return dict.fromkeys(self.hosts, self.hosts[0]) if self.hosts else {}

    def owns(self, host: str) -> bool:
        """Tell whether a host, without `www.` and the like, is one of the service's or lies below one."""
        return belongs(host, [*self.hosts, *self.short_hosts])

    def key_of_url(self, text: str) -> str:
        """Return the normalised key of an address, by the hosts of the service it belongs to, this one first."""
        owner = self if self.owns(host_of(text)) else Platform.objects.owning(text)
        return url_key(text, owner.aliases() if owner else {})


class AccountQuerySet(models.QuerySet["Account"]):
    """Named reads of accounts."""

    def standing(self) -> Self:
        """Keep the accounts that exist, did exist or are on the way; those given up free their handle."""
        return self.exclude(state=S.ABANDONED)

    def in_operation(self) -> Self:
        """Keep the accounts every member of staff may see."""
        return self.filter(state__in=OPEN_TO_STAFF)


def has_not_started(account: models.Model) -> bool:
    """Tell whether an account never was in operation."""
    return not has_started(account)


class Account(Suspendable, Record):
    """An account of the city on a service, under one section whose head is its manager (4-1-(4))."""

    retention = Within("approvals.request")
    column_labels: ClassVar[Mapping[str, str]] = {"handle_key": "IDの照合用の表記", "url_key": "URLの照合用の表記"}

    platform = models.ForeignKey(Platform, models.PROTECT, verbose_name="サービス")
    name = models.CharField("アカウント名", max_length=80)
    common_name = models.CharField("通称", max_length=80, blank=True)
    handle = models.CharField("アカウントID", max_length=80, blank=True)
    handle_key = models.CharField(max_length=80, blank=True, editable=False)
    url = models.CharField("URL", max_length=300, blank=True)
    url_key = models.CharField(max_length=300, blank=True, editable=False)
    section = models.ForeignKey(Unit, models.PROTECT, related_name="accounts", verbose_name="運用する部署")
    state = StateField("状態", default=S.PLANNED, choices=STATE_CHOICES)
    acquired_on = models.DateField("取得日", null=True, blank=True)
    acquired_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="取得した人")
    difference = models.CharField("許可の内容との違いの説明", max_length=300, blank=True)
    started_on = models.DateField("運用開始日", null=True, blank=True)
    closed_on = models.DateField("廃止日", null=True, blank=True)
    paper_number = models.CharField("登録の根拠の文書番号", max_length=40, blank=True)
    paper_on = models.DateField("登録の根拠の文書の日付", null=True, blank=True)
    disposed_on = models.DateField("廃棄した日", null=True, blank=True, editable=False)

    locked_with = ("platform",)
    subject_related = ("platform",)

    finding: Finding
    """What the account is found by; written with every act."""

    objects = AccountQuerySet.as_manager()

    creation = "アカウントを台帳に載せた"

    _keyed: tuple[int, str, str] | None = None
    """What the keys were derived from."""

    class Meta:
        verbose_name = "アカウント"
        permissions = [("operate_account", "アカウントを運用する")]
        constraints = TRUTHS

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the keys by which the account is recognised."""
        self.set_keys()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Derive the keys before validation, edits included."""
        self.set_keys()

    def set_keys(self) -> None:
        """Derive the keys from what is written, where it is not what they were derived from already."""
        written = (self.platform_id, self.handle, self.url)
        if written != self._keyed:
            self.handle_key = handle_key(self.handle)
            self.url_key = self.platform.key_of_url(self.url)
            self._keyed = written

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """Read a row, whose keys were derived when it was written: no service is asked for again."""
        read = super().from_db(*args, **kwargs)
        if {"platform_id", "handle", "url"}.isdisjoint(read.get_deferred_fields()):
            read.keep_keys()
        return read

    def keep_keys(self) -> None:
        """Take the keys that stand there for those of what is written."""
        self._keyed = (self.platform_id, self.handle, self.url)

    def subject(self) -> Subject:
        """Return the account with its service."""
        return Subject(self.title, "", "accounts:account_detail", self.pk, (self.stream,))

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @property
    def standings(self) -> list[tuple[str, str]]:
        """Return the tone and the words of its state, then of a suspension that stands beside it."""
        return standings_of(self.state, suspended=is_suspended(self))

    @property
    def title(self) -> str:
        """Return service and name, as documents call the account."""
        return f"{self.platform.name}「{self.name}」"

    @transition(field="state", source=S.PLANNED, target=S.AUTHORISED)
    def authorise(self) -> None:
        """Allow the section to acquire the account."""

    @transition(field="state", source=S.AUTHORISED, target=S.ACQUIRED)
    def acquire(
        self, *, url: str, handle: str, name: str, acquired_on: date, acquired_by: Person, difference: str = ""
    ) -> None:
        """Record what was acquired, when and by whom."""
        self.url, self.handle, self.name = url, handle, name
        self.acquired_on, self.acquired_by, self.difference = acquired_on, acquired_by, difference
        self.set_keys()

    @transition(field="state", source=S.ACQUIRED, target=S.ACTIVE)
    def start(self, *, started_on: date) -> None:
        """Begin operation (運用開始)."""
        self.started_on = started_on

    @transition(field="state", source=S.PLANNED, target=S.ACTIVE)
    def register(self, *, paper_number: str, paper_on: date, started_on: date) -> None:
        """Enter an account that exists before the system, on the evidence of its paper document."""
        self.paper_number, self.paper_on, self.started_on = paper_number, paper_on, started_on

    @property
    def is_registered(self) -> bool:
        """Tell whether the account entered by its paper document, not by a request."""
        return bool(self.paper_number)

    @transition(field="state", source=[*LASTING], target=S.CLOSING)
    def begin_closing(self) -> None:
        """Let the public know that the account will end (廃止の周知)."""

    @transition(field="state", source=S.CLOSING, target=S.ACTIVE, conditions=[has_started, is_not_suspended])
    def resume(self) -> None:
        """Go on with the operation: the closure is cancelled."""

    @transition(field="state", source=S.CLOSING, target=S.ACQUIRED, conditions=[has_not_started])
    def resume_unstarted(self) -> None:
        """Go back to an account that is acquired and not in operation: the closure is cancelled."""

    @transition(field="state", source=[*HELD], target=S.CLOSED)
    def close(self, *, closed_on: date) -> None:
        """End the account (廃止); the notice of it goes on standing."""
        self.closed_on = closed_on
        self.end_suspension()

    @transition(field="state", source=S.CLOSED, target=S.RETIRED)
    def retire(self) -> None:
        """Hold that the notice of the end has come down after its time."""

    @transition(field="state", source=[S.PLANNED, S.AUTHORISED], target=S.ABANDONED)
    def abandon(self) -> None:
        """Give the acquisition up."""


class Operator(Record):
    """A person who operates an account, with the kind of access and the reason for it (4-3-(1))."""

    retention = Within("approvals.request")

    account = models.ForeignKey(Account, models.PROTECT, related_name="operators", verbose_name="アカウント")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="運用担当")
    access = models.CharField("アクセスの種類", max_length=20, choices=ACCESS_CHOICES)
    reason = models.CharField("必要な理由", max_length=200, blank=True)
    starts_on = models.DateField("開始日")
    ends_on = models.DateField("最後の日", null=True, blank=True)

    lock_first = ("account",)

    class Meta:
        verbose_name = "運用担当"
        indexes = [
            models.Index(fields=["person", "account"], condition=models.Q(ends_on=None), name="operator_current")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person"], condition=models.Q(ends_on=None), name="operator_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(access="drafts_only") | ~models.Q(reason=""), name="operator_access_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}({self.account.name})"

    @property
    def handles_password(self) -> bool:
        """Tell whether the person knows the shared password."""
        return self.access == Access.SHARED_PASSWORD


class ImportDraft(models.Model):
    """The cells of a file between upload and import: a working paper of one person for two hours, no record."""

    key = models.UUIDField("記号", primary_key=True, default=uuid4, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="+", verbose_name="職員")
    expires_at = models.DateTimeField("期限")
    name = models.CharField("ファイル名", max_length=100)
    sha256 = models.CharField("符号", max_length=64)
    cells = models.JSONField("セル")
    """Rows of texts, the header first."""
    columns = models.JSONField("列の対応", default=dict)
    """The place of each field's column."""

    class Meta:
        verbose_name = "取込みの下書き"

    def __str__(self) -> str:
        return self.name


class AccountGrant(UserObjectPermissionBase):
    """Who may operate which account, as django-guardian's direct table; written with the operator record."""

    content_object = models.ForeignKey(Account, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = "運用の権限"
