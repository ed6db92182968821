"""What must appear where and until when, its check, and what the public sees (第4-4, 7-3)."""
