"""The way to SQLite; `base` is where Django looks for it."""
