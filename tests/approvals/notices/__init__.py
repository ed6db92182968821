"""Tests of change and closure notices."""
