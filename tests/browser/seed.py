"""The real practices in the database of a test, with the cities that they need: the first file, which is quick, or all."""

from django.core.management import call_command

from practices.imports import cities
from tests.examples import FIRST, MORE

CITIES = {
    "bergen", "bradford", "braga", "salt", "pavlohrad", "bilbao", "barcelona", "kirklees", "mexico-city",
    "geneva", "ansan", "galway", "camden-gb", "botkyrka", "turin", "leeds",
}  # fmt: skip
PARTNERS = {
    "berlin", "graz", "madrid", "vaxjo", "bologna", "reggio-nell-emilia", "lille", "dortmund", "hangzhou", "brno",
    "durban",
}  # fmt: skip
MORE_CITIES = {
    "aarhus", "amadora", "antwerp", "athens", "barranquilla", "bern", "birmingham", "bogota", "bucaramanga", "cali",
    "cartagena", "cluj-napoca", "copenhagen", "coventry", "cucuta", "dayton", "erlangen", "fuenlabrada", "gaziantep",
    "gdansk", "grande-synthe", "haifa", "hamamatsu", "hamburg", "johannesburg", "kawasaki", "kochi", "kyiv",
    "limassol", "limerick", "loures", "lublin", "lutsk", "malmo", "medellin", "milan", "nantes", "new-york-city",
    "nuremberg", "patras", "quilicura", "reykjavik", "riohacha", "sabadell", "santa-marta", "sao-paulo", "singapore",
    "toronto", "utrecht", "vancouver", "vienna", "vilnius", "wolverhampton",
}  # fmt: skip


def load(*, more: bool = False) -> None:
    cities.load_cities(only=CITIES | PARTNERS | (MORE_CITIES if more else set()))
    cities.load_topics()
    for path in (FIRST, *((MORE,) if more else ())):
        call_command("import_practices", str(path), publish=True, verbosity=0)
