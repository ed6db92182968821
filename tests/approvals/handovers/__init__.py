"""Tests of hand-overs (所管替え)."""
