"""`security.txt`: whom does somebody tell who found a hole?"""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a hole (RFC 9116); there is no such page while `CONTACT_EMAIL` names nobody."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    expires = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0) + timedelta(days=180)
    lines = (
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.SITE_URL}{reverse('practices:security')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
