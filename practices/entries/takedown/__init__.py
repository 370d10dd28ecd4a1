"""The takedown by law: words go for good, from what the public reads and from all that is kept, and what is left says so.

`door` is the one way in; `held` says beforehand where words stand, `outside` takes them from what is beside the history.
"""
