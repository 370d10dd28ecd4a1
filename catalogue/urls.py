"""Which address leads where?"""

from django.urls import include, path

from practices.admin import contribute, editorial
from practices.views import accounts, health

handler400 = "practices.views.pages.bad_request"
handler403 = "practices.views.pages.forbidden"
handler404 = "practices.views.pages.not_found"
handler500 = "practices.views.pages.server_error"

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", accounts.welcome, name="welcome"),
    path("accounts/login/", accounts.sign_in, name="login"),
    path("accounts/logout/", accounts.sign_out, name="logout"),
    path("accounts/password/", accounts.password_change, name="password_change"),
    path("accounts/password/done/", accounts.password_change_done, name="password_change_done"),
    path("contribute/", contribute.site.urls),
    path("admin/", editorial.site.urls),
    path("", include("practices.urls")),
]
