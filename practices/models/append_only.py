"""Rows that are written once: the history."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.conf import settings
from django.db import connections, models, transaction


class WrittenOnce(TypeError):
    """Somebody tried to change or delete a row of the history."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise WrittenOnce(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> NoReturn:
        raise WrittenOnce(f"{self.model.__name__} rows are never deleted.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts"):
            raise WrittenOnce(f"{self.model.__name__} rows are never changed.")
        return super().bulk_create(*args, **kwargs)

    def amend(self, **kwargs: Any) -> int:
        """Change rows after all, on PostgreSQL in the role that may: the last of `DATABASE_ROLES`.

        In five places only: `practices.entries.publishing` takes the number from an edition undone, `practices.entries.erasure` takes
        the contact out of kept texts and the addresses and reasons out of records when a person closes her account,
        `practices.entries.purging` takes the words out of an entry that is purged, `practices.entries.takedown` what the law wants
        away, and `practices.verify.unchained` gives a place
        in the chain to what an older release has written. What blanks words takes their salts, and an event says so.
        """
        with in_its_role(self.db):
            return super().update(**kwargs)


@contextmanager
def in_its_role(database: str) -> Iterator[None]:
    """Step into the role that may change history, for a statement, where the site's own may not; only PostgreSQL has roles."""
    connection = connections[database]
    if not settings.DATABASE_ROLES or connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(using=database), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(settings.DATABASE_ROLES[-1])}")
        yield
        cursor.execute("SET LOCAL ROLE NONE")


class AppendOnly(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnce(f"{type(self).__name__} rows are never deleted.")
