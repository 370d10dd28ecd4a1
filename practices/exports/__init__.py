"""The catalogue as files: everything that is kept, or what the public may read."""
