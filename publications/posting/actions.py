"""What the section does about what its account shows."""

from datetime import date, datetime

from accounts.models import Account
from core.lifecycle.act import Act, acting
from core.lifecycle.actor import Actor
from core.uploads.forms import Upload
from core.uploads.storage import stored
from policies.models import MediaPolicy
from publications.posting.duties import standing, version_for
from publications.posting.models import CheckAsked, Picture, Publication
from publications.posting.moves import POST, PUT_BACK, RENEW
from publications.posting.permissions import check_account, check_ask
from publications.posting.places import missed_site
from publications.posting.states import Kind, PublicationState

RECORDING = {
    PublicationState.REQUIRED: POST,
    PublicationState.POSTED: RENEW,
    PublicationState.MISSING: RENEW,
    PublicationState.REMOVED_EARLY: PUT_BACK,
}
"""The move by which "it stands" is recorded, by the state before."""


def record_publication(
    account: Account,
    kind: Kind,
    *,
    by: Actor,
    at: datetime,
    posted_on: date,
    url: str = "",
    policy: MediaPolicy | None = None,
    picture: Upload | None = None,
    place_reason: str = "",
) -> Publication:
    """Record that a settled version of the policy stands in a place, with what belongs beside it.

    A page of the city homepage is looked at soon afterwards.

    Args:
        url: of the page on the city homepage; the free-text field stands at the account's own address.
        policy: the version that stands there; the one that `version_for` gives unless told.
        picture: of what stands there.
        place_reason: why a page stands outside of the section's own site; of one that does not, nothing is kept.

    Raises:
        Denied: outside the section, for a wrong address or day, or without a settled policy.
    """
    with acting(by=by, at=at) as act:
        check_account(account, kind, by, act.on)
        held = act.lock(account)
        publication = standing(held, kind) or act.create(Publication, account=held, kind=kind.value)
        is_page = kind == Kind.HOMEPAGE
        page = None if is_page else standing(held, Kind.HOMEPAGE)
        done = act.perform(
            publication,
            RECORDING[PublicationState(publication.state)],
            url=url.strip() if is_page else held.url,
            page_url=page.url if page is not None else "",
            policy=MediaPolicy.objects.get(pk=policy.pk) if policy is not None else version_for(held, kind),
            posted_on=posted_on,
            posted_by=by.person,
            recorded_at=at,
            place_reason=place_reason.strip() if is_page and missed_site(held, url.strip(), act.on) else "",
        )
        if picture is not None:
            _keep_picture(act, done, picture)
        if is_page:
            CheckAsked.objects.update_or_create(publication=done, defaults={"asked_at": at})
        return done


def _keep_picture(act: Act, publication: Publication, picture: Upload) -> None:
    kept = stored(picture.name, picture.content_type, picture.content)
    act.create(Picture, publication=publication, recorded_at=act.at, added_by=publication.posted_by, **kept)


def ask_check(publication: Publication, *, by: Actor, at: datetime) -> None:
    """Ask for a look at a page now; asking twice asks once.

    Raises:
        Denied: outside the section, or where there is no page to look at.
    """
    with acting(by=by, at=at) as act:
        check_ask(publication, by, act.on)
        CheckAsked.objects.get_or_create(publication=publication, defaults={"asked_at": at})
