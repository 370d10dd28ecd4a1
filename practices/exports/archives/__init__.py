"""The catalogue as an archive: everything that is kept, or what the public may read, as files of lines."""
