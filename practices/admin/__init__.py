"""The pages on which contributors and editors work."""
