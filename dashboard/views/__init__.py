"""Pages of this app: load, authorise, one action call."""
