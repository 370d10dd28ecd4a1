"""The programs beside the server."""
