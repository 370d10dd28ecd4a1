"""The editors' site, for everything."""

from functools import cache, reduce
from http import HTTPStatus
from operator import and_, or_
from typing import Any, ClassVar, override

from django.contrib import admin
from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_countries import countries

from practices import permissions
from practices.admin import columns
from practices.admin.cities_and_topics import Cities, Topics
from practices.admin.editorial import (
    bulk,
    city_links,
    find_by_address,
    list_files,
    review,
    side_by_side,
    takedown,
)
from practices.admin.editorial.dashboard import desk
from practices.admin.editorial.ready_notes import ReadyNotes
from practices.admin.entry.admin import EntryAdmin
from practices.admin.entry.comments import CommentForm
from practices.admin.expected_version import NUMBER_WORD, read_number
from practices.admin.list_filters import (
    ByAge,
    ByContributor,
    ByCountry,
    ByDecision,
    ByEditionAge,
    ByLanguage,
    ByReader,
    ByStatus,
    ByTopic,
    ByTypedCity,
    ByYear,
)
from practices.admin.outbox import Mails, shown_to
from practices.admin.people import People
from practices.admin.records import Records
from practices.admin.reports import Reports
from practices.admin.sites import Site, signed_in
from practices.admin.styleguide import EXAMPLES
from practices.entries.trash import thrown_away
from practices.models import AuditEvent, City, Mail, Practice, ReadyNote, Report, Topic, User
from practices.models.practice import PracticeQuerySet
from practices.places.countries import country_name
from practices.question_kinds import Kind
from practices.template import of_kind
from practices.text import fold
from practices.workflow import Status

MOST_WORDS, LONGEST_SEARCH = 20, 1000
SEARCHED = [question.field for question in of_kind(Kind.LINE, Kind.PLAIN, Kind.TEXT) if question.weight]


OF_WORK = {"User", "Mail", "Report", "AuditEvent"}
"""The lists that say nothing to the public."""


