"""Files that people add to practices: what they are, how pictures are made anew, and where all are kept; nothing of practices."""

PARTIAL = ".partial"
"""Where, in the folder of files, they are written before they take their names."""
