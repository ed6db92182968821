"""Obligations, the inbox query, the sweep."""
