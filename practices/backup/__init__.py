"""The backup of a running site, of one moment and in one file, and its way back."""
