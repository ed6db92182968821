"""States of an incident and of its tasks; the kinds of problems, the grades of tasks, and who bears them."""

from enum import StrEnum


class IncidentKind(StrEnum):
    """What the guideline tells apart (7-1 to 7-4), and what happens besides."""

    LEAK = "leak"
    FLAMING = "flaming"
    IMPERSONATION = "impersonation"
    FALSEHOOD = "falsehood"
    HIJACK = "hijack"
    OTHER = "other"


class IncidentState(StrEnum):
    """A report waits until the account manager knows of it; then it is worked on, contained, and closed by a review."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    RESPONDING = "responding"
    CONTAINED = "contained"
    CLOSED = "closed"
    DISMISSED = "dismissed"
    MERGED = "merged"


UNDER_WAY = (IncidentState.REPORTED, IncidentState.ACKNOWLEDGED, IncidentState.RESPONDING)
"""States in which something is still done about the problem itself."""
WORKED_ON = (IncidentState.ACKNOWLEDGED, IncidentState.RESPONDING)
OVER = (IncidentState.CLOSED, IncidentState.DISMISSED, IncidentState.MERGED)


class Grade(StrEnum):
    """How the guideline asks for a task: it must be done, the situation decides, or it is borne in mind."""

    MUST = "must"
    SITUATION = "situation"
    MIND = "mind"


class Bearer(StrEnum):
    """Whose task it is; the account manager is ふるさと発信課長 where no account is concerned."""

    MANAGER = "manager"
    PR_SECTION_HEAD = "pr_section_head"
    GENERAL_AFFAIRS_DIRECTOR = "general_affairs_director"


class TaskState(StrEnum):
    """A task waits for a judgement or for its doing; what is only borne in mind stays listed."""

    LISTED = "listed"
    JUDGING = "judging"
    OWED = "owed"
    DONE = "done"
    UNNEEDED = "unneeded"
    VOID = "void"


class StatementState(StrEnum):
    """A statement is decided before it goes out (7-2)."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    RELEASED = "released"
    DROPPED = "dropped"


UNSAID = (StatementState.DRAFTED, StatementState.APPROVED)
"""A statement in one of these keeps its incident from being closed."""
OPEN = (TaskState.JUDGING, TaskState.OWED)
"""A task in one of these keeps its incident from being contained."""
