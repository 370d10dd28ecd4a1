"""The address at which a script asks what was understood of periods, cities and documents while they are typed, and which title is taken."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _
from django_countries import countries

from practices.admin.sites import signed_in
from practices.answers.period_reading import Reading
from practices.entries import readings
from practices.entries.duplicates import alike_on_line
from practices.places.lookup import Several
from practices.question_kinds import LONGEST_TEXT

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


def reading_view(request: HttpRequest, *, admin: "EntryAdmin") -> HttpResponse:
    """Answer with a sentence for each question that is read; nothing is written, and of entries only titles on line are asked."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])

    def choose(question: Several) -> str:
        return _sent(request, question.radio_name)

    person = signed_in(request)
    typed = {name: _sent(request, name) for name in readings.READ}
    country = request.POST.get("country", admin.first_answers(person).get("country", ""))
    known = country if country in countries.countries else ""
    found = readings.of_typed(typed, known, choose=choose)
    if not admin.has_everybodys and (alike := alike_on_line(typed["title"], known, person=person)):
        found["title"] = Reading(_("On line already: “%(title)s”. Is yours another one?") % {"title": alike})
    return JsonResponse(
        {name: {"text": each.text, "doubtful": each.is_doubtful} for name, each in found.items()}
    )


def _sent(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST_TEXT].replace("\0", "").replace("\r", "")