class EditorialSite(Site):
    site_header = _("Good practices: editors")
    index_title = _("Editors")
    index_template = "admin/editorial/index.html"
    shell = "admin/editorial/shell.html"

    def has_permission(self, request: HttpRequest) -> bool:
        return permissions.can_enter_admin(request.user)

    def get_urls(self) -> list[Any]:
        return [
            path("design/", self.admin_view(require_safe(self.design)), name="design"),
            *super().get_urls(),
        ]

    @override
    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the content, and apart from it what tells of the work and of people."""
        found = super().get_app_list(request, app_label)
        return [
            each | {"name": name, "models": models}
            for each in found
            for name, of_work in ((_("Content"), False), (_("Work and people"), True))
            if (models := [row for row in each["models"] if (row["object_name"] in OF_WORK) is of_work])
        ]

    def design(self, request: HttpRequest) -> TemplateResponse:
        """Show the parts of the admin's pages in every state."""
        shown = {"title": _("Design"), "examples": EXAMPLES}
        return TemplateResponse(request, "admin/design.html", self.each_context(request) | shown)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Open on what needs this editor, on mails that have failed, and on problems that visitors report."""
        failed = shown_to(signed_in(request)).failed().count()
        return super().index(
            request,
            {
                **desk(signed_in(request)),
                "failed": failed,
                "reports": Report.objects.open().count(),
                "thrown": thrown_away().count(),
                **(extra_context or {}),
            },
        )


class AllPractices(EntryAdmin):
    """Each row of the list carries the version that it shows: who acts on a row has seen that one."""

    pages = (
        ("bulk/", "bulk", bulk.bulk_view),
        ("bulk/<int:number>/", "batch", bulk.batch_view),
        ("next/", "next", review.next_view),
        ("list/<slug:ending>/", "list_file", list_files.list_file_view),
        ("<int:pk>/cities/", "cities", city_links.cities_view),
        ("<int:pk>/review/", "review", review.review_view),
        ("<int:pk>/beside/<int:number>/", "beside", side_by_side.beside_view),
        ("<int:pk>/claim/", "claim", review.claim_view),
        ("<int:pk>/takedown/", "takedown", takedown.takedown_view),
        *(
            (route, name, find_by_address.found_list_view if name == "changelist" else view)
            for route, name, view in EntryAdmin.pages
        ),
    )
    list_display = (
        columns.titled,
        columns.numbered,
        columns.placed,
        columns.stands,
        columns.waited,
        "contributor",
        columns.edition_number,
    )
    list_filter = (
        ByStatus,
        ByReader,
        ByDecision,
        ByAge,
        ByTypedCity,
        ByYear,
        ByContributor,
        ByEditionAge,
        ByCountry,
        ByTopic,
        ByLanguage,
    )
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = SEARCHED
    search_help_text = _(
        "The number, or words of the title, the place, the texts or the contributor's address. A pasted address of an "
        "entry leads to it."
    )
    list_per_page = 50
    actions: Any = bulk.ACTIONS
    has_everybodys = True
    list_forms = tuple(list_files.FORMS.values())
    list_title = _("All practices")
    ordering: ClassVar[Any] = (
        Case(When(status=Status.SUBMITTED, then=F("status_since"))).asc(nulls_last=True),
        "-saved_at",
    )
    """What waits for an editor comes first, oldest first."""

    @admin.display(description=_("Select"))
    def action_checkbox(self, obj: Practice) -> SafeString:
        box = super().action_checkbox(obj)
        return format_html('{}<input type="hidden" name="seen-{}" value="{}">', box, obj.pk, obj.version)

    @override
    def get_actions(
        self, request: HttpRequest, action_location: admin.ActionLocation = admin.ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Offer what can be done with what is listed."""
        status = request.GET.get("status__exact", "")
        offered = super().get_actions(request, action_location)
        return {name: each for name, each in offered.items() if bulk.is_offered_for(name, status)}

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Practice], *args: Any, **kwargs: Any
    ) -> Any:
        """Act on what was ticked, even if the list now shows it no more."""
        bulk.check_numbers(request)
        chosen = queryset if bulk.is_across(request) else self.get_queryset(request)
        return super().response_action(request, chosen, *args, **kwargs)

    @override
    def contributor_of(self, person: User) -> User | None:
        """Return nobody: what an editor adds here comes from elsewhere."""
        return None

    @override
    def comment_again(self, request: HttpRequest, practice: Practice, form: CommentForm) -> HttpResponse:
        """Show a comment that is not kept, with the reason."""
        status = HTTPStatus.BAD_REQUEST
        return review.review_page(request, practice, admin=self, status=status, comment_form=form)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Practice]:
        return Practice.objects.all()

    def listed(self, practices: PracticeQuerySet) -> PracticeQuerySet:
        return super().listed(practices).with_edition()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Practice], search_term: str
    ) -> tuple[QuerySet[Practice], bool]:
        term = NUMBER_WORD.sub("", search_term[:LONGEST_SEARCH]).strip()
        if NUMBER_WORD.match(search_term) and queryset.filter(pk=read_number(term)).exists():
            return queryset.filter(pk=read_number(term)), False
        words = [_says(word) for word in search_term[:LONGEST_SEARCH].split()[:MOST_WORDS]]
        found = reduce(and_, words, Q())
        return queryset.filter(found | Q(pk=read_number(term)) if words else found), False


@cache
def _country_names() -> dict[str, str]:
    return {code: fold(country_name(code)) for code in countries.countries}


def _says(word: str) -> Q:
    """Return the condition that an entry says a word somewhere, in its texts, its place or its contributor's name."""
    folded = fold(word)
    codes = [code for code, name in _country_names().items() if folded and folded in name]
    texts = [Q(**{f"{field}__icontains": word}) for field in SEARCHED]
    places = [Q(city__names__contains=folded), Q(edition__sort_title__contains=folded)] if folded else []
    return reduce(
        or_,
        [
            *texts,
            *places,
            Q(country__in=codes),
            Q(city_typed__icontains=word),
            Q(contributor__email__icontains=word),
        ],
    )


site = EditorialSite(name="admin")
site.register(Practice, AllPractices)
site.register(City, Cities)
site.register(Topic, Topics)
site.register(ReadyNote, ReadyNotes)
site.register(User, People)
site.register(Mail, Mails)
site.register(Report, Reports)
site.register(AuditEvent, Records)
