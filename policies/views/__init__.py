"""Pages of media policies."""
