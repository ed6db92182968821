"""Reading what a person wrote: in the order characters, scheme, host, page, handle; the first that is wrong is told."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from accounts.addresses import shape_above, shape_of
from accounts.recognition.characters import REORDERING, tidied, with_scheme
from accounts.recognition.handles import Handle, read_handle
from accounts.recognition.hosts import OPEN, problem_with_host, unicode_host
from accounts.recognition.pages import NO_PAGE, Page, read_page
from accounts.recognition.result import Change, Problem, Recognition
from accounts.recognition.services import MOVED, Service, owner_of, shape_for
from accounts.rules import HOST, LONGEST, handle_key, host_of

NOTHING = "URLもアカウントIDもありません。アカウントのページを開き、アドレス欄のURLを写してください。"
NO_ADDRESS = "URLの形ではありません。アカウントのページを開き、アドレス欄のURLを https:// から写してください。"
REORDERED = "文字の並びを変える見えない文字が入っています。アカウントのページを開き、URLを写し直してください。"
SEVERAL = "URLの途中に空白があります。1つの欄には、1つのURLだけを、空白を入れずに入力してください。"
BACKSLASH = "URLに「\\」は使えません。「/」で入力してください。"
USERINFO = "URLに「@」の付いた宛先が入っています。メールアドレスではなく、アカウントのページのURLを入力してください。"
PORT = "URLにポート番号が入っています。番号を除いた、アカウントのページのURLを入力してください。"
TOO_LONG = f"URLは{LONGEST}文字までです。アカウントのページのURLだけを入力してください。"
LIKE_URL = re.compile(r"://|//|^[\w-]+(?:\.[\w-]+)+/|\\", re.IGNORECASE)
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|yclid|igshid|igsh|ref_src|ref_url|mc_[ce]id|_ga", re.IGNORECASE)
UNTOLD = frozenset({"youtu.be", "vt.tiktok.com", "vm.tiktok.com"})
"""Short hosts of services that lead to videos as well: from outside nobody can tell."""
BLANK = frozenset({"", "-", "--", "ー", "―", "–", "—", "なし", "無し", "無", "未定", "不明", "n/a", "none"})
"""What people write into a field that has nothing."""
ANOTHER = re.compile(r"https?(?::|%3a)(?:/|%2f)", re.IGNORECASE)
SERVICE_IN_PATH = re.compile(
    r"/(?:www\.)?((?:x|twitter|facebook|instagram|youtube|tiktok|note)\.com|line\.me)(?=[/?]|$)", re.IGNORECASE
)
HTTP = re.compile(r"https?://", re.IGNORECASE)


def recognise(
    text: str, services: Iterable[Service], *, service: Service | None = None, handle: str = ""
) -> Recognition:
    """Recognise an account by what was written as its address and handle (4-4-(4)).

    Args:
        text: the address as written; may be empty when a handle is given, or hold the handle itself.
        services: all registered services.
        service: the one that was named; None lets the address tell it.
        handle: the handle as written; may be empty, or hold the address instead.

    Returns:
        What to keep with what was put right, or every problem of the two fields with the way on.
    """
    known = list(services)
    text, handle, moved = _sorted(_given(text), _given(handle), service, known)
    if not text and not handle:
        return Recognition(service, problems=(Problem("url", NOTHING),))
    if not text:
        return _from_handle(handle, service, moved)
    read = _read_url(text, known, service)
    return _with_handle(read, handle, moved)


def _given(text: str) -> str:
    """Return a text, empty when it only says that there is nothing."""
    return "" if unicodedata.normalize("NFKC", text).strip().lower() in BLANK else text


def _sorted(text: str, handle: str, service: Service | None, known: Sequence[Service]) -> tuple[str, str, list[Change]]:
    """Put address and handle into their own fields, where one was written in the other's."""
    if not text and _is_like_url(handle, known):
        return handle, "", [Change("url", "アカウントIDの欄にあったURLを、URLとして読みました。")]
    bare = tidied(text)[0]
    if bare and not handle and service is not None and _is_handle(bare, service, known):
        return "", bare, [Change("handle", "URLの欄にあったアカウントIDを、IDとして読みました。")]
    return text, handle, []


def _is_like_url(text: str, known: Sequence[Service]) -> bool:
    plain = tidied(text)[0]
    return bool(LIKE_URL.search(plain)) or owner_of(host_of(f"https://{plain}"), known) is not None


def _is_handle(text: str, service: Service, known: Sequence[Service]) -> bool:
    shape = shape_for(service)
    named = text.startswith("@") or "." not in text
    return shape is not None and named and bool(shape.alphabet.fullmatch(text.lstrip("@")))


