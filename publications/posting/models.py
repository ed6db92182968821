"""Publications, and what the checks of their pages found."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django_fsm import transition

from accounts.models import Account
from core.keeping import Within
from core.records import Record, Subject
from core.staff.models import Person
from core.state_field import StateField
from core.uploads.models import StoredFile
from policies.models import MediaPolicy
from publications.posting.states import NOTICES, PAGES, PLACES, UP, Kind, Outcome, PublicationState

S = PublicationState
KIND_CHOICES = [
    (Kind.HOMEPAGE.value, "市ホームページ"),
    (Kind.PROFILE.value, "自由記述欄"),
    (Kind.NOTICE_PAGE.value, "お知らせ・市ホームページ"),
    (Kind.NOTICE_POST.value, "お知らせ・アカウント"),
]
STATE_CHOICES = [
    (S.REQUIRED.value, "掲載待ち"),
    (S.POSTED.value, "掲載中"),
    (S.MISSING.value, "掲載確認できず"),
    (S.REMOVED_EARLY.value, "早期に掲載終了"),
    (S.REMOVED.value, "掲載終了"),
]
STATE_TONES = {S.REQUIRED: "wait", S.POSTED: "ok", S.MISSING: "stop", S.REMOVED_EARLY: "warn", S.REMOVED: "end"}
OUTCOME_CHOICES = [
    (Outcome.CONFIRMED.value, "確認できた"),
    (Outcome.LACKING.value, "足りないものがある"),
    (Outcome.UNREACHED.value, "確認できず"),
]
OUTCOME_TONES = {Outcome.CONFIRMED: "ok", Outcome.LACKING: "warn", Outcome.UNREACHED: "warn"}


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Named reads of publications."""

    def standing(self) -> Self:
        """Keep what must stand; at most one of a kind for an account."""
        return self.exclude(state=S.REMOVED)

    def places(self) -> Self:
        """Keep the two places of 4-4, and no notices."""
        return self.filter(kind__in=PLACES)

    def up(self) -> Self:
        """Keep what stands according to its section."""
        return self.filter(state__in=UP)

    def with_picture(self) -> Self:
        """Add `picture_pk` and `picture_name` of the picture handed in when it was recorded as it stands now."""
        taken = Picture.objects.filter(publication=models.OuterRef("pk"), recorded_at=models.OuterRef("recorded_at"))
        return self.annotate(
            picture_pk=models.Subquery(taken.values("pk")[:1]), picture_name=models.Subquery(taken.values("name")[:1])
        )

    def to_check(self, on: date) -> Self:
        """Keep the pages of the city homepage that nobody has looked at on a day, in the order of keys."""
        looked = PageCheck.objects.filter(publication=models.OuterRef("pk"), checked_on=on)
        return self.up().filter(~models.Exists(looked), kind__in=PAGES).order_by("pk")


