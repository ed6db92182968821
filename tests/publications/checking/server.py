"""A web server on loopback that behaves as badly as it is told, and counts who connects."""

import gzip
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("server.pem")
HOST = "www.city.example.lg.jp"
Answer = Callable[[socket.socket], None]


@dataclass
class Served:
    """A running server: its port, and the requests it was asked, one text for each connection that sent one."""

    port: int
    asked: list[str] = field(default_factory=list)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def place(self) -> str:
        """Return `host:port` under the name that the tests give the server."""
        return f"{HOST}:{self.port}"

    def url(self, path: str = "/") -> str:
        """Return an address of the server by its name."""
        return f"http://{self.place}{path}"


def page(body: bytes, content_type: str = "text/html", more: str = "") -> Answer:
    """Answer with a page."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return lambda peer: peer.sendall(head.encode() + body)


def raw(data: bytes) -> Answer:
    """Answer with bytes as they are."""
    return lambda peer: peer.sendall(data)


def redirect(to: str) -> Answer:
    """Answer with a redirect."""
    return raw(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())


def silence(peer: socket.socket) -> None:
    """Say nothing until the other side leaves."""
    peer.recv(1)


def drip(peer: socket.socket) -> None:
    """Send a header byte by byte, for ever."""
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000:
        peer.sendall(bytes([byte]))
        time.sleep(0.05)


def drip_body(peer: socket.socket) -> None:
    """Send a page byte by byte, for ever."""
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(100_000):
        peer.sendall(b"x")
        time.sleep(0.05)


def endless(peer: socket.socket) -> None:
    """Send two gigabytes without saying how long they are."""
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    block = b"x" * 1024 * 1024
    for _ in range(2048):
        peer.sendall(block)


def bomb(peer: socket.socket) -> None:
    """Send a small body that unpacks to 64 MiB."""
    page(gzip.compress(b"x" * 64 * 1024 * 1024), more="Content-Encoding: gzip\r\n")(peer)


@contextmanager
def serving(answer: Answer | dict[str, Answer], address: str = "127.0.0.1", tls: bool = False) -> Iterator[Served]:
    """Run a server until the block ends; a dictionary answers by path."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with served.lock:
                served.connections += 1
                served.at_once += 1
                served.most_at_once = max(served.most_at_once, served.at_once)
            with suppress(OSError):
                _answer(self.request, served, answer, tls)
            with served.lock:
                served.at_once -= 1

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False
        request_queue_size = 128

    with Server((address, 0), Handler) as server:
        served = Served(int(server.server_address[1]))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()


def _answer(peer: socket.socket, served: Served, answer: Answer | dict[str, Answer], tls: bool) -> None:
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        peer = context.wrap_socket(peer, server_side=True)
    asked = b""
    while b"\r\n\r\n" not in asked and (part := peer.recv(65536)):
        asked += part
    served.asked.append(asked.decode())
    path = asked.split(b" ", 2)[1].decode()
    (answer[path] if isinstance(answer, dict) else answer)(peer)
