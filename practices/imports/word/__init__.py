"""Word files that come in: the filled form, and texts with the programme's headings."""
