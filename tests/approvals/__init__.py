"""Tests of the approvals app."""
