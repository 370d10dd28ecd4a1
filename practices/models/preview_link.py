"""The secret addresses that show a working copy to a colleague without an account."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from practices.models.user import User

PREVIEW_LINK_VALID_FOR = timedelta(days=14)
NONCE = 32


signer = Signer(salt="practices.preview")


def nonce() -> str:
    return get_random_string(NONCE)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def of_token(self, token: str) -> Self:
        """Return the link of a secret address: none when it is forged or was ended."""
        try:
            return self.filter(nonce=signer.unsign(token))
        except BadSignature:
            return self.none()


class PreviewLink(models.Model):
    """The one secret address of an entry's preview; a new one, or none, ends it.

    The address is signed, so that nobody can tell it who reads this table alone.
    """

    practice = models.OneToOneField(Practice, models.CASCADE, related_name="preview_link")
    nonce = models.CharField(max_length=NONCE, unique=True, default=nonce)
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["PreviewLink"]] = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self) -> str:
        return f"{self.practice_id} {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("practices:shared", args=[signer.sign(self.nonce)])

    @property
    def dies_at(self) -> datetime:
        return self.made_at + PREVIEW_LINK_VALID_FOR

    @property
    def is_alive(self) -> bool:
        return timezone.now() < self.dies_at
