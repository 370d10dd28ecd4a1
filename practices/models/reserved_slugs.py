"""The words that no slug takes, because addresses need them: is a word one of these?

Plain Python: `bin/derive-cities` reads it without Django.
"""

RESERVED: dict[str, frozenset[str]] = {
    "practice": frozenset({"cities", "countries", "map", "places", "timeline", "topics", "years"}),
    "country": frozenset(
        {"africa", "america", "asia", "europe", "map", "mediterranean", "oceania", "suggestions", "world"}
    ),
    "city": frozenset({"map", "none", "topics"}),
    "topic": frozenset({"map", "none"}),
}
"""By what has the slug; `none` means “not stated” in the list's addresses."""
