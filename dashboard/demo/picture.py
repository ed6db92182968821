"""The pictures of the demonstration: grey boxes where a screen would have a portrait and lines, the same every time."""

import struct
import zlib

WIDTH, HEIGHT = 120, 80
GROUND, INK = b"\xf2", b"\x8c"
PORTRAIT, LINES, LINE_EVERY = 28, 40, 16


def picture() -> bytes:
    """Return a small PNG in grey."""
    rows = b"".join(b"\0" + b"".join(_dot(x, y) for x in range(WIDTH)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _dot(x: int, y: int) -> bytes:
    if x < PORTRAIT:
        return INK if y < PORTRAIT else GROUND
    return INK if x >= LINES and y % LINE_EVERY < LINE_EVERY // 4 else GROUND


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
