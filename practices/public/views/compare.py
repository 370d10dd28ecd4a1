"""The page that compares some practices, question by question; its address holds the choice."""

from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from practices.listing.filters import Practices
from practices.listing.parameters import LONGEST_VALUE
from practices.listing.results import ResultSet
from practices.models import Edition
from practices.public.parts import comparison, files
from practices.public.parts.cards import Card, neighbours
from practices.public.parts.comparison import Choice
from practices.public.views import pages
from practices.public.views.practices import identities, on_line

MOST_FOUND = 8
"""Practices that a search offers to add; whoever looks for more goes on in the list."""


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show the practices that the address names side by side, with what is wrong with the others, and how to add more."""
    choice = comparison.read_choice(request.GET.getlist("p"))
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_VALUE]
    if words and (refused := pages.refused_search(request, "search")):
        return refused
    editions = on_line().prefetch_related("topics", "partner_cities")
    columns = comparison.side_by_side(choice, editions) if choice.numbers else []
    missing = [number for number in choice.numbers if number not in {each.number for each in columns}]
    shown = Choice([column.number for column in columns], choice.faults)
    asked = QueryDict(shown.address().partition("?")[2])
    context = {
        "choice": shown,
        "columns": columns,
        "faults": [*choice.faults, *comparison.not_on_line(missing, identities())],
        "files": files.of_list(Practices(asked, Edition.objects.all()).query(), len(columns))
        if columns
        else [],
        "found": _found(shown, words) if words else [],
        "rows": comparison.compared_questions(columns),
        "words": words,
    }
    return TemplateResponse(
        request, "practices/compare/compare.html", context, status=400 if choice.is_refused else 200
    )


def _found(choice: Choice, words: str) -> list[tuple[Card, str]]:
    """Return practices that somebody means, each with the address that compares it, too."""
    number, slug = comparison.address_in(words)
    if number or slug:
        named = Q(practice=number) if number else Q(practice__slug=slug)
        found = list(Edition.objects.cards().filter(named))
    else:
        results = ResultSet(Practices(QueryDict(urlencode({"q": words})), Edition.objects.originals()))
        page = results.page("")
        found = page.rows if page else []
    left = [edition for edition in found if edition.practice_id not in choice.numbers][:MOST_FOUND]
    ways = [choice.address(besides=edition.practice_id) for edition in left]
    return list(zip(neighbours(left), ways, strict=True))
