"""Django's command line, which says in one line what the machine lacks; `--traceback` shows where it was missed."""

import getpass
import os
import sys
from contextlib import suppress

import django
from django.conf import settings
from django.core.management import execute_from_command_line, load_command_class
from django.db import DatabaseError, OperationalError

from catalogue import databases
from catalogue.env import SettingRefused

WRITES_ALL_THE_SAME = {"backup", "migrate", "restore"}
"""What operators need while the site can only be read, for which it may be so: they look after the database themselves."""
AS_WORKER = {
    "backup",
    "daily",
    "doctor",
    "export_catalogue",
    "purge_trash",
    "rebuild_search",
    "send_mail",
    "sweep_accounts",
    "verify",
}
"""What is the worker's, or looks after the site as it does, and asks for its role in the database."""
WRITES = {
    "changepassword",
    "createsuperuser",
    "daily",
    "end_second_step",
    "import_catalogue",
    "import_practices",
    "load_cities",
    "make_example_people",
    "purge_trash",
    "rebuild_search",
    "sweep_accounts",
}
"""Our own commands that are refused then, before they do half of something; what others write the database refuses."""
FOR_OTHERS = {"collectstatic", "compilemessages", "makemessages", "makemigrations"}
"""Commands whose files others read: the proxy, as another user, and whoever runs the code."""
ASKING = {databases.AS_WORKER: AS_WORKER, "READ_ONLY": WRITES_ALL_THE_SAME}
GIVEN = {databases.AS_WORKER: "1", "READ_ONLY": "0"}
"""What the commands find in their environment, whatever the settings say."""
ONLY_READ = "READ_ONLY=1: nothing is written. Set READ_ONLY=0, here or in .env, once the work is done."


def keep_from_others(words: list[str]) -> None:
    """Let only their owner read the files that the command makes (databases, backups, people's files), whatever the shell says."""
    if "".join(words[1:2]) not in FOR_OTHERS:
        os.umask(0o077)


def main(words: list[str]) -> None:
    """Run the command that the words ask for; end the process with what is in its way."""
    command = "".join(words[1:2])
    os.environ |= {name: value for name, value in GIVEN.items() if command in ASKING[name]}
    try:
        if command in WRITES and settings.READ_ONLY:
            sys.exit(f"Not done: {ONLY_READ}")
        if command == "version":  # Django would tell its own
            django.setup()
            load_command_class("practices", "version").run_from_argv(words)
        else:
            execute_from_command_line(words)
    except SettingRefused as refused:
        sys.exit(f"Not started: {refused}")
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, DatabaseError) as error:
        line = _line(error)
        if not line or "--traceback" in words:
            raise
        sys.exit(f"Not done: {line}")


def _line(error: OSError | DatabaseError) -> str:
    """Return what is in the way and the cure; nothing if the fault may be ours."""
    if isinstance(error, OSError):
        return error.filename and f"{error.filename}: {error.strerror}. {_whose()}"
    database, said = settings.DATABASES["default"], " ".join(str(error).split())
    if settings.READ_ONLY and ("readonly database" in said or "read-only transaction" in said):
        return ONLY_READ
    if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
        return ""
    if database["ENGINE"].endswith("sqlite3"):
        return f"the database {database['NAME']}: {said}. {_whose()}"
    if getattr(error.__cause__, "sqlstate", None):  # it has answered (PostgreSQL, appendix A)
        return f"the database refuses: {said}"
    return f"the database does not answer; look at DATABASE_URL. {said}"


def _whose() -> str:
    user = "this user"
    with suppress(OSError):
        user = getpass.getuser()
    return f"Is it there, and may {user} read and write it, what lies beside it, and its folder?"
