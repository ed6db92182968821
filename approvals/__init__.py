"""Requests, their steps and decisions, filings (第4-1)."""
