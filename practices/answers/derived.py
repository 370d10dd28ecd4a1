"""What follows from the answers of an edition and is kept beside them: which columns and places does it have?"""

from typing import Any

from practices.answers import codec
from practices.answers.codec import Answers
from practices.models import City, Edition, Place
from practices.period import Period
from practices.places.cities import sort_place
from practices.question_kinds import Kind
from practices.template import of_kind
from practices.text import as_html, beginning, fold, plain_beginning

TEASER = 500
"""How many characters of a summary a card shows."""


def derived_columns(answers: Answers) -> dict[str, Any]:
    """Return the columns of an edition that follow from its answers."""
    period = Period.parse(answers["period"])
    return {
        "rendered": rendered(answers),
        "teaser": beginning(answers["summary"].strip(), TEASER)
        or plain_beginning(answers["purpose"] or answers["body"]),
        "period_start": period.start,
        "period_end": period.end,
        "period_ongoing": period.ongoing,
        "sort_title": fold(answers["title"]),
        "sort_place": sort_place(answers["country"], answers["city"], answers.get("city_typed", "")),
    }


def rendered(answers: Answers) -> dict[str, str]:
    """Return the safe HTML of each long answer that is not empty, by field."""
    return {
        question.field: as_html(answers[question.field])
        for question in of_kind(Kind.TEXT)
        if not codec.is_empty(answers[question.field])
    }


def places(edition: Edition, answers: Answers) -> list[Place]:
    """Return the lead and partner places of an edition, each city once."""
    lead: City | None = answers["city"]
    partners = [city for city in answers["partner_cities"] if city != lead]
    return [
        Place(
            edition=edition,
            country=answers["country"],
            city=lead,
            is_lead=True,
            is_unlisted=not lead and bool(answers.get(codec.TYPED["city"])),
        ),
        *(Place(edition=edition, country=city.country, city=city, is_lead=False) for city in partners),
    ]
