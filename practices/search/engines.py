"""The engines: which module knows how a database searches?"""

from practices.search import postgres, sqlite

ENGINES = {"postgresql": postgres, "sqlite": sqlite}
