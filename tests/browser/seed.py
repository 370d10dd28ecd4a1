"""The 20 practices of the seed in the database of a test, with the cities that they need."""

from django.conf import settings
from django.core.management import call_command

from practices.imports import cities

CITIES = {
    "bergen", "bradford", "braga", "salt", "pavlohrad", "bilbao", "barcelona", "kirklees", "mexico-city",
    "geneva", "ansan", "galway", "camden-gb", "botkyrka", "turin", "leeds",
}  # fmt: skip


def load() -> None:
    cities.load_cities(only=CITIES)
    cities.load_topics()
    call_command(
        "import_practices", str(settings.BASE_DIR / "fixtures" / "practices.json"), publish=True, verbosity=0
    )
