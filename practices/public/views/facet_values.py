"""The pages of all values of a facet: what can be chosen, where the list shows the first of it?"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from practices.listing.canonical import canonical, is_canonical
from practices.listing.filters import Practices
from practices.listing.results import ResultSet
from practices.models import Edition
from practices.public.parts.facets import Facets, all_of, route
from practices.public.parts.names import WITHOUT_CITY
from practices.public.views import pages


@require_safe
def facet_values(request: HttpRequest, name: str) -> HttpResponse:
    """Show all values of a facet from A to Z, with what the list asks for; the list says what is wrong with that."""
    asked = Practices(request.GET, Edition.objects.originals())
    if asked.error_messages():
        return redirect(f"{reverse('practices:list')}?{request.GET.urlencode()}")
    address = canonical(asked.query(), name=route(name))
    if not is_canonical(request, address):
        return redirect(address, permanent=True)
    if asked.typed("q") and (refused := pages.refused_search(request, "search")):
        return refused
    chips = [chip for chip in asked.chips() if chip.name != name]
    orders = [("sort", asked.order)] if asked.order != asked.usual_order else []
    facet = Facets(ResultSet(asked)).named(name)
    context = {
        "address": settings.SITE_URL + address,
        "chips": chips,
        "facet": facet,
        "heading": all_of(name, sum(value.value not in WITHOUT_CITY for value in facet.all)),
        "kept": [(chip.name, chip.value) for chip in chips] + orders,
        "list_url": canonical(asked.query()),
    }
    return TemplateResponse(request, "practices/practice/values.html", context)
