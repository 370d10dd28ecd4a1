"""What `deploy/` offers to operators, in the eyes of the programs that read it."""
