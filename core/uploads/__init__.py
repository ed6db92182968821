"""Files that people hand in: what may come in, where it lies, and how it is sent back, as a download alone."""
