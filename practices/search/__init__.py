"""The search: which entries does a person mean who types some words?

`engine` finds and orders editions, `spelling` suggests, `excerpts` shows why, `counts` counts behind facets, `names` knows places and topics.
"""
