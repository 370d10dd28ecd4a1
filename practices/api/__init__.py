"""The API: what the public pages say, as JSON that programs read."""
