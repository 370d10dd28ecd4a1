"""The verification: is what the catalogue keeps still what was written, and what it shows what it keeps?

`checks` is the table of what is looked at; each module beside it looks at one kind of thing and mends what follows from the rest, never words.
"""
