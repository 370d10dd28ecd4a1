"""The imports from elsewhere: cities, topics, practices."""
