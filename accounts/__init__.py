"""The registry of social-media accounts (第4-1, 第4-3)."""
