"""Tests of core.periods: pure, no database, no clock but the one tested."""
