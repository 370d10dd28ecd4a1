"""The ready-made notes: what editors write to contributors again and again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadyNote(models.Model):
    """Words with which the note of a decision can begin; one that is retired is offered no more."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_offered = models.BooleanField(_("is offered"), default=True)

    class Meta:
        verbose_name = _("ready-made note")
        verbose_name_plural = _("ready-made notes")
        ordering = ("position", "name")
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="ready_note_says_something")]

    def __str__(self) -> str:
        return self.name