def _from_handle(text: str, service: Service | None, moved: list[Change]) -> Recognition:
    """Make the address out of a handle, on services whose addresses carry it."""
    read, shape = read_handle(text, service), shape_for(service)
    told = [*moved, *_changes("handle", read.told)]
    if read.problem:
        return Recognition(service, changes=tuple(told), problems=(_problem_of(read),))
    if shape is None:
        sentence = "アカウントIDだけでは、どこのアカウントか分かりません。アカウントのページのURLを入力してください。"
        return Recognition(service, problems=(Problem("url", sentence),))
    made = _read_url(shape.address_of(read.text), [service] if service else [], service)
    if made.problems:
        sentence = f"「{read.text}」は、サービスが自分のページに使うことばで、アカウントIDではありません。"
        return Recognition(service, problems=(Problem("handle", f"{sentence}IDを確かめてください。"),))
    filled = Change("url", "URLをアカウントIDから補いました。開いて確かめてください。", fills=True)
    return Recognition(service, made.url, read.text, (*told, filled))


def _read_url(text: str, known: Sequence[Service], service: Service | None) -> Recognition:
    if REORDERING.search(text):
        return _refused(service, REORDERED)
    plain, told = tidied(text)
    address, more = with_scheme(plain)
    if problem := _problem_with_form(address, known, service):
        return _refused(service, *problem)
    parts = urlsplit(address)
    host = host_of(address)
    sentence, meant = problem_with_host(host, known, service)
    if sentence:
        offer = _offered(address, host, meant, known) if meant else _as_handle(plain, service)
        return _refused(service, sentence, offer)
    owner = owner_of(host, known) or service
    return _read_place(parts, host, owner, [*told, *more])


def _problem_with_form(address: str, known: Sequence[Service], service: Service | None) -> tuple[str, str] | None:
    """Return why a text is no address at all, with an offer; None when it is one."""
    if "\\" in address or "¥" in address:
        straight = re.sub(r"[\\¥]", "/", address)
        return BACKSLASH, "" if "@" in straight else _offered(straight, "", "", known)
    if re.search(r"\s", address):
        return SEVERAL, ""
    if not HTTP.match(address):
        return NO_ADDRESS, ""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return NO_ADDRESS, ""
    return _problem_with_authority(parts, port, address, known)


def _problem_with_authority(
    parts: SplitResult, port: int | None, address: str, known: Sequence[Service]
) -> tuple[str, str] | None:
    host = host_of(address)
    if "@" in parts.netloc:
        return USERINFO, ""
    if port not in {None, 80, 443}:
        return PORT, _offered(address.replace(f":{port}", "", 1), "", "", known)
    if len(address) > LONGEST:
        return TOO_LONG, ""
    named = parts.hostname or ""
    if ":" in named or (HOST.fullmatch(unicode_host(host)) and "%" not in host):
        return None
    return NO_ADDRESS, ""


def _offered(address: str, host: str, meant: str, known: Sequence[Service]) -> str:
    """Return the address that would be taken with another host in place of the one written; empty when none would."""
    candidate = address.replace(host, meant, 1) if host else address
    if host and candidate == address:
        candidate = f"https://{meant}{urlsplit(address).path}"
    return _read_url(candidate, known, None).url


def _as_handle(text: str, service: Service | None) -> str:
    """Return the address of the account that a text without a slash would be the handle of."""
    shape = shape_for(service)
    return shape.address_of(text) if shape is not None and shape.alphabet.fullmatch(text) else ""


def _read_place(parts: SplitResult, host: str, owner: Service | None, told: list[str]) -> Recognition:
    """Read the page that an address of a known or an own host leads to."""
    moved = MOVED.get(host, host)
    shape = shape_of(moved)
    if shape is None:
        return _read_elsewhere(parts, host, owner, told)
    page = read_page(parts, host, shape)
    if page.problem:
        return _refused(owner, page.problem, page.offer)
    told = [*told, *_rewritten(parts, host, page, shape_host=urlsplit(page.url).hostname or "")]
    return Recognition(owner, page.url, page.handle, tuple(_changes("url", told)))


def _read_elsewhere(parts: SplitResult, host: str, owner: Service | None, told: list[str]) -> Recognition:
    """Read an address on a host whose pages are not known: a service's short host, a blog, an own site."""
    if problem := _problem_elsewhere(parts, host, owner):
        return _refused(owner, problem)
    query, tracked = _without_tracking(parts)
    if tracked:
        told = [*told, "閲覧を記録するための部分(?より後ろ)を除きました。"]
    scheme = "https" if owner and owner.hosts else parts.scheme
    if scheme != parts.scheme:
        told = [*told, "http を https に改めました。"]
    path = parts.path.rstrip("/") if parts.path == "/" or (owner and owner.hosts) else parts.path
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    address = f"{scheme}://{(parts.hostname or '').rstrip('.')}{path}{query}{fragment}"
    return Recognition(owner, address, "", tuple(_changes("url", told)))


