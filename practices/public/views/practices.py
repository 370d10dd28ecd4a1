"""The practices on line: their list, each one's page, its old editions and its short address."""

from typing import Any

from django.conf import settings
from django.db.models import FETCH_RAISE, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_countries import countries

from practices.answers import codec, plaintext
from practices.answers.article import article, document
from practices.answers.derived import rendered
from practices.answers.pictures import shared_of
from practices.exports import citation, linked_data
from practices.listing.canonical import canonical, is_canonical
from practices.listing.filters import Chip, Practices
from practices.listing.pagination import is_number
from practices.listing.relaxations import (
    countries_said,
    in_other_words,
    relaxations,
    years_said,
    years_turned,
)
from practices.listing.results import ResultSet
from practices.models import Edition, OldSlug, Practice, Snapshot
from practices.models.old_slug import SlugKind
from practices.public.parts import files, related
from practices.public.parts.cards import cards, neighbours
from practices.public.parts.facets import Facets
from practices.public.parts.histogram import histogram
from practices.public.parts.periods import period_lines
from practices.public.views import pages
from practices.search.counts import by_country
from practices.search.spelling import explain


@require_safe
def practice_list(request: HttpRequest) -> HttpResponse:
    """Show the practices that the address asks for; refuse what it says wrongly, with the cure."""
    asked = Practices(request.GET, Edition.objects.originals())
    error_messages = asked.error_messages()
    number = "" if error_messages else request.GET.get("page", "")
    address = canonical(asked.query(), number)
    if not error_messages and is_number(number) and not is_canonical(request, address):
        return redirect(address, permanent=True)
    if asked.typed("q") and (refused := pages.refused_search(request, "search")):
        return refused
    results = ResultSet(asked)
    shown = results.page(number)
    if shown is None:
        return pages.no_such_page(request, first=asked.query())
    facets = Facets(results)
    chips = asked.chips()
    hints = _hints(asked, results.total, is_refused=bool(error_messages))
    is_empty = not (results.total or error_messages)
    context = {
        "address": settings.SITE_URL + address,
        "asked": asked,
        "chips": chips,
        "facets": facets.shown,
        "files": [] if error_messages else files.of_list(asked.query(), results.total),
        "histogram": histogram(asked, facets.year),
        "kept": asked.kept(),
        "is_whole": not (chips or number),
        "invalid_parameters": asked.invalid_parameters() if error_messages else [],
        "error_messages": error_messages,
        "cards": cards(shown.rows),
        "result_page": shown,
        "list_title": files.list_title(asked),
        "insights_url": canonical(asked.query(), name="insights"),
        "map_url": canonical(asked.query(), name="map"),
        "title": ", ".join(str(chip.text) for chip in chips),
        "words": asked.typed("q"),
        **hints,
        **(_nothing(asked, chips, hints) if is_empty else {}),
    }
    return TemplateResponse(
        request, "practices/practice/list.html", context, status=400 if error_messages else 200
    )


def _hints(asked: Practices, total: int, *, is_refused: bool) -> dict[str, Any]:
    """Return what else could be meant: by a year or a country among the words, and by a range that ends before it begins."""
    if is_refused:
        return {"years_said": [], "countries_said": [], "years_turned": None}
    return {
        "years_said": years_said(asked),
        "countries_said": [
            (typed, code, countries.name(code), way) for typed, code, way in countries_said(asked, total)
        ],
        "years_turned": years_turned(asked),
    }


def _nothing(asked: Practices, chips: list[Chip], hints: dict[str, Any]) -> dict[str, object]:
    """Return what the page says that finds nothing: what was meant, and what comes back without each thing asked."""
    words = asked.typed("q")
    meant = explain(words[0]) if words else None
    relaxed = relaxations(asked)
    suggestion = (meant.suggestion or "") if meant else ""
    counted, told = by_country(), {code for _typed, code, *_way in hints["countries_said"]}
    named = [each for each in meant.named if each.is_city or each.country not in told] if meant else []
    return {
        "any_on_line": bool(counted),
        "is_single": len(chips) == 1 and [chip for chip, _count in relaxed] == chips,
        "named": [(each, each.country in counted) for each in named],
        "put_right": in_other_words(asked, suggestion) if suggestion else None,
        "suggestion": suggestion,
        "unknown": meant.unknown if meant and not meant.suggestion and len(words) == 1 else [],
        "relaxations": relaxed,
    }


