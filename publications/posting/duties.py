"""The obligations of 4-4, and when they arise: with the start of operation, and with a new version of the policy."""

from itertools import count

from accounts.models import Account
from accounts.states import RUNNING
from core.deadlines.duties import Debtor, Duty, hold_duties, open_duty
from core.deadlines.models import Obligation
from core.deadlines.states import ObligationState
from core.lifecycle.act import Act
from core.staff.offices import Office
from policies.models import MediaPolicy
from policies.queries import approved_policy
from policies.states import SETTLED
from publications.posting.leading import link_of
from publications.posting.models import Publication
from publications.posting.states import PLACES, UP, Kind, PublicationState

SHOW_PAGE = Duty("publications.homepage", "掲載して記録する", "第4-4-(1)", "publication_target_days")
SHOW_PROFILE = Duty("publications.profile", "掲載して記録する", "第4-4-(3)", "publication_target_days")
RESTORE = Duty("publications.restore", "掲載を確かめて直す", "第4-4-(2)", "publication_target_days")
ANNOUNCE = Duty("publications.notice", "周知して記録する", "第4-5-(2)", "publication_target_days")
SHOWING = {
    Kind.HOMEPAGE: SHOW_PAGE,
    Kind.PROFILE: SHOW_PROFILE,
    Kind.NOTICE_PAGE: ANNOUNCE,
    Kind.NOTICE_POST: ANNOUNCE,
}


def require_publications(act: Act, account: Account, reason: str, *, anew: bool = False) -> None:
    """Open what an account owes to show, in both places, as far as it does not show a settled policy.

    Whoever calls holds the account. What is owed already is not owed twice.

    Args:
        reason: why, in the words of the obligation's note.
        anew: also what stands with a settled policy, because something else on it has changed (4-4-(2)).
    """
    for kind in PLACES:
        publication = standing(account, kind) or act.create(Publication, account=account, kind=kind.value)
        if anew or publication.state == PublicationState.REQUIRED or not shows_settled(publication):
            owe(act, publication, reason)


def shows_settled(publication: Publication) -> bool:
    """Tell whether what stands carries a version that no other has taken the place of."""
    return publication.policy is not None and publication.policy.state in SETTLED


def version_for(account: Account, kind: Kind) -> MediaPolicy | None:
    """Return the version to show: the newest settled one, and in the free-text field the one its page carries."""
    if kind == Kind.HOMEPAGE:
        return approved_policy(account)
    page = standing(account, Kind.HOMEPAGE)
    return page.policy if page is not None else None


def standing(account: Account, kind: Kind) -> Publication | None:
    """Return what an account must show in a place, or None."""
    return account.publications.standing().filter(kind=kind).select_related("account__platform", "policy").first()


def owe(act: Act, publication: Publication, reason: str) -> None:
    """Open the obligation to show something, unless it is open already."""
    duty = SHOWING[Kind(publication.kind)]
    if not _is_open(act, publication, duty):
        _open(act, duty, publication, reason)


def owe_profile_of(act: Act, page: Publication) -> None:
    """Open the obligation to write the free-text field anew where it leads to another page than this (4-4-(3))."""
    profile = standing(page.account, Kind.PROFILE)
    if profile is not None and profile.state in UP and profile.page_url != page.url:
        owe(act, profile, "市ホームページのページのURLが変わったため")


def owe_restoring(act: Act, publication: Publication, reason: str) -> None:
    """Open the obligation to look after a page that could not be confirmed, unless it is open already."""
    if not _is_open(act, publication, RESTORE):
        _open(act, RESTORE, publication, reason)


def _is_open(act: Act, publication: Publication, duty: Duty) -> bool:
    return any(one.state == ObligationState.OPEN for one in _held(act, publication, duty))


def _held(act: Act, publication: Publication, duty: Duty) -> list[Obligation]:
    """Return all obligations of a kind about a publication, ended ones too, held by the act."""
    hold_duties(act, publication)
    return [one for one in act.held(Obligation) if (one.about, one.rule) == (publication.stream, duty.rule)]


def _open(act: Act, duty: Duty, publication: Publication, reason: str) -> None:
    """Open the next obligation of a kind; they are numbered, for the same may arise again on the same day."""
    account, taken = publication.account, {one.occurrence for one in _held(act, publication, duty)}
    open_duty(
        act,
        duty,
        publication,
        Debtor(Office.STAFF, account.section),
        title=f"{publication.get_kind_display()}の掲載:{account.title}",
        note=reason[:300],
        link=link_of(publication),
        occurrence=next(number for number in map(str, count(len(taken) + 1)) if number not in taken),
    )


def follow_policy(act: Act, policy: MediaPolicy) -> None:
    """Let a version that came out be shown in both places; called by `policies` within its act.

    Before the start of operation nothing is owed: the start asks for whatever is not shown by then.
    """
    if policy.account.state in RUNNING:
        require_publications(act, policy.account, f"メディアポリシー第{policy.number}版が出たため")
