"""Tests of the pages for auditors over all chapters."""
