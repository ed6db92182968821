"""The records of this app; each stands in the part it belongs to."""

from publications.imitations.models import Imitation
from publications.posting.models import CheckAsked, CheckRun, PageCheck, Picture, Publication

__all__ = ["CheckAsked", "CheckRun", "Imitation", "PageCheck", "Picture", "Publication"]
