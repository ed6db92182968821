"""Guideline versions and the parameters that rules read, by date."""
