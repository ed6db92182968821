"""What people do in the browser, from sign-in to the end of an errand; nothing here reads the database."""
