"""The connection of the live check: to addresses looked up beforehand only, within one deadline for everything.

httpx and httpcore speak HTTP and TLS; what is ours is where the bytes go. The backend never looks a name up, so a name
that changes its address between two look-ups changes nothing; name and certificate are still those of the host. Each
single wait gets no more than what is left of the whole time, so neither silence nor a slow drip outlasts it.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

CONNECT_SECONDS = 4.0
"""The most one of several addresses may take of the whole."""


class Deadline:
    """The instant, in monotonic seconds, after which nothing is waited for."""

    def __init__(self, until: float) -> None:
        self.until = until

    def left(self, late: type[Exception]) -> float:
        """Return the seconds that are left; raise `late` when there are none."""
        seconds = self.until - time.monotonic()
        if seconds <= 0:
            raise late("the time for the whole page is over")
        return seconds


class _LimitedStream(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline, whatever the caller allows."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(httpcore.ConnectTimeout)
        return _LimitedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _PinnedBackend(httpcore.NetworkBackend):
    """Connects to the addresses given and to nothing else, whatever host is asked for."""

    def __init__(self, addresses: list[str], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            wait = min(CONNECT_SECONDS, self._deadline.left(httpcore.ConnectTimeout))
            try:
                return _LimitedStream(self._system.connect_tcp(address, port, wait), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class PinnedTransport(httpx.BaseTransport):
    """Carries one request to addresses looked up beforehand; errors are httpcore's own."""

    def __init__(self, addresses: list[str], deadline: Deadline, trust: ssl.SSLContext) -> None:
        backend = _PinnedBackend(addresses, deadline)
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust, max_connections=1, max_keepalive_connections=0, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request as it is; redirects are answers like others."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()
