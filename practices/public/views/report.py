"""The form by which anybody reports a problem with a page to the editors: no account, no cookie."""

from http import HTTPStatus

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from practices.accounts import rate_limits
from practices.accounts.forms import Address
from practices.accounts.visitors import client
from practices.errors import views, wording
from practices.models import Report
from practices.models.report import LONGEST_PAGE, LONGEST_REPORT


class ReportForm(forms.Form):
    """What is wrong with which page, and where to answer; `website` is a trap for programs."""

    page = forms.CharField(
        label=_("Address of the page"), max_length=LONGEST_PAGE, required=False, widget=forms.TextInput
    )
    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_(
            "For example a mistake, a dead link, or something that you cannot read or use: then say with which browser or aid."
        ),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write what is wrong.")},
    )
    email = Address(
        label=_("E-mail address (optional)"),
        help_text=_("Only if you want an answer. Nobody else is told it."),
        required=False,
    )
    website = forms.CharField(required=False, label=_("Leave this empty"))

    def save(self) -> None:
        """Keep the report; that of a program is thrown away without a word."""
        said = self.cleaned_data
        if not said["website"]:
            Report.objects.create(page=said["page"], text=said["text"], email=said["email"])


@csrf_exempt  # a token needs a cookie, and there is no account whose rights another site could use here
@require_http_methods(["GET", "HEAD", "POST"])
def report_problem(request: HttpRequest) -> HttpResponse:
    """Take a report. The page of the form is one that any cache may keep; with an error it is not."""
    if request.method != "POST":
        page = request.GET.get("page", "").replace("\0", "")[:LONGEST_PAGE]
        return _page(request, ReportForm(initial={"page": page}))
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.BAD_REQUEST)
    try:
        rate_limits.spend("report", ip=client(request), everybody="")
    except rate_limits.TooMany as refused:
        return _too_many(request, refused.wait)
    form.save()
    return redirect("practices:reported")


def _page(request: HttpRequest, form: ReportForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return TemplateResponse(request, "practices/article/report.html", {"form": form}, status=status)


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    page = views.error_page(request, wording.REPORTED_TOO_OFTEN)
    page.headers["Retry-After"] = str(wait)
    add_never_cache_headers(page)
    return page


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """Thank for a report."""
    return TemplateResponse(request, "practices/article/reported.html")
