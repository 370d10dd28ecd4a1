"""Which entries and cities match what a person types?

`engine` finds and orders editions, `spelling` suggests, `passages` shows why; `cities` and `countries` know places.
"""
