"""The errors of a database that is away or busy: no fault of what was asked of it, which may be tried again."""

from django.db import InterfaceError, OperationalError

DATABASE_AWAY = (InterfaceError, OperationalError)
