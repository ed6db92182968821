"""Tests of the publications app."""