class Publication(Record):
    """What an account must show in one place, and whether it stands there (4-4), or one channel of a notice (4-5-(2)).

    A notice has its own words: `title` and `text` as the public reads them, `wanted` as what the check looks for, each
    a code, a label and the text. It may come down after `keep_until`, which stays as it was computed.
    """

    retention = Within("approvals.request")

    account = models.ForeignKey(Account, models.PROTECT, related_name="publications", verbose_name="アカウント")
    kind = models.CharField("掲載の場所", max_length=10, choices=KIND_CHOICES)
    state = StateField("状態", default=S.REQUIRED, choices=STATE_CHOICES)
    policy = models.ForeignKey(
        MediaPolicy, models.PROTECT, related_name="+", null=True, verbose_name="載せたメディアポリシー"
    )
    url = models.CharField("URL", max_length=300, blank=True)
    page_url = models.CharField("載せたページのURL", max_length=300, blank=True)
    place_reason = models.CharField("部署のサイトの外に載せた理由", max_length=300, blank=True)
    posted_on = models.DateField("掲載日", null=True, blank=True)
    recorded_at = models.DateTimeField("掲載を記録した日時", null=True, blank=True)
    posted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="掲載を記録した人")
    removed_on = models.DateField("掲載を終えた日", null=True, blank=True)
    reason = models.CharField("掲載を終えた理由", max_length=300, blank=True)
    title = models.CharField("お知らせの題", max_length=120, blank=True)
    text = models.TextField("お知らせの文", blank=True)
    wanted = models.JSONField("ページにあるべきもの", default=list, blank=True)
    keep_until = models.DateField("載せておく最後の日", null=True, blank=True)

    lock_first = ("account",)
    subject_related = ("account__platform",)
    creation = "掲載が必要になった"

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "掲載"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in S]), name="publication_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in Kind]), name="publication_kind_known"),
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=~models.Q(state="removed") & models.Q(kind__in=[k.value for k in PLACES]),
                name="publication_once_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in PLACES], title="", text="", keep_until=None)
                | models.Q(kind__in=[k.value for k in NOTICES], policy=None) & ~models.Q(title=""),
                name="publication_notice_has_words",
            ),
            models.CheckConstraint(
                condition=models.Q(posted_on=None, posted_by=None)
                | models.Q(posted_on__isnull=False, posted_by__isnull=False),
                name="publication_posted_by_and_on",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["posted", "missing"])
                | (~models.Q(url="") & models.Q(posted_on__isnull=False, policy__isnull=False))
                | (~models.Q(url="") & models.Q(posted_on__isnull=False, kind__in=[k.value for k in NOTICES])),
                name="publication_stands_somewhere",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="removed_early")
                | (~models.Q(reason="") & models.Q(removed_on__isnull=False)),
                name="publication_removed_early_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(kind__in=[k.value for k in PAGES], state__in=["posted", "missing"]),
                name="publication_to_check",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}({self.account.name})"

    def subject(self) -> Subject:
        """Return the place and the account."""
        title = f"{self.account.title}の掲載({self.get_kind_display()})"
        return Subject(title, "", "publications:account", self.account_id, (self.stream,))

    @property
    def tone(self) -> str:
        """Return the tone of the state chip."""
        return STATE_TONES[S(self.state)]

    @property
    def is_notice(self) -> bool:
        """Tell whether it is one channel of a notice (4-5-(2))."""
        return self.kind in NOTICES

    @property
    def is_down(self) -> bool:
        """Tell whether it came down before its time and stands nowhere now."""
        return bool(self.state == S.REMOVED_EARLY)

    def _stand(
        self,
        *,
        url: str,
        page_url: str,
        policy: MediaPolicy | None,
        posted_on: date,
        posted_by: Person,
        recorded_at: datetime,
        place_reason: str = "",
    ) -> None:
        self.url, self.page_url, self.policy, self.place_reason = url, page_url, policy, place_reason
        self.posted_on, self.posted_by, self.recorded_at = posted_on, posted_by, recorded_at
        self.removed_on, self.reason = None, ""

    @transition(field="state", source=S.REQUIRED, target=S.POSTED)
    def post(self, **stands: Any) -> None:
        """Record that it stands."""
        self._stand(**stands)

    @transition(field="state", source=[S.POSTED, S.MISSING], target=S.POSTED)
    def renew(self, **stands: Any) -> None:
        """Record that it stands anew: with another version, in another place, or put right."""
        self._stand(**stands)

    @transition(field="state", source=S.POSTED, target=S.MISSING)
    def confirm_missing(self) -> None:
        """Hold that it could not be found on several days."""

    @transition(field="state", source=S.MISSING, target=S.POSTED)
    def found_again(self) -> None:
        """Hold that it was found again."""

    @transition(field="state", source=[S.POSTED, S.MISSING], target=S.REMOVED_EARLY)
    def remove_early(self, *, removed_on: date, reason: str) -> None:
        """Record that it came down though it must stand."""
        self.removed_on, self.reason = removed_on, reason

    @transition(field="state", source=S.REMOVED_EARLY, target=S.POSTED)
    def put_back(self, **stands: Any) -> None:
        """Record that it stands again."""
        self._stand(**stands)

    @transition(field="state", source=[S.REQUIRED, S.POSTED, S.MISSING, S.REMOVED_EARLY], target=S.REMOVED)
    def take_back(self, *, removed_on: date) -> None:
        """End what is shown with its cause: the notice was cancelled, or the account itself is gone."""
        self.removed_on = removed_on

    @transition(field="state", source=[S.REQUIRED, S.POSTED, S.MISSING, S.REMOVED_EARLY], target=S.REMOVED)
    def remove(self, *, removed_on: date) -> None:
        """Record that it has come down for good."""
        self.removed_on = removed_on


class Picture(StoredFile):
    """What somebody saw on the day of recording: a picture of the page, or of the free-text field no check can read."""

    retention = Within("approvals.request")

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="pictures", verbose_name="掲載")
    recorded_at = models.DateTimeField("掲載を記録した日時")
    """Of the recording it belongs to: a later one may come without a picture."""
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="添付した人")

    lock_first = ("publication",)
    creation = "掲載の画面を添付した"

    class Meta:
        verbose_name = "掲載の画面"

    def folder(self) -> str:
        """Return the folder of the publication."""
        return f"publications/{self.publication_id}"


class PageCheck(models.Model):
    """What one look at a page found: kept as it is, and no record that anybody changes.

    What follows from it is an act with its own event; a look that changes nothing would only make the trail long.
    It goes with its matter, whole.
    """

    retention = Within("approvals.request")

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="checks", verbose_name="掲載")
    checked_at = models.DateTimeField("確認した日時")
    checked_on = models.DateField("確認した日")
    url = models.CharField("URL", max_length=300)
    outcome = models.CharField("結果", max_length=10, choices=OUTCOME_CHOICES)
    reason = models.CharField("理由", max_length=300, blank=True)
    sha256 = models.CharField("本文の符号", max_length=64, blank=True)
    """Of the bytes of the body; empty when none were read."""
    points = models.JSONField("項目ごとの結果", default=dict)
    """Code of a thing that must stand there, to whether it does."""

    class Meta:
        verbose_name = "掲載の確認"
        indexes = [
            models.Index(fields=["publication", "checked_on"], name="pagecheck_of_a_day"),
            models.Index(fields=["publication", "-id"], name="pagecheck_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=[o.value for o in Outcome]), name="pagecheck_outcome_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="unreached") | ~models.Q(reason=""), name="pagecheck_failure_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.outcome}"

    @property
    def tone(self) -> str:
        """Return the tone of the result's chip."""
        return OUTCOME_TONES[Outcome(self.outcome)]


class CheckAsked(models.Model):
    """Somebody asked for a look at a page now: a working paper that goes when the look is done."""

    publication = models.OneToOneField(Publication, models.CASCADE, related_name="asked", verbose_name="掲載")
    asked_at = models.DateTimeField("頼んだ日時")

    class Meta:
        verbose_name = "掲載の確認の依頼"

    def __str__(self) -> str:
        return f"{self.publication_id}"


class CheckRun(models.Model):
    """Who looks at pages now, until when at the latest: one at a time, or connections could not be counted."""

    name = models.CharField("名前", max_length=20, unique=True)
    holder = models.CharField("行っているもの", max_length=32, blank=True)
    until = models.DateTimeField("期限", null=True)

    class Meta:
        verbose_name = "掲載の確認の実行"

    def __str__(self) -> str:
        return self.name
