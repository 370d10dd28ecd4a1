"""Typesetting by typst, in processes of its own."""
