"""The section's own site on the city homepage, a folder of it: which addresses are one, and which pages lie in it."""

from urllib.parse import unquote

from core.staff.sites import SiteRefused
from publications.checking.reach import usual_reach
from publications.checking.targets import LONGEST, Target, TargetRefused, target_of

ENTRANCE = "部署のサイトの入口のURLを、https:// から、「?」や「#」を含めずに入力してください。"


def read_site(text: str) -> str:
    """Return the address of a unit's own site: the folder, with a slash at its end.

    The page at its entrance (`/kanko/index.html`) stands for the folder.

    Raises:
        SiteRefused: no page of the homepage, its front page, or an address that is no folder's.
    """
    try:
        target = target_of(text.strip(), usual_reach())
    except TargetRefused as refused:
        raise SiteRefused(refused.reason) from None
    if "?" in text or "#" in text or not _is_plain(target.path):
        raise SiteRefused(ENTRANCE)
    above, _, last = target.path.rpartition("/")
    folder = above if "." in last else target.path.rstrip("/")
    if not folder:
        raise SiteRefused(f"市ホームページの表紙です。{ENTRANCE}")
    found = f"{target.url.removesuffix(target.path)}{folder}/"
    if len(found) > LONGEST:
        raise SiteRefused(ENTRANCE)
    return found


def lies_in(target: Target, site: str) -> bool:
    """Tell whether a page lies in a site; a site on a host that is the city's no more holds nobody.

    A path that climbs out again (`/kanko/../`) or hides where it leads lies in none.
    """
    try:
        own = target_of(site, usual_reach())
    except TargetRefused:
        return True
    path = target.path.partition("?")[0]
    same = (target.scheme, target.place) == (own.scheme, own.place)
    return same and _is_plain(path) and f"{path}/".startswith(own.path)


def _is_plain(path: str) -> bool:
    """Tell whether no part of a path means another folder than the one it is written in."""
    return all(part not in {".", ".."} and not {"/", "\\"} & {*part} for part in map(unquote, path.split("/")))
