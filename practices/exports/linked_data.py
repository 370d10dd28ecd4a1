"""What machines read off a page: schema.org for search engines, DCAT-AP for catalogues of open data, both as JSON-LD.

schema.org has no case study: a `Report`, by the city or the catalogue, about a `Project`, says most of it.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.answers.codec import TYPED, Answers
from practices.answers.pictures import ShownPicture
from practices.choices import LICENCE_ADDRESSES, Licence
from practices.exports.citation import Citation
from practices.exports.formats.table import FORMATS
from practices.models import Edition
from practices.places.countries import country_name
from practices.uploads.kinds import JPEG

type Graph = dict[str, Any]

SCHEMA = "https://schema.org"
DCAT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/ENG"
THEME = "http://publications.europa.eu/resource/authority/data-theme/SOCI"


def _address(name: str) -> str:
    return settings.SITE_URL + reverse(f"practices:{name}")


def practice_report(
    edition: Edition, answers: Answers, cited: Citation, picture: ShownPicture | None = None
) -> Graph:
    """Return what a practice on line is: a report by its author about a project, where and when that ran."""
    place = _place(answers, cited.place)
    site = {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL}
    said = {
        "@context": SCHEMA,
        "@type": "Report",
        "@id": cited.address,
        "url": settings.SITE_URL + edition.get_absolute_url(),
        "headline": cited.title,
        "name": cited.title,
        "description": cited.summary,
        "reportNumber": f"{cited.practice}.{cited.number}",
        "version": cited.number,
        "inLanguage": cited.language,
        "datePublished": edition.first_published_at.isoformat(),
        "dateModified": edition.published_at.isoformat(),
        "license": cited.licence_url,
        "image": _image(picture) if picture else None,
        "author": site if cited.source else {"@type": "GovernmentOrganization", "name": cited.author},
        "publisher": site,
        "isBasedOn": cited.source,
        "isPartOf": {"@id": _address("home")},
        "keywords": [
            {"@type": "DefinedTerm", "name": topic.name, "url": settings.SITE_URL + topic.get_absolute_url()}
            for topic in answers["topics"]
        ],
        "spatialCoverage": place,
        "temporalCoverage": _interval(edition),
        "about": {"@type": "Project", "name": cited.title, "location": place},
    }
    return {name: value for name, value in said.items() if value}


def _image(picture: ShownPicture) -> Graph:
    said = {
        "@type": "ImageObject",
        "contentUrl": picture.address_on_site,
        "encodingFormat": JPEG.media_type,
        "width": picture.width,
        "height": picture.height,
        "caption": picture.caption,
        "description": picture.alt,
        "creditText": picture.credit,
        "license": picture.licence_address,
    }
    return {name: value for name, value in said.items() if value}


def _place(answers: Answers, name: str) -> Graph:
    place: Graph = {
        "@type": "Place",
        "name": name,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": answers["city"].name if answers["city"] else answers[TYPED["city"]],
            "addressCountry": str(answers["country"]),
        },
    }
    if answers["city"] and (position := answers["city"].position):
        east, north = position
        place["geo"] = {"@type": "GeoCoordinates", "longitude": east, "latitude": north}
    return place


def _interval(edition: Edition) -> str:
    """Return the years as an interval of ISO 8601; an open end is two points."""
    start, end = edition.period_start, edition.period_end
    if not (start or end):
        return ""
    return f"{start or '..'}/{'..' if edition.period_ongoing else end or '..'}"


def breadcrumbs(*steps: tuple[str, str]) -> Graph:
    """Return the way up, each step by its name and its address on this site."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": settings.SITE_URL + address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": items}


def data_catalog(total: int) -> Graph:
    """Return what the site is: a catalogue with one set of data, which can be had in many forms."""
    downloads = [
        {
            "@type": "DataDownload",
            "name": str(form.label),
            "encodingFormat": form.type,
            "contentUrl": _address(form.list_name),
        }
        for form in FORMATS.values()
    ]
    dataset = {
        "@type": "Dataset",
        "@id": _address("list"),
        "name": settings.SITE_NAME,
        "description": _description(total),
        "url": _address("list"),
        "license": LICENCE_ADDRESSES[Licence.CC_BY],
        "creator": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "isAccessibleForFree": True,
        "distribution": downloads,
    }
    home = _address("home")
    about = {"@id": home, "name": settings.SITE_NAME, "url": home, "description": _description(total)}
    return {"@context": SCHEMA, "@type": "DataCatalog", **about, "dataset": [dataset]}


def _description(total: int) -> str:
    return _("%(total)d good practices of intercultural cities: what was done, why, and what came of it.") % {
        "total": total
    }


def dcat_catalog(total: int, modified: str, countries: list[str]) -> Graph:
    """Return the catalogue as DCAT-AP 3 has it; `countries` are the codes of those that practices are from."""
    home, practices = _address("home"), _address("list")
    publisher = {"@id": f"{home}#publisher", "@type": "foaf:Agent", "foaf:name": settings.SITE_NAME}
    named = {
        "dct:title": _text(settings.SITE_NAME),
        "dct:description": _text(_description(total)),
        "dct:language": {"@id": LANGUAGE},
        "dct:publisher": publisher,
    }
    if modified:
        named["dct:modified"] = {"@value": modified, "@type": "xsd:dateTime"}
    distributions = [
        {
            "@id": f"{_address(form.list_name)}#distribution",
            "@type": "dcat:Distribution",
            "dct:title": _text(str(form.label)),
            "dcat:accessURL": {"@id": practices},
            "dcat:downloadURL": {"@id": _address(form.list_name)},
            "dcat:mediaType": {"@id": MEDIA_TYPES + form.type},
            "dct:license": {"@id": LICENCE_ADDRESSES[Licence.CC_BY]},
        }
        for form in FORMATS.values()
    ]
    dataset = {
        "@id": f"{practices}#dataset",
        "@type": "dcat:Dataset",
        **named,
        "dct:identifier": practices,
        "dcat:landingPage": {"@id": practices},
        "dcat:theme": {"@id": THEME},
        "dct:spatial": [
            {"@type": "dct:Location", "dct:title": _text(country_name(code))} for code in countries
        ],
        "dcat:distribution": distributions,
    }
    about = {"@id": home, "@type": "dcat:Catalog", **named, "foaf:homepage": {"@id": home}}
    return {"@context": DCAT, **about, "dcat:dataset": dataset}


def _text(text: str) -> Graph:
    return {"@value": text, "@language": "en"}
