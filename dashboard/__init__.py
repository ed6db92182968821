"""Cross-app read-only pages: the inbox and the frame of every page."""
