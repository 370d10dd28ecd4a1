"""The formats of British English: times as on the clocks of the cities, 23:30, not 11:30 p.m."""

DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
