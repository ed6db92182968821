"""The texts that an account must show (4-4): its page on the city homepage, and what its free-text field says."""
