"""What changed between two versions of a request, and which version a decider compares with."""

from dataclasses import dataclass

from approvals.models import Step
from approvals.presentation.bodies import CLAUSES, FIELDS, Body, Naming, label_of, text_of
from approvals.presentation.matter import Matter
from core.audit.history import Entry
from core.ui.diffing import DiffItem, diff_item

PULLED_BACK = "approvals.request.pull_back"


@dataclass(frozen=True)
class Changes:
    """The changes since the version that last came back: from which to which, and why it came back."""

    items: list[DiffItem]
    before: str
    after: str
    returned: Step | None = None
    pulled_back: Entry | None = None

    @property
    def title(self) -> str:
        """Return the heading of the section."""
        return f"前回の{'差戻し' if self.returned else '引戻し'}から変わったところ"

    @property
    def small(self) -> str:
        """Return how many places changed."""
        return f"{len(self.items)}か所" if self.items else "なし"


def changes_between(before: Body, after: Body, naming: Naming | None = None) -> list[DiffItem]:
    """Return the fields that differ, in the order of the page, for `{% diff %}`.

    Args:
        naming: the names of what both point to, where the caller has read them already.
    """
    naming = Naming.of(before, after) if naming is None else naming
    pairs = [(name, text_of(name, before, naming), text_of(name, after, naming)) for name in FIELDS]
    return [diff_item(label_of(name), old, new, CLAUSES.get(name, "")) for name, old, new in pairs if old != new]


def changes_since_return(matter: Matter, *, reads_draft: bool) -> Changes | None:
    """Return what changed since the version last returned or pulled back; None on the first round.

    Args:
        reads_draft: whether what is not submitted may be read; otherwise two submitted versions are compared.
    """
    request, revisions = matter.request, matter.revisions
    unsubmitted = request.state in {"draft", "returned"} and reads_draft
    if len(revisions) < (1 if unsubmitted else 2):
        return None
    old = revisions[-1] if unsubmitted else revisions[-2]
    new, after = (request.content(), "いま(未提出)") if unsubmitted else (revisions[-1].body, str(revisions[-1]))
    back = next((step for step in matter.steps if step.round == old.number and step.state == "returned"), None)
    pulls = [entry for entry in matter.trail if entry.move == PULLED_BACK and entry.at >= old.submitted_at]
    items = changes_between(old.body, new, matter.naming)
    return Changes(items, str(old), after, back, None if back or not pulls else pulls[-1])
