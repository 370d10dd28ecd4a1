"""Which address leads where?"""

from django.urls import path

from practices.views import health, pages

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("", pages.home, name="home"),
]
