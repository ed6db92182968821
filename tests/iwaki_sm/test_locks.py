"""The two hashed locks agree, and hold no download address."""

import re

import pytest

from scripts.bootstrap import LOCKS, Kind


def _pins(kind: Kind) -> set[str]:
    return set(re.findall(r"^[a-z0-9-]+==[^ \\]+", LOCKS[kind].read_text(encoding="ascii"), re.MULTILINE))


def test_what_is_tested_is_what_runs() -> None:
    assert _pins("run") - _pins("dev") == set()


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_pin_has_its_hashes_and_no_address(kind: Kind) -> None:
    text = LOCKS[kind].read_text(encoding="ascii")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
