"""Tests of the check of the evidence (証拠の突合)."""
