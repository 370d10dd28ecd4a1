"""How are times written? As on the clocks of the cities: 23:30, not 11:30 p.m."""

DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
