"""The check of a typed text, where the moves of this chapter and of the one above look for it."""

from core.lifecycle.needing import needs_text

__all__ = ["needs_text"]
