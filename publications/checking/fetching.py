"""Fetching one page of the city homepage: one request, no redirect followed, 10 seconds and 2 MiB at the most."""

import time
from dataclasses import dataclass

import httpcore
import httpx

from publications.checking.addresses import NotReached, addresses_of
from publications.checking.reach import Reach
from publications.checking.targets import TargetRefused, target_of
from publications.checking.wire import Deadline, PinnedTransport

WHOLE_SECONDS = 10.0
MOST_BYTES = 2 * 1024 * 1024
HEADERS = {
    "User-Agent": "iwaki-sm page check",
    "Accept": "text/html, application/xhtml+xml",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Page:
    """What came: the bytes of the body, and the Content-Type as sent."""

    body: bytes
    content_type: str


def fetch(url: str, reach: Reach, seconds: float = WHOLE_SECONDS) -> Page:
    """Fetch a page.

    Args:
        url: as recorded.
        reach: which hosts may be asked.
        seconds: for everything together, the look-up included.

    Raises:
        NotReached: for whatever is no whole page within the limits, with the reason in a sentence.
    """
    until = time.monotonic() + seconds
    try:
        target = target_of(url, reach)
    except TargetRefused as refused:
        raise NotReached(refused.reason) from None
    addresses = addresses_of(target, reach, until)
    transport = PinnedTransport(addresses, Deadline(until), reach.trust())
    try:
        with httpx.Client(transport=transport, trust_env=False, follow_redirects=False) as client:
            client.headers.clear()
            with client.stream("GET", target.url, headers=HEADERS) as answer:
                _require_page(answer)
                return Page(_limited(answer), answer.headers.get("content-type", ""))
    except (httpcore.TimeoutException, httpx.TimeoutException):
        raise NotReached(f"{seconds:.0f}秒以内にページを読み終わりませんでした。") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError) as error:
        raise NotReached(_words_of(error)) from None


def _words_of(error: Exception) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "サーバーの証明書を確かめられませんでした。"
    if isinstance(error, httpcore.ConnectError):
        return "市ホームページのサーバーに接続できませんでした。"
    return "サーバーの応答を読み取れませんでした。"


def _require_page(answer: httpx.Response) -> None:
    if answer.has_redirect_location or 300 <= answer.status_code < 400:
        place = "".join(char for char in answer.headers.get("location", "") if char.isprintable())[:200]
        raise NotReached(
            f"別のページへ転送されました(転送先:{place or '示されていません'})。転送先は確認していません。"
        )
    if answer.status_code != httpx.codes.OK:
        raise NotReached(f"ページがありません(応答の番号:{answer.status_code})。")
    if answer.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise NotReached("頼んでいない圧縮をした応答でした。読んでいません。")
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() not in PAGES:
        raise NotReached("HTMLのページではありませんでした。")
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > MOST_BYTES:
        raise NotReached(_too_large())


def _limited(answer: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_raw():
        size += len(part)
        if size > MOST_BYTES:
            raise NotReached(_too_large())
        parts.append(part)
    return b"".join(parts)


def _too_large() -> str:
    return f"ページが大きすぎます({MOST_BYTES // 1024 // 1024}MBまで)。読んでいません。"
