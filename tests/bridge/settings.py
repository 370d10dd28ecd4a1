"""The settings of `./run`, with the addresses of `tests.bridge`, and less time for what is sent."""

from catalogue.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bridge.addresses"
BODY_SECONDS = 3
