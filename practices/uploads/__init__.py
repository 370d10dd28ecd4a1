"""Files that people add to practices: what they are, how pictures are made anew, and where all are kept; nothing of practices."""
