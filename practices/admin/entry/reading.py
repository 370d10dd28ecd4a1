"""The address at which a script asks what was understood of periods, cities and documents while they are typed."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django_countries import countries

from practices.entries import readings
from practices.places.lookup import Several
from practices.question_kinds import LONGEST_TEXT

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


def reading_view(request: HttpRequest, *, admin: "EntryAdmin") -> HttpResponse:
    """Answer with a sentence for each question that is read; nothing is written, and no entry is asked."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])

    def choose(question: Several) -> str:
        return _sent(request, question.radio_name)

    typed = {name: _sent(request, name) for name in readings.READ}
    country = request.POST.get("country", "")
    found = readings.of_typed(typed, country if country in countries.countries else "", choose=choose)
    return JsonResponse(
        {name: {"text": each.text, "doubtful": each.is_doubtful} for name, each in found.items()}
    )


def _sent(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST_TEXT].replace("\0", "").replace("\r", "")
