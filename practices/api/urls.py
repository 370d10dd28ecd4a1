"""The addresses of the API, and of the page about it."""

from django.urls import path

from practices.api.answering import served
from practices.api.changes import ChangeFeed
from practices.api.document import Document
from practices.api.page import KEYS, about_api, lead
from practices.api.practices import EditionList, FacetCounts, One, OneEdition, PracticeList
from practices.api.ways_in import CityList, CountryList, TopicList
from practices.listing.filters import Practices
from practices.public.decorators import public

urlpatterns = [
    path("", public(about_api), name="api"),
    path("try/<slug:operation>/", public(lead, *KEYS), name="api_lead"),
    path("v1/practices/", served(PracticeList, *Practices.base_filters, "page"), name="api_practices"),
    path("v1/practices/<slug:name>/", served(One), name="api_practice"),
    path("v1/practices/<int:number>/editions/", served(EditionList), name="api_editions"),
    path("v1/practices/<int:number>/editions/<int:edition>/", served(OneEdition), name="api_edition"),
    path("v1/countries/", served(CountryList), name="api_countries"),
    path("v1/cities/", served(CityList), name="api_cities"),
    path("v1/topics/", served(TopicList), name="api_topics"),
    path("v1/counts/", served(FacetCounts, *Practices.base_filters), name="api_counts"),
    path("v1/changes/", served(ChangeFeed, "since"), name="api_changes"),
    path("v1/openapi.json", served(Document), name="api_document"),
]
