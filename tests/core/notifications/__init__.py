"""Tests of core/notifications."""
