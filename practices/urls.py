"""Which address leads to which public page?"""

from django.urls import path

from practices.views import catalogue, pages, places, preview

app_name = "practices"
urlpatterns = [
    path("", pages.home, name="home"),
    path("practices/", catalogue.practice_list, name="list"),
    path("practices/<slug:slug>/", catalogue.practice_detail, name="detail"),
    path("practices/<slug:slug>/editions/<int:number>/", catalogue.practice_edition, name="edition"),
    path("p/<int:number>/", catalogue.practice_short, name="short"),
    path("preview/<int:pk>/", preview.practice_preview, name="preview"),
    path("preview/shared/<str:token>/", preview.practice_shared, name="shared"),
    path("places/", places.place_list, name="places"),
    path("places/<slug:code>/", places.country_detail, name="country"),
    path("places/<slug:code>/<slug:slug>/", places.city_detail, name="city"),
    path("topics/", places.topic_list, name="topics"),
    path("topics/<slug:slug>/", places.topic_detail, name="topic"),
    path("template/", pages.template, name="template"),
    path("about/", pages.about, name="about"),
]
