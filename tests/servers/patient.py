"""The settings of `./run`, but for a busy machine: what answers late is not taken for what is away."""

from catalogue.settings import *  # noqa: F403
from catalogue.settings import CACHES as PROMISED

PATIENCE = 60
STATEMENT_SECONDS = PATIENCE
OPTIONS = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
CACHES = PROMISED | {"pages": PROMISED["pages"] | {"OPTIONS": OPTIONS}}
