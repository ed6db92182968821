"""The servers and the running copy that tests talk to: PostgreSQL, Redis, a browser, web and worker."""
