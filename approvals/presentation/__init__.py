"""What the pages of this chapter show: pure reading, no rules; buttons ask the moves."""
