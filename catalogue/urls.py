"""Which address leads where?"""

from django.urls import include, path

from practices.admin import contribute, editorial
from practices.views import health

handler400 = "practices.refusals.bad_request"
handler403 = "practices.refusals.forbidden"
handler404 = "practices.refusals.not_found"
handler500 = "practices.refusals.server_error"

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("practices.account_urls")),
    path("contribute/", contribute.site.urls),
    path("admin/", editorial.site.urls),
    path("", include("practices.urls")),
]
