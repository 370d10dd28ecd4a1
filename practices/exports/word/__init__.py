"""Word files (.docx): the template as a form, blank or filled in, and practices as a text to read."""
