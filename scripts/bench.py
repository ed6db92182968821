"""`make bench`: make the environment for developing, then hand over to the measurement inside it."""

import os
import sys

from scripts import bootstrap


def main() -> None:
    """Replace this process by the measurement, with the same arguments."""
    os.chdir(bootstrap.ROOT)
    python = bootstrap.ensure("dev")
    os.execv(python, [str(python), "-m", "bench", *sys.argv[1:]])


if __name__ == "__main__":
    main()
