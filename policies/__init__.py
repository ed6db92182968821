"""Media policies and their versions (第4-2)."""
