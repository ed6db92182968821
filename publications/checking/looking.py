"""One look at one page, and what is kept of it and follows from it.

The look itself touches no database, so that several can go on at once; what it found is written by one act afterwards,
and only if the publication is still what was looked at.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.lifecycle.act import Act, acting
from core.lifecycle.actor import SYSTEM
from policies.models import MediaPolicy
from policies.rules import FURTHER, ITEMS, REPLY_NOTE
from policies.states import Replies
from publications.checking.addresses import NotReached
from publications.checking.charsets import decoded
from publications.checking.contents import Wanted, points
from publications.checking.fetching import fetch
from publications.checking.markup import shown
from publications.checking.reach import Reach
from publications.posting.models import CheckAsked, PageCheck, Publication
from publications.posting.moves import CONFIRM_MISSING, FOUND_AGAIN
from publications.posting.rules import is_missing
from publications.posting.states import UP, Outcome, PublicationState

URL, POLICY, NOTICE = "第4-4-(2)③", "第4-4-(1)", "第4-5-(2)"
NAMED_CASES = "返信する"
"""What every page says that names the cases, also one pasted while there were two answers; the cases are an item of
their own (`REPLY_NOTE`), which such a policy always has."""


@dataclass(frozen=True)
class Look:
    """What is looked at: a publication as it was read, and what must stand on its page."""

    publication: Publication
    wanted: list[Wanted]
    asked_at: datetime | None = None
    """When the look was asked for; None for one that was due."""

    @classmethod
    def at(cls, publication: Publication) -> "Look":
        """Say what must stand on the page of a publication, read with its account, service, policy and request."""
        asked = publication.asked.asked_at if hasattr(publication, "asked") else None
        return cls(publication, wanted_of(publication), asked)


@dataclass(frozen=True)
class Seen:
    """What a look found; `sha256` of the body's bytes, empty when none were read."""

    outcome: Outcome
    reason: str = ""
    sha256: str = ""
    points: Mapping[str, bool] = field(default_factory=dict)


def wanted_of(publication: Publication) -> list[Wanted]:
    """Return what must stand on the page: names and URL of the account (4-4-(2)), the policy's items (4-4-(1)).

    On the page of a notice what the notice says itself (4-5-(2)).
    """
    if publication.is_notice:
        return [Wanted(code, label, NOTICE, text) for code, label, text in publication.wanted]
    account = publication.account
    names = [Wanted("common_name", "通称", "第4-4-(2)②", account.common_name)] if account.common_name else []
    return [
        Wanted("service", "サービス", "第4-4-(2)①", account.platform.name),
        Wanted("name", "アカウント名", "第4-4-(2)②", account.name),
        *names,
        Wanted("url", "アカウントのURL", URL, account.url, is_url=True),
        *(items_of(publication.policy) if publication.policy else []),
    ]


def items_of(policy: MediaPolicy) -> list[Wanted]:
    """Return the items of a policy that must stand on the page; optional ones where they are written."""
    written = [*ITEMS, *(item for item in (REPLY_NOTE, FURTHER) if getattr(policy, item.field))]
    items = [Wanted(f"policy.{one.field}", one.label, POLICY, getattr(policy, one.field)) for one in written]
    return [*items, Wanted("policy.replies", "返信の有無", POLICY, _replies_on(policy))]


def _replies_on(policy: MediaPolicy) -> str:
    """Return the words of the reply choice that must stand on the page."""
    return NAMED_CASES if policy.replies == Replies.SOME else str(policy.get_replies_display())


def look_at(look: Look, reach: Reach) -> Seen:
    """Look at a page; whatever goes wrong is "not confirmed"."""
    try:
        page = fetch(look.publication.url, reach)
    except NotReached as missed:
        return Seen(Outcome.UNREACHED, missed.reason[:300])
    found = points(shown(decoded(page.body, page.content_type)), look.wanted)
    lacking = [one.label for one in look.wanted if not found[one.code]]
    outcome = Outcome.LACKING if lacking else Outcome.CONFIRMED
    reason = f"ページに見当たりません:{'、'.join(lacking)}" if lacking else ""
    return Seen(outcome, reason[:300], hashlib.sha256(page.body).hexdigest(), found)


def note_look(look: Look, seen: Seen, at: datetime) -> PageCheck | None:
    """Keep what a look found and let follow what follows; nothing when the publication is another one by now."""
    with acting(by=SYSTEM, at=at) as act:
        publication = act.lock(look.publication)
        if look.asked_at is not None:  # what was asked for meanwhile stays
            CheckAsked.objects.filter(publication=publication, asked_at__lte=look.asked_at).delete()
        if _marks(publication) != _marks(look.publication) or publication.state not in UP:
            return None
        check = PageCheck.objects.create(
            publication=publication,
            checked_at=at,
            checked_on=act.on,
            url=publication.url,
            outcome=seen.outcome,
            reason=seen.reason,
            sha256=seen.sha256,
            points=dict(seen.points),
        )
        _conclude(act, publication, check)
        return check


def _marks(publication: Publication) -> tuple[str, int | None, object]:
    """Return what makes a look out of date when it changes meanwhile: what stands where, and its last recording."""
    return publication.url, publication.policy_id, publication.recorded_at


def _conclude(act: Act, publication: Publication, check: PageCheck) -> None:
    facts = {"reason": check.reason, "sha256": check.sha256} if check.reason else {"sha256": check.sha256}
    if check.outcome == Outcome.CONFIRMED:
        if publication.state == PublicationState.MISSING:
            act.perform(publication, FOUND_AGAIN, **facts)
    elif publication.state == PublicationState.POSTED and is_missing(failed_days(publication)):
        act.perform(publication, CONFIRM_MISSING, **facts)


def failed_days(publication: Publication) -> list[date]:
    """Return the days of the failures since the last confirmation and since it was recorded; two queries."""
    checks = PageCheck.objects.filter(
        publication=publication, url=publication.url, checked_at__gte=publication.recorded_at
    )
    confirmed = checks.filter(outcome=Outcome.CONFIRMED).order_by("-pk").values_list("pk", flat=True).first()
    failed = checks.filter(pk__gt=confirmed or 0).exclude(outcome=Outcome.CONFIRMED)
    return list(failed.order_by("checked_on").values_list("checked_on", flat=True).distinct())
