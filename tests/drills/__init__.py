"""Drills that belong to no single app: the running system under races and faults."""
