"""HTML that depends on nothing but some facts, kept in the process by those facts.

It is never stale: other facts are another text. Nothing that was read is kept by it, only how it is written.
"""

from collections.abc import Callable, Hashable

from django.utils.safestring import SafeString


class Written:
    """Texts by all the facts they are written from; when there are too many, it begins anew."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._texts: dict[Hashable, SafeString] = {}

    def remembered(self, facts: Hashable, write: Callable[[], SafeString]) -> SafeString:
        """Return the text of some facts; `write` is called when it is not known.

        Args:
            facts: everything that the text depends on.
            write: returns the text.
        """
        text = self._texts.get(facts)
        if text is None:
            if len(self._texts) >= self._most:
                self._texts = {}
            text = self._texts[facts] = write()
        return text
