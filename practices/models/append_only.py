"""Rows that are written once: the history."""

from typing import Any, NoReturn

from django.db import models


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
        """LastChange rows after all.

        In five places only: `practices.entries.publishing` takes the number from an edition undone, `practices.entries.erasure` takes
        the contact out of kept texts and the addresses and reasons out of records when a person closes her account,
        `practices.entries.purging` takes the words out of an entry that is purged, `practices.entries.takedown` what the law wants
        away, and `practices.verify.unchained` gives a place
        in the chain to what an older release has written. What blanks words takes their salts, and an event says so.
        """
        return super().update(**kwargs)


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
