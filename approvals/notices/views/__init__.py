"""The pages of change and closure notices."""
