"""`make check`: every check runs, every failure is reported. Nothing is changed."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from scripts import bootstrap
from scripts.bootstrap import ROOT, VENV

# Invented values of the right shape: production must start with them and find nothing to warn about.
PRODUCTION = {
    "IWAKI_MODE": "production",
    "SECRET_KEY": "check-only-kq8x7Yw2mPz5vB9nRt3LcJ6hGd4sFa1eUo0iXpQyWbVnMzKj",
    "ALLOWED_HOSTS": "sns.city.example.jp",
    "DATABASE_URL": "postgresql://web:password@database.example.jp/iwaki",
    "REDIS_URL": "redis://broker.example.jp:6379/0",
    "EMAIL_URL": "smtp+tls://iwaki:password@mail.example.jp:587",
    "DEFAULT_FROM_EMAIL": "sns@city.example.jp",
}
TEST = {"IWAKI_MODE": "test"}


@dataclass(frozen=True)
class Check:
    """One command of the environment's `bin`, and what its environment holds besides."""

    name: str
    command: str
    environ: Mapping[str, str] = field(default_factory=dict)

    def run(self, var: str) -> subprocess.CompletedProcess[str]:
        """Run it with data in the folder `var`; collect its output."""
        program, *arguments = self.command.split()
        foreign = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "IWAKI_MODE")
        kept = {name: value for name, value in os.environ.items() if name not in foreign}
        return subprocess.run(
            [str(VENV / "bin" / program), *arguments],
            cwd=ROOT,
            env=kept | {"IWAKI_VAR": var} | dict(self.environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def checks() -> list[Check]:
    """List what is checked, the quickest first."""
    templates = " ".join(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("templates/**/*.html")))
    return [
        Check("ruff: rules", "ruff check ."),
        Check("ruff: format", "ruff format --check ."),
        Check("imports", "lint-imports --no-logo"),
        Check("templates: djade", f"djade --check --target-version 5.2 {templates}"),
        Check("templates: djlint", "djlint --lint --quiet templates"),
        Check("migrations", "python manage.py makemigrations --check --dry-run", TEST),
        Check("state diagrams", "python manage.py state_diagrams --check", TEST),
        Check("deployment", "python manage.py check --deploy --fail-level WARNING", PRODUCTION),
        Check("types: mypy", "mypy ."),
    ]


def main() -> int:
    """Run all checks and print a table; return 1 when one fails."""
    bootstrap.ensure("dev")
    failures = 0
    with tempfile.TemporaryDirectory(prefix="iwaki-check-") as var:
        for check in checks():
            began = time.monotonic()
            done = check.run(var)
            failures += done.returncode != 0
            verdict = "FAILED" if done.returncode else "ok"
            print(f"{check.name:<20} {verdict:<7} {time.monotonic() - began:5.1f} s", flush=True)
            if done.returncode:
                print(done.stdout.rstrip() + "\n", flush=True)
    print(f"{failures} of {len(checks())} checks failed." if failures else "All checks passed.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
