"""What is the limit: how fast can any Django view be here?

A view without middleware, database, page or header work, that answers each address with bytes which were there before.
`BARE` names a folder with one file for each address.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

SAID = {file.name: file.read_bytes() for file in Path(os.environ["BARE"]).iterdir()}


def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with the bytes of a name, or with 304 to who has them."""
    if request.META.get("HTTP_IF_NONE_MATCH"):
        return HttpResponse(status=304)
    headers = {"Content-Encoding": "gzip", "Content-Length": str(len(SAID[name]))}
    return HttpResponse(SAID[name], content_type="text/html; charset=utf-8", headers=headers)


urlpatterns = [path("<str:name>", answer)]
settings.configure(
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="for measuring only",
    USE_TZ=True,
)
application = WSGIHandler()
