"""The files of entries in forms: the fields that ask for them, and what came with a form."""