@require_safe
def practice_detail(request: HttpRequest, slug: str) -> HttpResponse:
    kept = Snapshot.objects.filter(practice=OuterRef("practice"), edition=OuterRef("number"))
    rows = on_line().annotate(passage_removed_at=Subquery(kept.values("taken_down_at")))
    edition = rows.filter(practice__slug=slug).first()
    if edition is None:
        return moved_or_gone(request, slug, "practices:detail")
    answers = codec.read(edition) | codec.typed(edition)
    translations = related.translations(edition)
    nearby, alike = related.read_next(edition, answers["topics"], translations)
    shown = article(answers, edition.rendered)
    picture = shared_of(shown.pictures)
    editions = related.editions(edition) if edition.number > 1 else []
    cited = citation.of_edition(edition, answers, editions[0].change_note if editions else "")
    context = {
        "article": shown,
        "description": edition.teaser,
        "edition": edition,
        "colophon": cited,
        "graph": linked_data.practice_report(edition, answers, cited, picture),
        "files": list(files.of_entry(slug)),
        "form_address": reverse("practices:practice_form", args=[slug]),
        "nearby": neighbours(nearby),
        "older_editions": editions[1:],
        "passage_removed_at": edition.passage_removed_at,
        "periods": period_lines(edition, nearby),
        "picture": picture,
        "related": neighbours(alike),
        "source": document("", cited.source),
        "translations": translations,
    }
    return TemplateResponse(request, "practices/practice/detail.html", context)


@require_safe
def practice_edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show an edition as it was, and how the one on line differs from it; that one has an address of its own."""
    edition = on_line().filter(practice__slug=slug).first()
    if edition is None:
        return moved_or_gone(request, slug, "practices:edition", number)
    if number == edition.number:
        return redirect(edition)
    wanted = Q(edition=number) | Q(edition=edition.number)
    both = Snapshot.objects.filter(wanted, practice=edition.practice_id)
    kept = {snapshot.edition: snapshot for snapshot in both}
    if number not in kept:
        raise Http404
    if kept[number].is_taken_down:
        return pages.taken_down(request, kept[number].taken_down_at, current=edition.get_absolute_url())
    answers = codec.decode(kept[number].answers)
    shown = article(answers, rendered(answers), linked=False)
    context = {
        "article": shown,
        "changes": list(plaintext.changes(kept[number].answers, kept[edition.number].answers)),
        "edition": edition,
        "files": list(files.of_old_edition(slug, number)),
        "form_address": "",
        "colophon": citation.of_snapshot(kept[number], answers, edition.practice),
        "passage_removed_at": kept[number].taken_down_at,
        "snapshot": kept[number],
    }
    return TemplateResponse(request, "practices/practice/edition.html", context)


@require_safe
def practice_short(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from the address that never changes to the one that says what it is."""
    practice = identities().filter(pk=number).first()
    if practice and practice.has_edition:
        return redirect(practice)
    return _redirect_or_gone(request, practice, "practices:detail")


def on_line() -> QuerySet[Edition]:
    rows = Edition.objects.select_related("practice", "city").defer(*codec.WORKING_COPY)
    return rows.fetch_mode(FETCH_RAISE)


def practice_for_slug(slug: str) -> Practice | None:
    """Return the practice that has this slug, or had it."""
    old = OldSlug.objects.filter(kind=SlugKind.PRACTICE, slug=slug).values("target")
    return identities().filter(slug=slug).first() or identities().filter(pk__in=old).first()


def identities() -> QuerySet[Practice]:
    """Return the practices with what decides where their addresses lead, and none of their texts."""
    columns = ("slug", "withdrawn_reason", "trashed_at", "edition__number", "edition__practice")
    return Practice.all_objects.select_related("edition").only(*columns).fetch_mode(FETCH_RAISE)


def moved_or_gone(request: HttpRequest, slug: str, name: str, *more: int) -> HttpResponse:
    """Answer for a practice that is not on line at this address: where it is now, or why it is not."""
    return _redirect_or_gone(request, practice_for_slug(slug), name, *more)


def _redirect_or_gone(request: HttpRequest, practice: Practice | None, name: str, *more: int) -> HttpResponse:
    """Answer for an address that shows no edition: moved for good, gone, or never there."""
    if practice and practice.has_edition:
        return redirect(name, practice.slug, *more, permanent=True)
    return off_line(request, practice)


def off_line(request: HttpRequest, practice: Practice | None) -> HttpResponse:
    """Answer for what is not on line, with the reason; raise `Http404` for what never was."""
    if practice and practice.trashed_at and practice.slug:
        return pages.gone(request)
    if practice and practice.withdrawn_reason:
        return pages.gone(request, practice.withdrawn_reason)
    if practice and (taken_down_at := related.taken_down_at(practice)):
        return pages.taken_down(request, taken_down_at)
    raise Http404
