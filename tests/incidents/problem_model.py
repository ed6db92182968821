"""What the histories know of problems: states, tasks, passwords owed, who reads; nothing of the code under test."""

from collections import Counter
from dataclasses import dataclass, field, replace

OURS, THEIRS, NOWHERE = "ours", "theirs", "nowhere"
MANAGERS = {OURS: {"head", "deputy"}, THEIRS: {"foreign head"}, NOWHERE: {"pr head"}}
"""Who manages, by the place of the account: the section, a foreign section, none."""
ABOVE = {OURS: {"department head"}, THEIRS: set[str](), NOWHERE: set[str]()}
STAFF = {OURS: {"staff"}, THEIRS: {"foreign staff"}, NOWHERE: set[str]()}
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
    "hijack": {
        "password": (MUST, ""),
        "roles": (MUST, ""),
        "suspend": (SITUATION, ""),
        "leak": (MUST, ""),
        "inform": (SITUATION, ""),
        "calm": (MIND, ""),
    },
    "other": {"facts": (MUST, ""), "explain": (SITUATION, ""), "calm": (MIND, "")},
}
"""How each task of a kind begins, and which office bears it where that is not the manager."""
RECURS = {"outcome", "interim"}
ACCESS = {"password", "roles"}
"""What is done anew once a hijack goes on."""
SECTION = {place: MANAGERS[place] | STAFF[place] for place in (OURS, THEIRS)}
"""Who records the change of an account's password."""
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
    row: int = 0
    """The same for all turns of a task; another one where it was put on the list afresh."""


@dataclass(eq=False)
class Problem:
    """What the model knows of a problem."""

    kind: str
    reporter: str
    place: str = OURS
    state: str = "reported"
    tasks: list[OneTask] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    promised: bool = False
    merged_into: "Problem | None" = field(default=None, repr=False)
    passwords: list[str] = field(default_factory=list)
    """Of which accounts, by their places, a new password is owed because of it."""

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
        for code, how in PLAYBOOKS[kind].items():
            if code not in known:
                self.tasks.append(OneTask(code, *how, row=len(self.tasks)))
            elif code in ACCESS and self.newest(code).state == "void":
                self.ask_again(code)

    def newest(self, code: str) -> OneTask:
        """Return the last turn of a task, given up ones too; of two the later row."""
        return max((task for task in self.tasks if task.code == code), key=lambda one: (one.turn, one.row))

    def ask_again(self, code: str) -> None:
        """Put a settled task on the list once more, after all of its turns."""
        settled = max((task for task in self.standing() if task.code == code), key=lambda one: one.turn)
        if settled.state in {"done", "unneeded"}:
            turn = max(task.turn for task in self.tasks if task.row == settled.row) + 1
            self.tasks.append(replace(settled, state="owed", turn=turn, touched=False))

    def ask_access_again(self) -> None:
        """Ask anew for password and roles, where they stand on the list."""
        for code in sorted(ACCESS & {task.code for task in self.standing()}):
            self.ask_again(code)

    def doubles(self, problems: "list[Problem]") -> "list[Problem]":
        """Return what was merged into it, and into that."""
        own = [one for one in problems if one.merged_into is self]
        return own + [further for one in own for further in one.doubles(problems)]

    def merged_hijacks(self, problems: "list[Problem]") -> set[str]:
        """Return the places of the accounts whose hijacks were merged into a hijack."""
        own = {one.place for one in problems if one.merged_into is self and one.kind == "hijack"}
        return own - {NOWHERE} if self.kind == "hijack" else set()

    def password_owed(self, problems: "list[Problem]") -> bool:
        """Tell whether a hijack, or a hijack of the same account that was merged into it, waits for a new password."""
        hijacks = [self, *(one for one in self.doubles(problems) if one.kind == "hijack")]
        return self.kind == "hijack" and any(self.place in one.passwords for one in hijacks)

    def owe_password(self) -> None:
        """Ask for another password of a hijacked account."""
        self.passwords += [self.place] if self.kind == "hijack" and self.place != NOWHERE else []

    def forget_password(self, place: str, problems: "list[Problem]") -> None:
        """Ask for no password of an account any more, for its doubles neither."""
        for one in (self, *self.doubles(problems)):
            one.passwords = [other for other in one.passwords if other != place]

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

    def leaders(self) -> set[str]:
        """Return who leads it."""
        return MANAGERS[self.place] | ABOVE[self.place] | {"pr head"}

    def workers(self) -> set[str]:
        """Return who works on it."""
        return self.leaders() | STAFF[self.place]

    def holds_leaks(self, problems: "list[Problem]") -> bool:
        """Tell whether a leak was merged into it and stayed one while it is none."""
        return self.kind != "leak" and any(one.merged_into is self and one.kind == "leak" for one in problems)

    def targets(self) -> "list[Problem]":
        """Return what it was merged into, and what that was."""
        return [] if self.merged_into is None else [self.merged_into, *self.merged_into.targets()]

    def readers(self) -> set[str]:
        """Return who may see it; whoever leads what it was merged into does as well."""
        found = MANAGERS[self.place] | {"auditor", self.reporter}
        found = found.union(*(MANAGERS[one.place] for one in self.targets()))
        if self.kind == "leak":
            return found | {task.bearer for task in self.waiting() if task.bearer}
        above = (ABOVE[one.place] for one in (self, *self.targets()))
        return found.union({"pr head", "director"}, STAFF[self.place], *above)
