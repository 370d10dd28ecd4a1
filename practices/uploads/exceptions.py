"""What can keep a file from being taken: the file itself, or the place where it would be kept."""


class FileRefused(Exception):
    """A file is not taken; the text says to whoever added it what is wrong with it, and what helps."""


class StorageUnavailable(Exception):
    """Files cannot be kept, read or looked through just now; the text says so, and that later may be better."""
