"""The search index: which words is an edition found by, and which words does the catalogue know?

`practices.search` alone writes and reads these tables.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.models.edition import Edition


class LexemesField(models.TextField):  # type: ignore[type-arg]  # fails at run time when subscripted
    """The lexemes of an edition: a `tsvector` on PostgreSQL, the text of a full-text table on SQLite."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class SearchEntry(models.Model):
    """The lexemes of one edition. Their form is the database's own, so they are matched, and never read back."""

    edition = models.OneToOneField(
        Edition, models.CASCADE, primary_key=True, db_column="rowid", related_name="+"
    )
    lexemes = LexemesField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return str(self.pk)


class WordSource(models.IntegerChoices):
    """What a word is part of: a place's name, a text, or a place's other name."""

    NAME = 0
    TEXT = 1
    ALIAS = 2


class Word(models.Model):
    """A word that the texts and places on line use: folded, and as people write it."""

    folded = models.CharField(max_length=40)
    shown = models.CharField(max_length=60)
    sort = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        constraints = [models.UniqueConstraint(fields=["folded", "sort"], name="word_once")]

    def __str__(self) -> str:
        return self.shown


class Trigram(models.Model):
    """Three letters in a row of a word; `length` is the word's."""

    gram = models.CharField(max_length=3)
    length = models.PositiveSmallIntegerField()
    word: models.ForeignKey[Word, Word] = models.ForeignKey(
        Word, models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("three letters")
        verbose_name_plural = _("three letters")
        constraints = [models.UniqueConstraint(fields=["gram", "length", "word"], name="gram_once")]

    def __str__(self) -> str:
        return self.gram
