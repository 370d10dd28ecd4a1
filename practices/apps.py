"""The Django application of the catalogue."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Good practices")

    def ready(self) -> None:
        from practices import checks  # noqa: F401, PLC0415  system checks run only once imported
