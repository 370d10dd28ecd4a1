"""The settings of the tests: the real ones, in an environment of their own.

Neither the developer's `.env` nor what the shell has set has a say; only DATABASE_URL has, which chooses the database.
"""

import os

from catalogue import env
from tests import ready

for _line in (env.ROOT / ".env.example").read_text().splitlines():
    _name = _line.partition("=")[0]
    if _name.isupper() and _name != "DATABASE_URL":
        os.environ.pop(_name, None)
os.environ |= {"ENV_FILE": os.devnull, "SECRET_KEY": "for tests only: 0123456789 abcdefghijklmnopqrstuvwxyz"}

from catalogue.settings import *  # noqa: E402, F403  the environment comes first
from catalogue.settings import DATABASES  # noqa: E402
from catalogue.settings import LIMITS as PROMISED  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; no real person has it
MEDIA_ROOT = ready.folder() / f"uploads-{os.getpid()}"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "uploads": {"BACKEND": "practices.uploads.folder.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # a static file is looked for when it is asked for, not by each new browser
if "init_command" in (_options := DATABASES["default"]["OPTIONS"]):
    # No test pulls the plug; where durability is the claim, `tests.killed.durable` takes this back.
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
MADE_SECONDS = 120  # tests see a file as soon as it is made
VERSION_SECONDS = 0  # tests see a change at once
LIMITS = PROMISED | {"search": {"ip": [(10_000, 1)]}}  # tests search faster than people
