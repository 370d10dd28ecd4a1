"""Django's command line, which says in one line what the machine lacks; `--traceback` shows where it was missed."""

import getpass
import sys
from contextlib import suppress

import django
from django.conf import settings
from django.core.management import execute_from_command_line, load_command_class
from django.db import DatabaseError, OperationalError

from catalogue.env import SettingRefused


def main(words: list[str]) -> None:
    """Run the command that the words ask for; end the process with what is in its way."""
    try:
        if words[1:2] == ["version"]:  # Django would tell its own
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
    if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
        return ""
    database, said = settings.DATABASES["default"], " ".join(str(error).split())
    if database["ENGINE"].endswith("sqlite3"):
        return f"the database {database['NAME']}: {said}. {_whose()}"
    if getattr(error.__cause__, "sqlstate", None):  # it has answered (PostgreSQL, appendix A)
        return f"the database refuses: {said}"
    return f"the database does not answer; look at DATABASE_URL. {said}"


def _whose() -> str:
    user = "this user"
    with suppress(OSError):
        user = getpass.getuser()
    return f"Is it there, and may {user} read and write it and its folder?"
