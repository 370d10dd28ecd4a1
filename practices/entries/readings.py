"""The readings of an entry: what was understood of its years and cities, in sentences to stand where they were typed?"""

from django.utils.translation import gettext as _

from practices.answers.codec import TYPED, Answers
from practices.answers.period_reading import Reading, period_reading
from practices.models import Practice
from practices.places import lookup
from practices.places.lookup import MOST_LINES, Choose, CityMatch
from practices.text import beginning, lines

READ = ("period", "city", "partner_cities")
"""The questions whose answers are read."""


def of_practice(practice: Practice) -> dict[str, Reading]:
    """Return what was understood of an entry as it is kept, by question."""
    lead = CityMatch(cities=[practice.city] if practice.city else [], typed=lines(practice.city_typed))
    partners = CityMatch(
        cities=list(practice.partner_cities.all()), typed=lines(practice.partner_cities_typed)
    )
    return of_matches(lead, partners, country=practice.country.code or "", period=practice.period)


def of_typed(typed: Answers, country: str, *, choose: Choose) -> dict[str, Reading]:
    """Return what is understood of the answers to `READ` as somebody types them, in a country."""
    lead = lookup.resolve_city(" ".join(lines(typed["city"])), country, choose=choose)
    partners = lookup.resolve_cities(typed["partner_cities"].split("\n"), country, choose=choose)
    return of_matches(lead, partners, country=country, period=typed["period"])


def of_matches(lead: CityMatch, partners: CityMatch, *, country: str, period: str) -> dict[str, Reading]:
    """Return what is understood of a period and of typed cities that were looked up, by question."""
    names = lookup.described([*lead.cities, *partners.cities])
    found = {
        "period": period_reading(period),
        "city": _lead(lead, names, country),
        "partner_cities": _partners(partners, names),
    }
    return {field: reading for field, reading in found.items() if reading}


def _lead(match: CityMatch, names: dict[int, str], country: str) -> Reading | None:
    if match.cities:
        return Reading(_we_read(match, names))
    if not match.typed:
        return None
    if not country:
        return Reading(_("Choose the country: then we look for the city in our list."))
    if match.is_open:
        return Reading(_("Several cities have this name: choose one."), is_doubtful=True)
    if lookup.place(match.typed[0], country)[1] != country:
        return Reading(_("This names another country than the one that is chosen."), is_doubtful=True)
    return Reading(_("Not in our list of cities yet: an editor links it."), is_doubtful=True)


def _partners(match: CityMatch, names: dict[int, str]) -> Reading | None:
    asked = {each.typed for each in match.several if not each.chosen}
    typed = [beginning(line) for line in match.typed[:MOST_LINES] if line not in asked]
    said = [
        _we_read(match, names) if match.cities else "",
        _("Not in our list of cities yet: %(names)s.") % {"names": "; ".join(typed)} if typed else "",
        _("Several cities have the same name: choose one.") if asked else "",
    ]
    return Reading(" ".join(filter(None, said)), is_doubtful=bool(typed or asked)) if any(said) else None


def _we_read(match: CityMatch, names: dict[int, str]) -> str:
    return _("We read: %(meant)s.") % {"meant": "; ".join(names[city.pk] for city in match.cities)}


def as_typed(said: Answers) -> Answers:
    """Return what an entry says, as `codec.said` has it, in the way in which a form asks for it."""
    country, city = said["country"], said["city"]
    partners = [lookup.typed_line(partner, country) for partner in said["partner_cities"]]
    return said | {
        "city": city.name if city else said[TYPED["city"]],
        "partner_cities": "\n".join(filter(None, [*partners, said[TYPED["partner_cities"]]])),
        "topics": [topic.slug for topic in said["topics"]],
    }
