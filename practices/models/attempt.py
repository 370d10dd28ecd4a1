"""The tries that rate limits count, one row a try; `practices.accounts.rate_limits` writes and counts them."""

from django.db import models


class Attempt(models.Model):
    """A try that counts towards a limit; `key` is a digest of what is limited and for whom, so no address is kept."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key", "at"], name="attempts_of_a_key"),
            models.Index(fields=["at"], name="attempts_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at:%Y-%m-%d %H:%M}"
