"""What the histories know of problems: states, tasks of each kind, who reads; nothing of the code under test."""

from collections import Counter
from dataclasses import dataclass, field

MANAGERS = {"head", "deputy"}
MUST, SITUATION, MIND = "owed", "judging", "listed"
PLAYBOOKS: dict[str, dict[str, tuple[str, str]]] = {
    "impersonation": {
        "delete": (MUST, ""),
        "outcome": (MUST, ""),
        "announce": (SITUATION, ""),
        "list": (SITUATION, "pr head"),
        "bodies": (SITUATION, "pr head"),
        "calm": (MIND, ""),
    },
    "flaming": {
        "record": (MUST, ""),
        "correct": (SITUATION, ""),
        "apologise": (SITUATION, ""),
        "interim": (SITUATION, ""),
        "no_rebuttal": (MIND, ""),
        "calm": (MIND, ""),
    },
    "leak": {
        "security": (MUST, ""),
        "extent": (MUST, ""),
        "stop": (SITUATION, ""),
        "access": (SITUATION, ""),
        "persons": (SITUATION, ""),
        "authority": (SITUATION, "director"),
        "calm": (MIND, ""),
    },
    "other": {"facts": (MUST, ""), "explain": (SITUATION, ""), "calm": (MIND, "")},
}
"""How each task of a kind begins, and which office bears it where that is not the manager."""
RECURS = {"outcome", "interim"}
UNDER_WAY = {"reported", "acknowledged", "responding"}
WORKED_ON = {"acknowledged", "responding"}
OVER = {"closed", "dismissed", "merged"}
UNSAID = {"drafted", "approved"}


@dataclass
class OneTask:
    """What the model knows of a task."""

    code: str
    state: str
    bearer: str
    turn: int = 1
    touched: bool = False


@dataclass
class Problem:
    """What the model knows of a problem."""

    kind: str
    reporter: str
    state: str = "reported"
    tasks: list[OneTask] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    promised: bool = False
    merged_into: "Problem | None" = field(default=None, compare=False, repr=False)

    def standing(self) -> list[OneTask]:
        return [task for task in self.tasks if task.state != "void"]

    def waiting(self) -> list[OneTask]:
        return [task for task in self.tasks if task.state in {"judging", "owed"}]

    def unsaid(self) -> int:
        return sum(state in UNSAID for state in self.statements)

    def take_up(self, kind: str) -> None:
        """Put the tasks of a kind on the list, where they do not stand already."""
        self.kind = kind
        known = {task.code for task in self.standing()}
        self.tasks += [OneTask(code, *how) for code, how in PLAYBOOKS[kind].items() if code not in known]

    def change(self, kind: str) -> None:
        """Give up what nobody has touched and the new kind does not ask for; take up the new kind."""
        for task in self.standing():
            if not task.touched and task.code not in PLAYBOOKS[kind]:
                task.state = "void"
        self.take_up(kind)

    def end(self, state: str) -> None:
        self.state = state
        for task in self.waiting():
            task.state = "void"

    def owed(self) -> Counter[str]:
        """Return how many obligations of each kind are open."""
        found = Counter("judge" if task.state == "judging" else "work" for task in self.waiting())
        found += Counter({"statement": self.statements.count("drafted")})
        found += Counter({"reported": ["acknowledge"], "contained": ["lessons"]}.get(self.state, []))
        return found + Counter({"follow_up": int(self.state == "closed" and self.promised)})

    def readers(self) -> set[str]:
        """Return who may see it."""
        if self.kind != "leak":
            return {"head", "deputy", "staff", "department head", "pr head", "director", "auditor", self.reporter}
        return MANAGERS | {"auditor", self.reporter} | {task.bearer for task in self.waiting() if task.bearer}
