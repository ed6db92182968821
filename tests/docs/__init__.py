"""Tests of the documents people read."""
