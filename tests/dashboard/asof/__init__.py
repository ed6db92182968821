"""The registry as of a day, and samples drawn from it."""
