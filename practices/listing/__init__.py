"""The one reading of a list's address, for whoever shows lists."""
