"""The addresses: which leads where?"""

from django.urls import include, path

from catalogue import request_log
from practices.admin.contribute import site as contribute
from practices.admin.editorial import site as editorial
from practices.public.views import health

handler400 = "practices.errors.views.bad_request"
handler403 = "practices.errors.views.forbidden"
handler404 = "practices.errors.views.not_found"
handler500 = "practices.errors.views.server_error"

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", request_log.metrics, name="metrics"),
    path("accounts/", include("practices.accounts.urls")),
    path("contribute/", contribute.site.urls),
    path("admin/", editorial.site.urls),
    path("", include("practices.urls")),
]
