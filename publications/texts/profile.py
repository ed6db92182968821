"""What the free-text field of an account says (4-4-(3)): the media policy and the URL of the page, within its length.

A length is counted as the services' own forms count it, by UTF-16 units with a line end as one: a character outside
of the basic plane, such as most pictographs, counts twice. No service counts more than that, so what fits here fits.
The limit stands with the service in the registry; 0 says that none is known.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import Account
from policies.models import MediaPolicy
from policies.presentation import item_rows
from policies.rules import ITEMS
from policies.states import Replies

REPLYING = {
    Replies.ALL: "原則として返信します。",
    Replies.SOME: "返信します(場合は方針に記載)。",
    Replies.NONE: "返信は原則としてしません。",
}
"""The reply choice in the short texts."""


@dataclass(frozen=True)
class ProfileText:
    """The text to paste, its length and the limit (0: none known); `is_whole` when the whole policy stands in it."""

    text: str
    length: int
    limit: int
    is_whole: bool

    @property
    def fits(self) -> bool:
        """Tell whether the service takes it."""
        return not self.limit or self.length <= self.limit


def length_of(text: str) -> int:
    """Return the length of a text in UTF-16 units, a line end as one."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return len(plain.encode("utf-16-le", "surrogatepass")) // 2


def profile_text(account: Account, policy: MediaPolicy, page_url: str) -> ProfileText:
    """Return the longest text that the service takes; where not even the URL fits, the URL alone, which `fits` tells.

    Args:
        page_url: of the account's page on the city homepage, in full; it is never shortened (4-4-(4)).
    """
    limit = account.platform.profile_limit
    written = enumerate(_texts(account, policy, page_url))
    texts = [ProfileText(text, length_of(text), limit, place == 0) for place, text in written]
    return next((one for one in texts if one.fits), texts[-1])


def _texts(account: Account, policy: MediaPolicy, url: str) -> Iterator[str]:
    """Yield the texts from the whole policy to the bare URL."""
    official = f"{account.section.name}が運用する公式アカウントです。"
    replies = REPLYING[Replies(policy.replies)]
    purpose = getattr(policy, ITEMS[0].field).strip()
    yield "\n".join([official, *(f"{name}:{value}" for name, value in item_rows(policy)), f"市ホームページ:{url}"])
    yield f"{official}{purpose}{replies}\nメディアポリシー:{url}"
    yield f"{official}{replies}\nメディアポリシー:{url}"
    yield f"{replies}\nメディアポリシー:{url}"
    yield f"メディアポリシー:{url}"
    yield url
