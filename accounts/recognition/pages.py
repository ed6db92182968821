"""The page an address leads to on a known service: the account's, a part of it, or something else."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from accounts.addresses import PLACEHOLDER, Shape

HASHBANG = re.compile(r"^!/@?(?P<handle>\w+)/*$")
POST_OF = re.compile(r"^/@?(?P<handle>[^/@]+)/(?:status|statuses|posts?|videos?|p|reel|n|photos?)/", re.IGNORECASE)
NO_PAGE = "アカウントのページのURLではありません。アカウントのページを開き、そのURLを入力してください。"
SEARCHES = re.compile(r"^/(?:search|hashtag|explore|results|topics?)(?:/|$)", re.IGNORECASE)
POSTS = re.compile(
    r"^/(?:watch|shorts|playlist|live|p|reel|tv|stories|status|statuses|events|photo|share)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Page:
    """An account's page: its address as the service writes it, and the handle that the address carries."""

    url: str = ""
    handle: str = ""
    problem: str = ""
    offer: str = ""
    tab_dropped: bool = False


def read_page(parts: SplitResult, host: str, shape: Shape) -> Page:
    """Read the path of an address on a service whose pages are known."""
    path = unicodedata.normalize("NFKC", unquote(parts.path)).rstrip("/")
    if not path and (found := HASHBANG.match(parts.fragment)):
        path = f"/{found['handle']}"
    if not path and shape.key_host and (named := _parameter(parts, "accountid")):
        path = f"/{named}"
    if any(unicodedata.category(char) == "Cc" for char in path):
        return Page(problem=NO_PAGE)
    trunk = shape.tabs.sub("", path)
    page = _account(trunk, parts, shape)
    if page is not None:
        return Page(page.url, page.handle, page.problem, tab_dropped=trunk != path)
    return Page(problem=_no_account(path, host), offer=_offer(path, parts, shape))


def _account(path: str, parts: SplitResult, shape: Shape) -> Page | None:
    if handle := _written(path, shape):
        if shape.alphabet.fullmatch(handle):
            return Page(shape.address_of(handle), handle)
        what = f"URLにあるアカウントID「{handle}」は、このサービスのIDの形ではありません({shape.letters})。"
        return Page(problem=f"{what}ページを開いて確かめてください。")
    number = _parameter(parts, "id")
    if found := shape.number_of(path, f"?id={number}" if number else ""):
        return Page(_base(shape) + f"/profile.php?id={found}")
    if shape.is_account(path.lower()):
        return Page(_base(shape) + path)
    return None


def _written(path: str, shape: Shape) -> str:
    """Return the handle that a path carries, as it is written there."""
    found = shape.page.fullmatch(path)
    return found["handle"] if found and shape.handle_of(path.lower()) else ""


def _base(shape: Shape) -> str:
    parts = urlsplit(shape.example.replace(PLACEHOLDER, "a"))
    return f"{parts.scheme}://{parts.netloc}"


def _no_account(path: str, host: str) -> str:
    if not path:
        return f"アカウントを示す部分がありません。{host}/ の後ろも省略せずに入力してください。"
    if SEARCHES.match(path):
        return "検索やハッシュタグのページのURLです。アカウントのページを開き、そのURLを入力してください。"
    if (POST_OF.match(path) and not path.startswith("/ti/")) or POSTS.match(path):
        return "投稿や動画のURLです。アカウントのページを開き、そのURLを入力してください。"
    return NO_PAGE


def _offer(path: str, parts: SplitResult, shape: Shape) -> str:
    found = POST_OF.match(path) if shape.path_of("a").count("/") == 1 else None
    named = found["handle"] if found else _parameter(parts, "screen_name")
    address = shape.address_of(named) if named and shape.alphabet.fullmatch(named) else ""
    return address if address and _written(urlsplit(address).path, shape) else ""


def _parameter(parts: SplitResult, name: str) -> str:
    given = {key.lower(): values[0] for key, values in parse_qs(parts.query).items()}
    return given.get(name, "").strip()
