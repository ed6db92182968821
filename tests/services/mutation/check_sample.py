"""Tests of the sample, run by tests/services/test_mutation.py only: its name is not that of a test."""

import pytest

from tests.services.mutation import sample


def test_large_number_is_refused() -> None:
    with pytest.raises(ValueError, match="大きすぎます"):
        sample.LARGE.check(5)


def test_small_number_is_accepted() -> None:
    sample.LARGE.check(1)


def test_steps_are_counted() -> None:
    assert sample.steps_to_zero(4) == 4
