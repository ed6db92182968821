"""The records of this app; each stands in the part it belongs to."""

from publications.posting.models import CheckAsked, CheckRun, PageCheck, Publication

__all__ = ["CheckAsked", "CheckRun", "PageCheck", "Publication"]
