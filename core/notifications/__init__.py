"""In-app messages and the mail outbox."""
