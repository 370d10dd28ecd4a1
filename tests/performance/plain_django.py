"""The peer: what does a plain Django site cost on the same practices, as one writes it first?

A list by pages, a filter, a search by `icontains` and the page of a practice: no facets, no kept pages, no likeness.
`python -m tests.performance.plain_django TIMES NUMBER WORD...` measures in the database that DATABASE_URL names.
"""

import json
import sys
from functools import partial
from http import HTTPStatus

import django
from django.conf import settings

from catalogue.settings import DATABASES

PAGES = {
    "base": "<!DOCTYPE html><html><head><title>{% block title %}{% endblock %}</title></head><body>{% block body %}{% endblock %}</body></html>",
    "list": """{% extends "base" %}{% block title %}Practices{% endblock %}{% block body %}
<form><input name="q" value="{{ q }}"><button>Search</button></form><h1>{{ page.paginator.count }} practices</h1>
{% for each in page %}<article><h2><a href="{% url 'detail' each.pk %}">{{ each.title }}</a></h2>
<p>{{ each.city.name }} {{ each.country }}, {{ each.period }}</p><p>{{ each.teaser|truncatewords:40 }}</p>
<ul>{% for topic in each.topics.all %}<li>{{ topic.name }}</li>{% endfor %}</ul></article>{% endfor %}
{% if page.has_next %}<a href="?page={{ page.next_page_number }}">Next</a>{% endif %}{% endblock %}""",
    "detail": """{% extends "base" %}{% block title %}{{ each.title }}{% endblock %}{% block body %}<h1>{{ each.title }}</h1>
<p>{{ each.city.name }} {{ each.country }}, {{ each.period }}</p><p>{{ each.summary }}</p>
<ul>{% for topic in each.topics.all %}<li>{{ topic.name }}</li>{% endfor %}</ul>
{{ each.purpose|linebreaks }}{{ each.stimulus|linebreaks }}{{ each.process|linebreaks }}{{ each.impact|linebreaks }}
{{ each.lessons|linebreaks }}{{ each.body|linebreaks }}{% endblock %}""",
}
LOADER = "django.template.loaders.locmem.Loader"
settings.configure(
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["tests.performance"],
    DATABASES=DATABASES,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", [(LOADER, PAGES)])]},
        }
    ],
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="for measuring only",
    USE_TZ=True,
    DEBUG_PROPAGATE_EXCEPTIONS=True,
)
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402  settings first
from django.core.paginator import Paginator  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.urls import path  # noqa: E402

from tests.performance.clock import took  # noqa: E402

PER_PAGE = 20
SEARCHED = ("title", "summary", "purpose", "stimulus", "process", "impact", "lessons", "body")


class Named(models.Model):
    name = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class City(Named):
    class Meta:
        app_label, db_table, managed = "performance", "practices_city", False


class Topic(Named):
    class Meta:
        app_label, db_table, managed = "performance", "practices_topic", False


class Edition(models.Model):
    title, country, period, teaser, summary, purpose, stimulus, process, impact, lessons, body = (
        models.TextField() for _ in range(11)
    )
    first_published_at = models.DateTimeField()
    city = models.ForeignKey(City, models.PROTECT, null=True)
    topics = models.ManyToManyField(Topic, db_table="practices_edition_topics")

    class Meta:
        app_label, db_table, managed = "performance", "practices_edition", False

    def __str__(self) -> str:
        return self.title


def practice_list(request: HttpRequest) -> HttpResponse:
    found = Edition._default_manager.select_related("city").prefetch_related("topics")
    if country := request.GET.get("country"):
        found = found.filter(country=country)
    if q := request.GET.get("q", ""):
        found = found.filter(Q.create([(f"{field}__icontains", q) for field in SEARCHED], connector=Q.OR))
    paginator = Paginator(found.order_by("-first_published_at", "-pk"), PER_PAGE)
    return render(request, "list", {"page": paginator.get_page(request.GET.get("page")), "q": q})


def practice_detail(request: HttpRequest, number: int) -> HttpResponse:
    each = get_object_or_404(Edition._default_manager.select_related("city"), pk=number)
    return render(request, "detail", {"each": each})


urlpatterns = [path("", practice_list), path("<int:number>/", practice_detail, name="detail")]
handler = WSGIHandler()


def measure(times: int, number: int, country: str, words: dict[str, str]) -> dict[str, dict[str, float]]:
    """Return what each page costs; `number` is the key of an edition, `words` are looked for by their names."""
    pages = {"list": "/", "filtered": f"/?country={country}", "page": "/?page=50", "detail": f"/{number}/"}
    pages |= {name: f"/?q={word}" for name, word in words.items()}
    return {name: took(partial(_call, address), times=times).as_dict() for name, address in pages.items()}


def _call(address: str) -> None:
    answer = handler.get_response(RequestFactory().get(address, headers={"host": "localhost"}))
    if answer.status_code != HTTPStatus.OK:
        raise ValueError(address, answer.status_code)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), **json.loads(sys.argv[2]))))
