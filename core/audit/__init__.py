"""The append-only chained event log and its reading."""
