"""The health pages: is this process alive, and can it serve?"""

from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices.health import disk, migrations
from practices.models import Job, LastRun

LIVEZ = "/livez"
HEALTH = {LIVEZ, "/readyz"}


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process answers at all; nothing else is touched."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database is reached and every migration is applied, else 503 and which is not.

    `release` and `build` say which code answers, so that `./upgrade` and a monitor see that the new one does.
    `disk` says whether there is room to write where the database (a file of this machine) and long bodies go. Without
    it pages are still shown, so that a proxy goes on sending people here, as while the site is `read_only`. `?detail` adds when the last backup, its drill
    and a verification went well, and when the mail worker last gave a sign of life.
    """
    said: dict[str, Any] = {"release": settings.VERSION, "build": settings.RELEASE}
    said |= {"database": False, "migrations": False, "disk": disk.has_room()}
    said["read_only"] = settings.READ_ONLY
    try:
        said["migrations"] = not migrations.not_applied()
    except Error:
        return JsonResponse(said, status=503)
    said["database"] = True
    if "detail" in request.GET and said["migrations"]:
        said |= _last_runs()
    return JsonResponse(said, status=200 if said["migrations"] else 503)


def _last_runs() -> dict[str, Any]:
    """Return when each job last went well, and how many hours ago; nothing for one that never did."""
    known = {each.job: each.at for each in LastRun.objects.all()}
    return {
        job: {"at": at.isoformat(), "hours": round((timezone.now() - at).total_seconds() / 3600, 1)}
        if (at := known.get(job))
        else None
        for job in Job.values
    }
