"""Tests of core/lifecycle."""
