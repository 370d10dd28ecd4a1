"""The readings of an entry: what was understood of its years, cities and documents, said where they were typed?"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from practices.answers.article import document
from practices.answers.codec import TYPED, Answers
from practices.answers.period_reading import Reading, period_reading
from practices.models import Practice
from practices.places import lookup
from practices.places.lookup import MOST_ASKED, MOST_LINES, Choose, CityMatch, Several
from practices.text import Document, beginning, documents_from_lines, lines, whole_address

READ = ("title", "period", "city", "partner_cities", "documents")
"""The questions whose answers are read."""
MOST_DOCUMENTS, LONGEST_TITLE = 20, 60


def of_practice(practice: Practice) -> dict[str, Reading]:
    """Return what was understood of an entry as it is kept, by question; its documents are shown as links there."""
    country, kept_typed = practice.country.code or "", practice.kept_typed

    def open_abroad(typed: list[str], which_city: Callable[[str, str], Several]) -> list[Several]:
        asked = (which_city(line, country) for line in typed[:MOST_ASKED] if country)
        return [each for each in asked if each.is_abroad and each.radio_name not in kept_typed]

    typed, typed_partners = lines(practice.city_typed), lines(practice.partner_cities_typed)
    lead = CityMatch([practice.city] if practice.city else [], typed, open_abroad(typed, lookup.which_lead))
    partners = CityMatch(
        list(practice.partner_cities.all()), typed_partners, open_abroad(typed_partners, lookup.which_partner)
    )
    return of_matches(lead, partners, country=country, given={"period": practice.period})


def of_typed(typed: Answers, country: str, *, choose: Choose) -> dict[str, Reading]:
    """Return what is understood of the answers to `READ` as somebody types them, in a country."""
    lead = lookup.resolve_city(" ".join(lines(typed["city"])), country, choose=choose, abroad=True)
    partners = lookup.resolve_cities(typed["partner_cities"].split("\n"), country, choose=choose, abroad=True)
    given = typed | {"documents": documents_from_lines(typed["documents"])}
    return of_matches(lead, partners, country=country, given=given)


def of_matches(lead: CityMatch, partners: CityMatch, *, country: str, given: Answers) -> dict[str, Reading]:
    """Return what is understood of given answers and of typed cities that were looked up, by question."""
    names = lookup.described([*lead.cities, *partners.cities])
    found = {
        "period": period_reading(given.get("period", "")),
        "city": _lead(lead, names, country),
        "partner_cities": _partners(partners, names),
        "documents": _documents(given.get("documents", [])),
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
        question = match.several[0]
        said = (
            lookup.abroad(question) if question.is_abroad else _("Several cities have this name: choose one.")
        )
    elif lookup.place(match.typed[0], country)[1] != country:
        said = _("This names another country than the one that is chosen.")
    else:
        said = _("Not in our list of cities yet: an editor links it.")
    return Reading(said, is_doubtful=True)


def _partners(match: CityMatch, names: dict[int, str]) -> Reading | None:
    asked = {each.typed for each in match.several if not each.chosen}
    elsewhere = [
        f"{beginning(each.called)} ({each.countries})"
        for each in match.several
        if each.is_abroad and not each.chosen
    ]
    typed = [beginning(line) for line in match.typed[:MOST_LINES] if line not in asked]
    said = [
        _we_read(match, names) if match.cities else "",
        _("Not in our list of cities yet: %(names)s.") % {"names": "; ".join(typed)} if typed else "",
        _("In another country: %(names)s. Add the country after a comma.") % {"names": "; ".join(elsewhere)}
        if elsewhere
        else "",
        _("Several cities have the same name: choose one.") if len(asked) > len(elsewhere) else "",
    ]
    return Reading(" ".join(filter(None, said)), is_doubtful=bool(typed or asked)) if any(said) else None


def _documents(documents: list[Document]) -> Reading | None:
    """Say which documents lead where: one that has no address that a browser opens is words alone."""
    if not documents:
        return None
    said = []
    for each in documents[:MOST_DOCUMENTS]:
        item = document(each["title"], whole_address(each["url"]))
        words = {"title": beginning(str(item.text), LONGEST_TITLE), "site": item.note or item.text}
        if not item.url:
            said.append(_("“%(title)s” without a link") % words)
        elif each["title"]:
            said.append(_("“%(title)s” with a link to %(site)s") % words)
        else:
            said.append(_("a link to %(site)s") % words)
    return Reading(_("We read: %(meant)s.") % {"meant": "; ".join(said)})


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
