"""The pages of what an account shows."""
