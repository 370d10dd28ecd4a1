"""The template as a Word form, blank, or with the answers of a practice that is on line."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from practices.answers import codec
from practices.entries.readings import as_typed
from practices.exports import record
from practices.exports.word.form import blank_form, filled_form, word_response_headers
from practices.public.views.practices import moved_or_gone


@require_safe
def template_form(request: HttpRequest) -> HttpResponse:
    """Give the good-practice template to be filled in at home."""
    return HttpResponse(blank_form(), headers=word_response_headers("good-practice-template"))


@require_safe
def practice_form(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the template with what a practice on line answers."""
    edition = record.loaded().filter(practice__slug=slug).first()
    if edition is None:
        return moved_or_gone(request, slug, "practices:practice_form")
    said = codec.typed(edition) | codec.public_answers(codec.read(edition))
    file = filled_form(as_typed(said), edition.published_at)
    return HttpResponse(file, headers=word_response_headers(f"{slug}-form"))
