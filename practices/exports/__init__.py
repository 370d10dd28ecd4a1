"""What leaves the catalogue as files: all of it in an archive, or lists and entries in the forms that people ask for."""
