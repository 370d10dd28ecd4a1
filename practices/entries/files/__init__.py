"""The files of entries: taken in and forgotten, and who may read one."""
