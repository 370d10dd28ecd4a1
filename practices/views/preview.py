"""How will the public page of an entry look once it is published? For those who may see its working copy."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import answers as answering
from practices import editions, permissions
from practices.models import Practice
from practices.views.article import article


@never_cache
@require_safe
@login_required
def practice_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the working copy's public answers as publication would, and say that it is a preview."""
    practice = get_object_or_404(Practice.objects.select_related("city"), pk=pk)
    if not permissions.can_see_preview(request.user, practice):
        raise Http404
    answers = answering.public(answering.read(practice))
    context = {
        "article": article(answers | answering.typed(practice), editions.rendered(answers), linked=False),
        "practice": practice,
        "entry_address": reverse(
            "admin:practices_practice_change", args=[pk], current_app=_site(request, practice)
        ),
    }
    return TemplateResponse(request, "practices/preview.html", context)


def _site(request: HttpRequest, practice: Practice) -> str:
    """Return the admin site on which this person works on the entry."""
    own = request.user.is_authenticated and practice.contributor_id == request.user.pk
    return "contribute" if own else "admin"
