"""Lists and entries in the forms that people take along."""
