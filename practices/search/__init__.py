"""Which entries and cities match what a person types?"""
