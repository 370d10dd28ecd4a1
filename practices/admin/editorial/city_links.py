"""The page that links typed cities: an editor says which city of the list is meant."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin.entry.entry_of_address import with_entry
from practices.admin.expected_version import read_number
from practices.admin.next_steps import EDITORS_SITE
from practices.admin.sites import page_address, signed_in
from practices.answers.ceilings import TooLong
from practices.answers.codec import TYPED, Answers
from practices.entries import actions
from practices.entries.actions import Stale
from practices.models import City, Practice
from practices.models.place import just_so
from practices.places import lookup
from practices.text import fold, lines
from practices.workflow import Status

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

MOST_CITIES, MOST_TYPED = 20, 30
FOR = "for"
"""What in the address of the page that adds a city names the entry for which it is added."""


@with_entry
def cities_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show each typed name with the cities that it may mean; a POST links one."""
    expected_version = read_number(request.POST.get("seen", ""))
    if not permissions.can_link_cities(request.user, practice):
        if request.method == "POST" and expected_version not in {0, practice.version}:
            return cities_page(request, practice, admin=admin, status=HTTPStatus.CONFLICT)
        raise PermissionDenied
    if request.method == "POST":
        return _link(request, practice, admin=admin)
    return cities_page(request, practice, admin=admin)


def _link(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    name, typed = request.POST.get("field", ""), request.POST.get("typed", "")
    city = get_object_or_404(City, slug=request.POST.get("city", "").replace("\0", ""))
    if name not in TYPED or typed not in _lines(practice, name):
        return cities_page(request, practice, admin=admin, status=HTTPStatus.CONFLICT)
    moves_country = name == "city" and city.country != practice.country
    if moves_country and request.POST.get("country") != city.country.code:
        return cities_page(request, practice, admin=admin, status=HTTPStatus.BAD_REQUEST, elsewhere=city)
    try:
        actions.save_answers(
            practice,
            linked(practice, name, typed, city),
            by=signed_in(request),
            expected_version=read_number(request.POST.get("seen", "")),
        )
    except Stale as stale:
        return cities_page(request, stale.practice, admin=admin, status=HTTPStatus.CONFLICT)
    except TooLong as refusal:
        messages.error(request, str(refusal))
        return cities_page(request, practice, admin=admin)
    messages.success(request, _("Linked: “%(typed)s” means %(city)s.") % {"typed": typed, "city": city})
    if moves_country:
        said = _("The country of the entry is %(country)s now.") % {"country": city.country.name}
        messages.success(request, said)
    practice.refresh_from_db()
    left = any(_lines(practice, name) for name in TYPED)
    return redirect(admin.address(practice, "cities") if left else _back(practice, admin=admin))


def cities_page(
    request: HttpRequest,
    practice: Practice,
    *,
    admin: "EntryAdmin",
    status: int | None = None,
    elsewhere: City | None = None,
) -> HttpResponse:
    """Show the typed names; `elsewhere` is a city of another country that was to be linked."""
    asked, wanted = request.GET.get("typed", ""), request.GET.get("name", "")
    typed = [(field, name) for field in TYPED for name in _lines(practice, field)]
    names = [
        _name(practice, field, name, wanted if name == asked else name) for field, name in typed[:MOST_TYPED]
    ]
    return admin.page(
        request,
        "admin/editorial/city_links.html",
        practice,
        title=_("Typed cities"),
        status=status,
        names=names,
        later=len(typed[MOST_TYPED:]),
        entry_address=_back(practice, admin=admin),
        is_conflict=status == HTTPStatus.CONFLICT,
        elsewhere=elsewhere,
        editable=permissions.can_link_cities(request.user, practice),
    )


def linked(practice: Practice, field: str, typed: str, city: City) -> Answers:
    """Return the answers in which a city stands for one typed name; the entry is of the country of its city."""
    if field == "city":
        return {"city": city, "city_typed": "", "country": city.country.code}
    left = _lines(practice, field)
    left.remove(typed)
    return {
        "partner_cities": [*practice.partner_cities.all(), city],
        "partner_cities_typed": "\n".join(left),
    }


def way_back(request: HttpRequest, name: str = "") -> str:
    """Return the address of the entry's page from which somebody went to add a city, looking for a name there."""
    practice = Practice.objects.filter(pk=read_number(request.GET.get(FOR, ""))).first()
    if practice is None or not permissions.can_link_cities(request.user, practice):
        return ""
    asked = {"typed": request.GET.get("typed", ""), "name": name} if name else {}
    return page_address(practice, "cities", EDITORS_SITE) + (f"?{urlencode(asked)}" if asked else "")


def _back(practice: Practice, *, admin: "EntryAdmin") -> str:
    """Return the address of the page that an editor came from: where what waits is decided, and else the form."""
    return admin.address(practice, "review" if practice.status == Status.SUBMITTED else "change")


def _lines(practice: Practice, field: str) -> list[str]:
    return lines(getattr(practice, TYPED[field]))


def _name(practice: Practice, field: str, typed: str, wanted: str) -> dict[str, Any]:
    """Return a typed name with the cities that a search for it finds, and the way to add one."""
    name, country = lookup.place(wanted, practice.country.code or "")
    add = reverse("admin:practices_city_add", current_app="admin")
    prefilled: dict[str, str | int] = {"name": name, "country": country, FOR: practice.pk, "typed": typed}
    return {
        "field": field,
        "typed": typed,
        "wanted": wanted,
        "found": lookup.told_apart(list(_found(name, country, anywhere=field != "city"))),
        "add_address": f"{add}?{urlencode(prefilled)}",
    }


def _found(name: str, country: str, *, anywhere: bool) -> QuerySet[City]:
    """Return cities whose name contains a name: in the country, or for partners anywhere when it has none.

    Those that are called just so come first.
    """
    folded = fold(name)
    cities = City.objects.filter(names__contains=folded) if folded else City.objects.none()
    here = cities.in_country(country)
    found = cities if anywhere and not here.exists() else here
    return found.order_by(just_so(folded), "-population", "sort_name", "pk")[:MOST_CITIES]
