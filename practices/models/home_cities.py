"""The home cities of an entry: people of which ones may write it, and is somebody's account of one of them?

They are its own city, its contributor's, and its partners. One that is in no list is the same however it is spelt, within
its country.
"""

from collections.abc import Iterator

from practices.models.practice import Practice
from practices.models.user import User
from practices.text import beginning, fold, lines

MOST_NAMED = 10
"""More cities than so many are not named one by one."""


def home_city_names(practice: Practice) -> list[str]:
    """Return what the cities are called, with their countries where they are known; an ellipsis stands for further ones.

    There are none while the entry and its contributor name no city: partners alone open it to nobody.
    """
    if not names_a_city(practice):
        return []
    linked = [who.city or typed_with_country(who) for who in _leads(practice)]
    partners = [*practice.partner_cities.all(), *lines(practice.partner_cities_typed)]
    found = list(dict.fromkeys(beginning(str(each)) for each in (*linked, *partners) if each))
    return [*found[:MOST_NAMED], *(["…"] if len(found) > MOST_NAMED else [])]


def names_a_city(practice: Practice) -> bool:
    """Say whether an entry or its contributor names a city."""
    return any(who.city_id or who.city_typed.strip() for who in _leads(practice))


def is_at_home(person: User, practice: Practice) -> bool:
    """Say whether a person's account is of one of the cities of an entry."""
    linked = {who.city_id for who in _leads(practice)} | {city.pk for city in practice.partner_cities.all()}
    if person.city_id in linked - {None}:
        return True
    typed = {*_typed(practice)}
    return bool(typed and typed & _spelt(person, practice))


def _leads(practice: Practice) -> list[Practice | User]:
    return [practice, practice.contributor] if practice.contributor else [practice]


def typed_with_country(who: Practice | User) -> str:
    """Return a city that is in no list as it was typed, and the country of it; nothing of one that is."""
    return ", ".join(filter(None, (who.city_typed.strip(), str(who.country.name)))) if who.city_typed else ""


def _typed(practice: Practice) -> Iterator[tuple[str, str]]:
    """Give the cities that are in no list, folded, each with the country in which its name is looked up."""
    for who in _leads(practice):
        if not who.city_id and (name := fold(who.city_typed)):
            yield who.country.code, name
    for line in lines(practice.partner_cities_typed):
        yield practice.country.code, fold(line)


def _spelt(person: User, practice: Practice) -> set[tuple[str, str]]:
    """Return the city of an account as it may be typed: by its name, and in another country with that after it."""
    where = person.city or person
    name = person.city.name if person.city else person.city_typed
    if not fold(name):
        return set()
    abroad = {fold(f"{name}, {country}") for country in (where.country.code, str(where.country.name))}
    return {(where.country.code, fold(name)), *((practice.country.code, spelt) for spelt in abroad)}
