"""`make mutate`: make the environment for developing, then hand over to the mutation campaign inside it."""

import os
import sys

from scripts import bootstrap


def main() -> None:
    """Replace this process by the campaign, with the same arguments."""
    os.chdir(bootstrap.ROOT)
    python = bootstrap.ensure("dev")
    os.execv(python, [str(python), "-m", "tests.services.mutation", *sys.argv[1:]])


if __name__ == "__main__":
    main()
