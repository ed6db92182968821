"""The virtual environment in `.venv`, made from the hashed lock and renewed when the lock changes."""

import fcntl
import hashlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-lock"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}

Kind = Literal["run", "dev"]


def ensure(kind: Kind) -> Path:
    """Make `.venv` hold what `kind` needs; return its Python.

    The packages to run are a part of those to develop, so an environment for developing serves both. Raises SystemExit
    with one line when this Python can not make environments or the installation fails.
    """
    with _alone():
        if not (_works() and _installed(kind)):
            _install(kind)
    return PYTHON


@contextmanager
def _alone() -> Iterator[None]:
    """Let one command at a time work on the environment."""
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _works() -> bool:
    """Tell whether the environment's Python starts: not after a move of the folder or an upgrade of the system."""
    if not PYTHON.exists():
        return False
    found = subprocess.run([PYTHON, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=False)
    return found.stdout.strip() == str(VENV)


def _fingerprint(kind: Kind) -> str:
    return hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()


def _installed(kind: Kind) -> bool:
    serves = {_fingerprint(kind), _fingerprint("dev")}
    return STAMP.exists() and STAMP.read_text(encoding="ascii") in serves


def _install(kind: Kind) -> None:
    if not _works():
        _create()
    print(f"Installing {LOCKS[kind].name} into .venv (once, and again when the lock changes) ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    if subprocess.run([*pip, "-r", str(LOCKS[kind])], check=False).returncode:
        sys.exit(f"Installing {LOCKS[kind].name} failed: the lines above say why.")
    STAMP.write_text(_fingerprint(kind), encoding="ascii")


def _create() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = f"python3.{sys.version_info.minor}-venv"
        sys.exit(f"This Python lacks the venv module: install the system package {package} (Debian, Ubuntu) first.")
    print("Making the virtual environment .venv ...", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        sys.exit(f"Making .venv failed: {' '.join((made.stdout + made.stderr).split())}")
