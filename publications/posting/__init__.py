"""What an account must show, and where (第4-4): its page on the city homepage, and the text of its free-text field."""
