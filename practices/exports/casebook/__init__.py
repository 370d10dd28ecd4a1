"""Practices as a book, to print or to read from end to end."""
