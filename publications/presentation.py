"""What an account shows, as its page has it: both places, their texts, what can be done, what the checks found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse

from accounts.models import Account
from core.lifecycle.actor import Actor
from core.lifecycle.moves import permits
from policies.models import MediaPolicy
from publications.checking.looking import wanted_of
from publications.posting.actions import RECORDING
from publications.posting.duties import shows_settled
from publications.posting.models import PageCheck, Picture, Publication
from publications.posting.moves import REMOVE, REMOVE_EARLY
from publications.posting.permissions import check_ask
from publications.posting.states import UP, Kind, Outcome, PublicationState
from publications.texts.homepage import fragment
from publications.texts.profile import ProfileText, profile_text

SHOWN_CHECKS = 10
SHOWN_PICTURES = 20


@dataclass(frozen=True)
class Place:
    """One of the two places: what stands there, and what the person at the page can do about it."""

    kind: Kind
    label: str
    publication: Publication | None
    is_old: bool
    """Whether what stands there carries another version than the newest."""
    record_url: str = ""
    record_label: str = ""
    remove_early_url: str = ""
    remove_url: str = ""
    check_url: str = ""


@dataclass(frozen=True)
class Texts:
    """What is to be pasted: `homepage` is HTML; `profile` is None until the page on the city homepage is recorded."""

    homepage: str
    profile: ProfileText | None


def place_of(
    kind: Kind,
    found: Mapping[str, Publication],
    account: Account,
    policy: MediaPolicy | None,
    by: Actor,
    on: date,
) -> Place:
    """Return a place with the acts that are open to somebody.

    Args:
        found: what stands by its kind; account and policy are known to each.
    """
    publication, page = found.get(kind), found.get(Kind.HOMEPAGE)
    comes_first = kind == Kind.PROFILE and (page is None or page.state not in UP or not shows_settled(page))
    stands = publication or Publication(account=account, kind=kind.value)
    move = RECORDING.get(PublicationState(stands.state))
    urls: dict[str, str] = {}
    if move and policy and not comes_first and permits(move.check, stands, by, on):
        urls = {"record_url": reverse(f"publications:record_{kind}", args=[account.pk]), "record_label": move.label}
    if publication is not None:
        urls |= _urls_of(publication, by, on)
    is_old = bool(publication and publication.state in UP and policy and publication.policy_id != policy.pk)
    return Place(kind, stands.get_kind_display(), publication, is_old, **urls)


def _urls_of(publication: Publication, by: Actor, on: date) -> dict[str, str]:
    key = [publication.pk]
    urls = {}
    if REMOVE_EARLY.why_not(publication, by, on) is None:
        urls["remove_early_url"] = reverse("publications:remove_early", args=key)
    if REMOVE.why_not(publication, by, on) is None:
        urls["remove_url"] = reverse("publications:remove", args=key)
    if publication.state in UP and permits(check_ask, publication, by, on):
        urls["check_url"] = reverse("publications:check", args=key)
    return urls


def texts_of(account: Account, policy: MediaPolicy, places: Sequence[Place]) -> Texts:
    """Return the texts of an account, the free-text field's with the page that is recorded."""
    page = next((one.publication for one in places if one.kind == Kind.HOMEPAGE), None)
    url = page.url if page is not None and page.state in UP else ""
    shown = page.policy if page is not None and page.policy is not None else policy
    return Texts(fragment(account, policy), profile_text(account, shown, url) if url else None)


def earlier_pictures(account: Account) -> list[Picture]:
    """Return the pictures of recordings that others have followed since, the newest first; one query."""
    kept = Picture.objects.filter(publication__account=account).select_related("publication")
    followed = kept.exclude(recorded_at=F("publication__recorded_at"))
    return list(followed.order_by("-pk")[:SHOWN_PICTURES])


@dataclass(frozen=True)
class CheckRow:
    """One look at a page, with the things it missed by their labels."""

    check: PageCheck
    code: str

    @property
    def words(self) -> str:
        """Return what was found in words."""
        return self.check.reason or "載せるものが、すべてありました。"


def check_rows(publication: Publication | None) -> list[CheckRow]:
    """Return the newest looks at a page; one query."""
    if publication is None:
        return []
    newest = publication.checks.order_by("-pk")[:SHOWN_CHECKS]
    return [CheckRow(one, one.sha256[:8]) for one in newest]


def point_rows(publication: Publication | None, rows: Sequence[CheckRow]) -> list[tuple[str, bool, str]]:
    """Return what must stand on the page, whether the newest look found it, and the clause; empty without a look."""
    if publication is None or not rows or rows[0].check.outcome == Outcome.UNREACHED:
        return []
    found = rows[0].check.points
    return [(one.label, bool(found.get(one.code)), one.clause) for one in wanted_of(publication)]
