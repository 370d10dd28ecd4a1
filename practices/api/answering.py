"""What all addresses of the API have in common: JSON whatever is asked for, the words of the pages when something is wrong.

Django REST framework reads the request and writes the answer; who may ask is everybody, so nothing else of it is used.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from practices.api.schemas import ANSWERS, reference
from practices.errors import views, wording
from practices.errors.problems import MEDIA_TYPE
from practices.exports.formats.taken import taken
from practices.public.decorators import View, public

METHODS = ("GET", "HEAD", "OPTIONS")
READABLE = "If-None-Match"
"""What a page of another site may send besides."""
DAY = 24 * 3600
ELSEWHERE = HTTPStatus.MOVED_PERMANENTLY
FAULTS = {
    ELSEWHERE: "The usual spelling of what was asked for, in `Location`.",
    HTTPStatus.BAD_REQUEST: "The address says something that cannot be read, and which.",
    HTTPStatus.NOT_FOUND: "There is no such page of the list, or never was such a practice.",
    HTTPStatus.GONE: "It was here once: the public reason, or that there is none.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many searches from one network; `Retry-After` says for how long to wait.",
}


class JSON(JSONRenderer):
    """Moments and names as the files have them."""

    encoder_class = DjangoJSONEncoder


class AlwaysJSON(BaseContentNegotiation):
    """One answer for everybody, which can be kept: no header has a say in it."""

    def select_parser(self, request: Any, parsers: Any) -> None:
        return None

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class Answer(APIView):
    """An address that is read, by anybody."""

    authentication_classes = permission_classes = throttle_classes = parser_classes = ()
    renderer_classes = (JSON,)
    content_negotiation_class = AlwaysJSON
    http_method_names = tuple(method.lower() for method in METHODS)

    def handle_exception(self, exc: Exception) -> HttpResponseBase:
        """Answer as the pages do; what is nobody's fault but ours is raised."""
        if isinstance(exc, MethodNotAllowed):
            return HttpResponseNotAllowed(METHODS)
        if isinstance(exc, Http404):
            return views.not_found(self.request, exc)
        raise exc

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell browsers what pages of other sites may ask."""
        allowed = ", ".join(METHODS)
        return HttpResponse(
            status=HTTPStatus.NO_CONTENT,
            headers={
                "Allow": allowed,
                "Access-Control-Allow-Methods": allowed,
                "Access-Control-Allow-Headers": READABLE,
                "Access-Control-Max-Age": str(DAY),
            },
        )


def served(answer: type[Answer], *parameters: str) -> View:
    """Return the view of an address, which is kept like a page; a parameter that it does not read is refused, not dropped."""
    shown = public(answer.as_view(), *parameters)

    @wraps(shown)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if unknown := sorted(set(request.GET) - set(parameters)):
            read = ", ".join(parameters) or _("none")
            return unreadable(
                request,
                [
                    _("“%(name)s” is no parameter of this address. It reads: %(read)s.")
                    % {"name": name, "read": read}
                    for name in unknown
                ],
            )
        return shown(request, *args, **kwargs)

    return page


def unreadable(request: HttpRequest, messages: Iterable[str]) -> HttpResponse:
    """Answer that an address cannot be read, and why."""
    return views.error_page(request, wording.NO_SUCH_QUERY, reason=" ".join(messages))


def taken_now(title: str, page: str, request: HttpRequest, total: int) -> dict[str, Any]:
    """Return what an answer says of itself: of which page it is, when taken, under which licences."""
    return taken(title, page, request.get_full_path(), total, ()).about


def on_site(address: str) -> str:
    """Return an address of this site for whoever is on another one."""
    return settings.SITE_URL + address


def with_links(said: dict[str, Any], **relations: str | None) -> Response:
    """Return an answer with the pages around it as a header (RFC 8288)."""
    links = [f'<{address}>; rel="{name}"' for name, address in relations.items() if address]
    return Response(said, headers={"Link": ", ".join(links)} if links else None)


def told_as[Method: Callable[..., Any]](
    name: str, summary: str, *parameters: OpenApiParameter, faults: Iterable[HTTPStatus] = ()
) -> Callable[[Method], Method]:
    """Declare what an address answers, for the OpenAPI document and the page about it."""
    other = {
        status if status is ELSEWHERE else (status, MEDIA_TYPE): OpenApiResponse(
            None if status is ELSEWHERE else reference("Problem"), FAULTS[status]
        )
        for status in faults
    }
    responses = {
        HTTPStatus.OK: OpenApiResponse(ANSWERS[name], "The answer."),
        HTTPStatus.NOT_MODIFIED: OpenApiResponse(None, "It is as it was when you got this `ETag`."),
    }
    decorated: Callable[[Method], Method] = extend_schema(
        operation_id=name, summary=summary, parameters=list(parameters), responses=responses | other, tags=[]
    )
    return decorated
