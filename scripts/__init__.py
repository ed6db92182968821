"""What `make` calls. Standard library only up to the point where the virtual environment exists.

This file alone must also be readable by an old Python, so that it can say what is wrong in one line.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the line is for those who run another Python
    sys.exit("Python 3.11 or newer is needed, this is %d.%d: try  make PYTHON=python3.11 ..." % sys.version_info[:2])  # noqa: UP031
