"""Known imitations of the city's accounts, and the warnings the public sees about them (7-3)."""
