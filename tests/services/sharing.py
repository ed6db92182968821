"""How the tests of a run are shared out among its workers: whole files, what takes long in parts, some files together.

What a worker has made for one test it keeps for the next of the file: what the factories made, the fixtures of a
module. pytest-xdist's own way by file is one long file too slow, and its way by marked groups asks for every test one
by one, looking through all of them each time (and does not see the groups under pytest 9.2).
"""

from zlib import crc32

from xdist.scheduler import LoadScopeScheduling

DIST = "loadscope"
"""pytest-xdist's name for sharing out by scope: what `share_of` gives is the scope."""
PARTS = 4
IN_PARTS = ("tests/matrix/", "tests/drills/test_races.py")
"""What takes minutes together: shared out in so many parts. One of a folder goes through its files: what its package
builds, a worker builds once for all of the part."""
TOGETHER = {
    "tests/drills/test_worker_killed.py": "a copy that is operated on",
    "tests/drills/test_processes_killed.py": "a copy that is operated on",
    "tests/drills/test_simultaneous_decisions.py": "a running copy",
    "tests/drills/test_simultaneous_submissions.py": "a running copy",
    "tests/iwaki_sm/test_live_headers.py": "a running copy",
    "tests/core/lifecycle/test_collisions.py": "a running copy",
}
"""Files that need the same running processes, which take long to start: one worker has them."""


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist has no types
    """Share out by `share_of`; of shares that wait, those of most tests go first."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def share_of(nodeid: str) -> str:
    """Return the name of the share a test belongs to; a share runs in one worker, in order."""
    file = nodeid.partition("::")[0]
    for long in IN_PARTS:
        if file.startswith(long):
            return f"{long} {crc32(nodeid.encode()) % PARTS}"
    return TOGETHER.get(file, file)
