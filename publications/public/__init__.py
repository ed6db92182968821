"""What everybody may see: the official accounts, the answer whether one is genuine, and the warnings (第4-4, 7-3)."""