def _problem_elsewhere(parts: SplitResult, host: str, owner: Service | None) -> str:
    listed = owner is not None and host in [*owner.hosts, *owner.short_hosts]
    if shape_above(host) is not None and not listed:
        return NO_PAGE
    if listed and not parts.path.rstrip("/"):
        return f"アカウントを示す部分がありません。{host}/ の後ろも省略せずに入力してください。"
    if host in UNTOLD:
        return f"{host} のURLは、動画のこともあります。開いた先のアカウントのページのURLを入力してください。"
    return _leads_on(parts)


def _without_tracking(parts: SplitResult) -> tuple[str, bool]:
    """Return the query with its `?` without what only tells where a visitor came from, and whether there was any."""
    given = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in given if not TRACKING.fullmatch(name)]
    if len(kept) == len(given):
        return (f"?{parts.query}" if parts.query else ""), False
    return (f"?{urlencode(kept)}" if kept else ""), True


def _leads_on(parts: SplitResult) -> str:
    """Refuse what hands a visitor on to another address: an archive, a translation, a redirect."""
    beyond = f"{parts.path}?{parts.query}"
    if ANOTHER.search(beyond):
        return "別のページへ移るためのURLです。移った先のページを開き、そのURLを入力してください。"
    known = SERVICE_IN_PATH.search(beyond)
    return f"「{known[1]}」のURLではありません。{OPEN}" if known else ""


def _rewritten(parts: SplitResult, host: str, page: Page, shape_host: str) -> list[str]:
    """Say how the address as the service writes it differs from the one written."""
    told, kept = [], urlsplit(page.url)
    named = (parts.hostname or "").rstrip(".")
    if parts.scheme != "https":
        told.append("http を https に改めました。")
    if named.removeprefix("www.") != shape_host.removeprefix("www."):
        told.append(f"「{named}」を「{shape_host}」に改めました。")
    if page.tab_dropped:
        told.append("ページの中の場所を示す部分を除きました。")
    if parts.query and parts.query != kept.query:
        told.append("「?」より後ろの、アカウントを示さない部分を除きました。")
    if parts.fragment:
        told.append("「#」より後ろを除きました。")
    if not told and _path(parts) != _path(kept):
        told.append(
            "末尾の「/」を除きました。"
            if parts.path.rstrip("/") == kept.path
            else "URLをサービスの書き方に改めました。"
        )
    return told


def _path(parts: SplitResult) -> str:
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _with_handle(read: Recognition, text: str, moved: list[Change]) -> Recognition:
    """Compare the handle written with the one that the address carries (4-4-(2))."""
    given = read_handle(text, read.service)
    told = [*moved, *read.changes]
    problems = list(read.problems)
    if _is_like_url(text, [read.service] if read.service else []):
        return _with_url_as_handle(read, text, told)
    told += _changes("handle", given.told)
    if given.problem:
        problems.append(_problem_of(given))
    elif given.text and read.handle and not _same(given.text, read.handle, read.service):
        sentence = f"URLにあるアカウントID「{read.handle}」と違います。どちらかを直してください。"
        problems.append(Problem("handle", sentence))
    if problems:
        return Recognition(read.service, changes=tuple(told), problems=tuple(problems))
    if read.handle and not given.text:
        told.append(Change("handle", "アカウントIDをURLから補いました。", fills=True))
    return Recognition(read.service, read.url, given.text or read.handle, tuple(told))


def _with_url_as_handle(read: Recognition, text: str, told: list[Change]) -> Recognition:
    """Take an address that stands where the handle belongs for the handle that it carries."""
    other = _read_url(text, [read.service] if read.service else [], read.service)
    if read.problems:
        return read
    if other.problems or (read.handle and not _same(other.handle, read.handle, read.service)):
        return Recognition(
            read.service,
            problems=(
                Problem("handle", "アカウントIDの欄に、URLの欄とは別のURLがあります。IDだけを入力してください。"),
            ),
        )
    change = Change("handle", "アカウントIDの欄にあったURLから、IDを読みました。")
    return Recognition(read.service, read.url, other.handle or read.handle, (*told, change))


def _same(one: str, other: str, service: Service | None) -> bool:
    shape = shape_for(service)
    keys = [handle_key(text) for text in (one, other)]
    return keys[0] == keys[1] if shape is None else shape.same(keys[0]) == shape.same(keys[1])


def _changes(field: str, told: Iterable[str]) -> list[Change]:
    return [Change(field, words) for words in dict.fromkeys(told)]


def _problem_of(read: Handle) -> Problem:
    return Problem("handle", read.problem, read.offer)


def _refused(service: Service | None, sentence: str, offer: str = "") -> Recognition:
    return Recognition(service, problems=(Problem("url", sentence, offer),))
