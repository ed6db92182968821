"""Handles: half width, without `@`, of the letters that the service allows."""

import re
from dataclasses import dataclass

from accounts.addresses import Shape
from accounts.recognition.characters import tidied
from accounts.recognition.services import Service, shape_for
from accounts.rules import LONGEST_HANDLE

MISTYPED = {",": ".", "。": ".", "、": ".", "-": "_", "ー": "_", "–": "_", "—": "_", " ": "_"}
"""Signs that are easily typed for another one."""


@dataclass(frozen=True)
class Handle:
    """A handle as the registry keeps it, what was changed, why it can not be one, and what may be meant."""

    text: str
    told: tuple[str, ...] = ()
    problem: str = ""
    offer: str = ""


def read_handle(text: str, service: Service | None) -> Handle:
    """Read what was written as a handle; an empty text gives an empty handle."""
    plain, told = tidied(text)
    bare = plain.lstrip("@").strip()
    if bare != plain:
        told = [*told, "IDの前の「@」を除きました。"]
    shape = shape_for(service)
    if not bare or service is None:
        return Handle(bare, tuple(told))
    if problem := _problem(bare, shape, service.name):
        return Handle("", tuple(told), problem, _offer(bare, shape))
    return Handle(bare, tuple(told))


def _problem(handle: str, shape: Shape | None, name: str) -> str:
    if len(handle) > LONGEST_HANDLE:
        return f"アカウントIDは{LONGEST_HANDLE}文字までです。"
    if shape is None:
        return "アカウントIDに空白は使えません。" if re.search(r"\s", handle) else ""
    if shape.alphabet.fullmatch(handle):
        return ""
    return (
        f"「{handle}」は{name}のアカウントIDの形ではありません({shape.letters})。"
        "ページを開いて、表示されるIDを確かめてください。"
    )


def _offer(handle: str, shape: Shape | None) -> str:
    fixed = "".join(MISTYPED.get(char, char) for char in handle)
    return fixed if shape is not None and fixed != handle and shape.alphabet.fullmatch(fixed) else ""
