"""The addresses of public pages."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from practices.exports.formats.table import FORMATS
from practices.listing.filters import Practices
from practices.places.regions import REGIONS
from practices.public.decorators import public
from practices.public.parts import facets, figures
from practices.public.views import (
    attachments,
    compare,
    crawled,
    facet_values,
    files,
    insights,
    map_files,
    pages,
    pictures,
    places,
    practices,
    preview,
    privacy,
    report,
    results_map,
    security_txt,
    share_images,
    word_forms,
)
from practices.styleguide import views


class RegionConverter(StringConverter):
    """A word that names a part of the world, and no country."""

    regex = "|".join(REGIONS)


class FigureConverter(StringConverter):
    """The name of a figure."""

    regex = "|".join(figures.FIGURES)


class DigestConverter(StringConverter):
    """The name of a file: the SHA-256 of its bytes."""

    regex = "[0-9a-f]{64}"


class RenditionConverter(StringConverter):
    """The kinds of files in which readers see pictures."""

    regex = "webp|jpg"


register_converter(RegionConverter, "region")
register_converter(FigureConverter, "figure")
register_converter(DigestConverter, "digest")
register_converter(RenditionConverter, "rendition")
PICTURE = "<digest:digest>-<int:width>.<rendition:kind>"
app_name = "practices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public(pages.home), name="home"),
    path("practices/", public(practices.practice_list, *Practices.base_filters, "page"), name="list"),
    *(
        path(
            f"practices.{form.ending}",
            public(files.list_file, *Practices.base_filters),
            {"ending": form.ending},
            name=form.list_name,
        )
        for form in FORMATS.values()
    ),
    *(
        path(
            f"practices/<slug:slug>.{form.ending}",
            public(files.practice_file),
            {"ending": form.ending},
            name=form.entry_name,
        )
        for form in FORMATS.values()
        if form.of_entry
    ),
    *(
        path(
            f"practices/{word}/",
            public(facet_values.facet_values, *Practices.base_filters),
            {"name": name},
            name=facets.route(name),
        )
        for name, word in facets.PAGES.items()
    ),
    path("insights/", public(insights.insights, *Practices.base_filters), name="insights"),
    path("insights.csv", public(insights.insights_file, *Practices.base_filters), name="insights_file"),
    path(
        "insights/<figure:name>.csv",
        public(insights.figure_file, *Practices.base_filters),
        name="figure_file",
    ),
    path("practices/map/", public(results_map.results_map, *Practices.base_filters), name="map"),
    path(
        "practices/map/<slug:code>/",
        public(results_map.results_map, *Practices.base_filters),
        name="map_part",
    ),
    path("practices/map.svg", public(map_files.results_file, *Practices.base_filters), name="map_file"),
    path("practices/<slug:slug>/", public(practices.practice_detail), name="detail"),
    path("practices/<slug:slug>/form.docx", public(word_forms.practice_form), name="practice_form"),
    path("practices/<slug:slug>/editions/<int:number>/", public(practices.practice_edition), name="edition"),
    *(
        path(
            f"practices/<slug:slug>/editions/<int:number>.{form.ending}",
            public(files.edition_file),
            {"ending": form.ending},
            name=form.edition_name,
        )
        for form in FORMATS.values()
        if form.of_edition
    ),
    path("cards/<int:number>-<int:edition>.png", public(share_images.practice_card), name="card"),
    path("cards/site.png", public(share_images.site_card), name="site_card"),
    path(f"pictures/{PICTURE}", pictures.public_picture, name="picture"),
    path("documents/<digest:digest>", attachments.public_attachment, name="attachment"),
    path("p/<int:number>/", public(practices.practice_short), name="short"),
    path("preview/<int:pk>/", preview.practice_preview, name="preview"),
    path(f"preview/pictures/{PICTURE}", pictures.preview_picture, name="preview_picture"),
    path(f"preview/shared/<str:token>/pictures/{PICTURE}", pictures.shared_picture, name="shared_picture"),
    path("preview/documents/<digest:digest>", attachments.preview_attachment, name="preview_attachment"),
    path(
        "preview/shared/<str:token>/documents/<digest:digest>",
        attachments.shared_attachment,
        name="shared_attachment",
    ),
    path("preview/shared/<str:token>/", preview.practice_shared, name="shared"),
    path("compare/", public(compare.compare, "p", "q"), name="compare"),
    path("api/", include("practices.api.urls")),
    path("places/", public(places.place_list), name="places"),
    path("places.svg", public(map_files.world_file), name="world_file"),
    path("places/<region:slug>.svg", public(map_files.region_file), name="region_file"),
    path("places/<slug:code>.svg", public(map_files.country_file), name="country_file"),
    path("places/<slug:code>/<slug:slug>.svg", public(map_files.city_file), name="city_file"),
    path("places/suggestions/", public(places.city_suggestions, "q", "country"), name="suggestions"),
    path("places/<region:slug>/", public(places.region_detail), name="region"),
    path("places/<slug:code>/", public(places.country_detail, "page"), name="country"),
    path("places/<slug:code>/<slug:slug>/", public(places.city_detail, "page"), name="city"),
    path("topics/", public(places.topic_list), name="topics"),
    path("topics/<slug:slug>/", public(places.topic_detail, "page"), name="topic"),
    path("template/", public(pages.template), name="template"),
    path("template.docx", public(word_forms.template_form), name="template_form"),
    path("design/", views.components, name="design"),
    path("about/", public(pages.about), name="about"),
    path("sitemap.xml", public(crawled.sitemap), name="sitemap"),
    path("sitemap-pages.xml", public(crawled.sitemap_pages), name="sitemap_pages"),
    path("sitemap-<int:number>.xml", public(crawled.sitemap_part), name="sitemap_part"),
    path("catalog.jsonld", public(crawled.catalog), name="catalog"),
    path("robots.txt", public(crawled.robots), name="robots"),
    path("favicon.ico", public(crawled.favicon), name="favicon"),
    path(".well-known/security.txt", public(security_txt.security_txt), name="security"),
    path("privacy/", public(privacy.privacy), name="privacy"),
    path("report/", public(report.report_problem, "page"), name="report"),
    path("report/sent/", public(report.reported), name="reported"),
    path("accessibility/", public(pages.accessibility), name="accessibility"),
]
