"""How do lists from elsewhere come in: cities, topics, practices?"""
