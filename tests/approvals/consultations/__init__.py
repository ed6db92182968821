"""Tests of consultations (第10)."""
