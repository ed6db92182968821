"""Measurements on large data; run by hand, not part of the suite."""
