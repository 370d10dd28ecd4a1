"""The tests of the files of entries."""
