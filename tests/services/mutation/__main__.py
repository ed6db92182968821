"""`make mutate`: which small changes of the code does no test notice?"""

import argparse
import sys
from pathlib import Path

import pytest

from scripts.bootstrap import ROOT
from tests.services.mutation import report
from tests.services.mutation.campaign import Campaign, Options

TARGETS = (
    "*/permissions.py", "*/*_permissions.py", "*/*/permissions.py", "*/moves.py", "*/moves/*.py", "*/*/moves.py",
    "*/rules.py", "*/*/rules.py", "core/lifecycle/act.py", "core/lifecycle/actor.py", "core/lifecycle/held.py",
    "core/lifecycle/pending.py", "core/together.py", "core/statements.py", "core/audit/hashing.py",
    "core/audit/writer.py", "core/audit/verifier.py", "core/audit/history.py", "core/audit/folding.py",
    "core/audit/merkle.py", "core/audit/sealer.py", "core/audit/whole.py", "verifier/verify_export.py",
    "core/deadlines/duties.py", "core/deadlines/sweep.py", "core/deadlines/models.py",
)  # fmt: skip
"""What authority, trail and deadlines rest on."""
SELECTION = "not journey and not drill and not slow and not broker"


def main(arguments: list[str]) -> int:
    """Try the changes and print what survived; return 1 when a change was not noticed."""
    parser = argparse.ArgumentParser(prog="make mutate")
    parser.add_argument("files", nargs="*", help="modules, from the root of the project; all of the campaign without")
    parser.add_argument("--sample", type=int, default=0, help="at most so many changes of a module (0: all)")
    parser.add_argument("--seed", type=int, default=1, help="chooses the sample")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="tests for one change, by the time they usually take"
    )
    parser.add_argument("--again", action="store_true", help="leave out the changes noticed the last time")
    parser.add_argument("--tests", nargs="+", default=[], help="ask only these folders or files of tests")
    parser.add_argument("--folder", type=Path, default=Options.folder, help="where the map and the results are kept")
    given = parser.parse_args(arguments)
    files = tuple(given.files or dict.fromkeys(_targets()))
    campaign = Campaign(Options(files, given.sample, given.seed, given.seconds, given.again, given.folder))
    pytest.main(
        ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", SELECTION, *given.tests], plugins=[campaign]
    )
    print(f"\n{report.table(campaign.results)}")
    for result in report.unnoticed(campaign.results):
        print(f"\n{result.lines()}")
    return 1 if report.unnoticed(campaign.results) else 0


def _targets() -> list[str]:
    return [str(path.relative_to(ROOT)) for pattern in TARGETS for path in sorted(ROOT.glob(pattern))
            if path.name != "__init__.py" and path.relative_to(ROOT).parts[0] != "tests"]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
