"""All tests; the folders mirror the applications."""
