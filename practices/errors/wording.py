"""The error pages: what happened, what became of a person's words, what can be done now?"""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

AWAY_SECONDS = 30
"""When to come back while the database is away."""
OVERLOADED_SECONDS = 60
"""When to come back to a page that a busy site could not make."""
READ_ONLY_SECONDS = 3600
"""When to come back while the site can only be read."""


@dataclass(frozen=True)
class ErrorPage:
    """The words of one page. `typed` says what became of what was sent; `button` names the one way on, if there is one.

    `search` offers the search box: for pages that strangers meet by a wrong or an old address.
    """

    status: HTTPStatus
    title: str | Promise
    happened: str | Promise
    typed: str | Promise = ""
    cure: str | Promise = ""
    button: str | Promise = ""
    search: bool = False


UNREADABLE = ErrorPage(
    HTTPStatus.BAD_REQUEST,
    _("We could not read what you asked for"),
    _("Something in the address, or in what was sent, is broken or too long."),
    _("Nothing was changed."),
    _("Go back and try again, or search for it here."),
    search=True,
)
FORBIDDEN = ErrorPage(
    HTTPStatus.FORBIDDEN,
    _("You cannot open this page"),
    _("You may have signed in with another account, or an editor has to give you access first."),
    _("Nothing was changed."),
    _("The practices themselves are open to everybody."),
    _("Sign in with another account"),
)
NOT_FOUND = ErrorPage(
    HTTPStatus.NOT_FOUND,
    _("There is no page at this address"),
    _("The address may be mistyped, or the page has moved."),
    cure=_("Search for it here."),
    search=True,
)
BEYOND = ErrorPage(
    HTTPStatus.NOT_FOUND,
    _("This list has no such page"),
    _("It may have become shorter, or the number in the address is not one of its pages."),
    button=_("Go to its first page"),
)
NOT_ALLOWED = ErrorPage(
    HTTPStatus.METHOD_NOT_ALLOWED,
    _("This address cannot do that"),
    _("Something was sent to a page that only shows, or a page was asked for that only takes a form."),
    _("Nothing was changed."),
    _("Go back to the page that you came from and use its buttons, or search for it here."),
    search=True,
)
WITHDRAWN = ErrorPage(
    HTTPStatus.GONE,
    _("This practice was withdrawn"),
    _("It was here once and is no longer published. The reason:"),
    cure=_("Search the other practices here."),
    search=True,
)
REMOVED = ErrorPage(
    HTTPStatus.GONE,
    _("This practice was removed"),
    _("It was here once and is no longer published. Its address will never show another practice."),
    cure=_("Search the other practices here."),
    search=True,
)
EDITION_TAKEN_DOWN = ErrorPage(
    HTTPStatus.GONE,
    _("This edition was removed for legal reasons"),
    _("It was published here once. What it said is not kept here any more."),
    button=_("Read the current edition"),
)
TAKEN_DOWN = ErrorPage(
    HTTPStatus.GONE,
    _("This text was removed for legal reasons"),
    _("It was published here once. What it said is not kept here any more."),
    cure=_("Search the other practices here."),
    search=True,
)
PREVIEW_ENDED = ErrorPage(
    HTTPStatus.GONE,
    _("This preview has ended"),
    _(
        "The address you were given shows a text before it is published. Its time is over, or it was replaced or ended."
    ),
    cure=_("Ask the person who gave it to you for a new one."),
)
TOO_LARGE = ErrorPage(
    HTTPStatus.CONTENT_TOO_LARGE,
    _("This is too much to be sent at once"),
    _("The form holds more than this site takes: some hundred pages of text, or a thousand answers."),
    _("It was not saved. Go back: what you typed is still in the form."),
    _(
        "Shorten the longest answer, or publish it elsewhere and name its address here; leave the pictures out of a file. "
        "Then send the form again."
    ),
)
FILES_TOO_LARGE = ErrorPage(
    HTTPStatus.CONTENT_TOO_LARGE,
    _("These files are too much to be sent at once"),
    format_lazy(
        _("They may have {most} MB together; what was sent is so much more that it was not even read."),
        most=settings.UPLOAD_MEGABYTES,
    ),
    _("Nothing was saved. Go back: what you typed is still in the form."),
    _("Choose fewer files, or smaller ones, and save. Then add the others."),
)
FILES_OF_NOBODY = ErrorPage(
    HTTPStatus.CONTENT_TOO_LARGE,
    _("You are not signed in any more"),
    _("Files are taken only from people who are."),
    _("Nothing was saved. Go back: what you typed is still in the form."),
    _("Copy your words, sign in, and open the form again. Then choose the files once more."),
)
CROWDED = ErrorPage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("Many people send files at the moment"),
    _("A few are taken at once, so that the site stays quick for everybody."),
    _("Nothing was saved. Go back: what you typed is still in the form."),
    _("Wait a minute, then save once more; or save without the files, and add them later."),
)
TOO_SLOWLY_SENT = ErrorPage(
    HTTPStatus.REQUEST_TIMEOUT,
    _("What you sent took too long to arrive"),
    _("It came too slowly, or stopped on its way: the connection may be weak."),
    _("It was not saved. Go back: what you typed is still in the form."),
    _("Send it again, from where the connection is better."),
)
TOO_MANY = ErrorPage(
    HTTPStatus.TOO_MANY_REQUESTS,
    _("Too many tries"),
    _("This protects accounts against people who guess passwords or fill mailboxes."),
    _("It does not mean that what you typed was wrong."),
)
SEARCHED_TOO_OFTEN = ErrorPage(
    HTTPStatus.TOO_MANY_REQUESTS,
    _("Too many searches from your network"),
    _("Please wait two seconds."),
    cure=_("Then load this page again: your words stand in its address."),
    button=_("Show all practices"),
)
TAKEN_TOO_OFTEN = ErrorPage(
    HTTPStatus.TOO_MANY_REQUESTS,
    _("Too many large files at the moment"),
    _("This file holds many practices, and others like it are being made for your network or for everybody."),
    cure=_("Wait a minute, then try again; or take a part of the list, such as one country."),
    button=_("Go back to the list"),
)
BEING_MADE = ErrorPage(
    HTTPStatus.ACCEPTED,
    _("Your file is being made"),
    _("It holds many pages, or others wait before it. This takes some seconds."),
    cure=_("This page looks for it again by itself: it opens, or is saved, as soon as it is there."),
    button=_("Look now"),
)
DOCUMENT_AWAY = ErrorPage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("This document cannot be given at the moment"),
    _("The place where documents are kept does not answer, or others are being taken."),
    cure=_("Wait a minute, then load this page again."),
)
NOT_PRINTED = ErrorPage(
    HTTPStatus.BAD_REQUEST,
    _("This file could not be made"),
    _("Setting it takes more time or memory than one file may have."),
    cure=_("Take a part of the list, such as one country, or another kind of file."),
    button=_("Go back to the list"),
)
TOO_MANY_FOR_A_FILE = ErrorPage(
    HTTPStatus.BAD_REQUEST,
    _("These are too many practices for this kind of file"),
    _(
        "It is made as a whole before it is sent, so it holds so many at most: a casebook some hundred, a spreadsheet some thousand."
    ),
    cure=_("Choose a country, a topic or a year first, or take the list as CSV, which has no limit."),
    button=_("Go back to the list"),
)
NO_SUCH_LIST = ErrorPage(
    HTTPStatus.BAD_REQUEST,
    _("We could not read this filter"),
    _("The address of the file names something that no practice can be looked for by."),
    cure=_("Choose on the page of the list, which has links to its files."),
    button=_("Go to the list"),
)
NO_SUCH_QUERY = ErrorPage(
    HTTPStatus.BAD_REQUEST,
    _("We could not read this filter"),
    _("The address names something that no practice can be looked for by."),
    cure=_("Choose on the page of the list: what stands behind its address can stand behind this one."),
)
READ_ELSEWHERE = ErrorPage(
    HTTPStatus.GONE,
    _("These changes cannot be told any more"),
    _("The catalogue was restored from a backup, or moved, after you read it."),
    cure=_("Take all of it anew: ask without “since”."),
)
REPORTED_TOO_OFTEN = ErrorPage(
    HTTPStatus.TOO_MANY_REQUESTS,
    _("Too many reports"),
    _("More reports came from your network, or from everybody together, than the editors can read."),
    _("Yours was not sent. Go back: what you typed is still in the form."),
    _("Send it again in an hour."),
)
TOO_SLOW = ErrorPage(
    HTTPStatus.BAD_REQUEST,
    _("This search takes too long"),
    _("It asks for more than we can look up at once."),
    cure=_("Try fewer or rarer words, or fewer filters."),
    search=True,
)
OVERLOADED = ErrorPage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("The catalogue is too busy at the moment"),
    _("So many things are asked of it that this page could not be made in time."),
    cure=_("Wait a minute, then load this page again."),
)
BROKEN = ErrorPage(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    _("Something went wrong"),
    _("The fault is ours, and it has been recorded."),
    _("What you sent may not have been saved. Go back: what you typed is usually still in the form."),
    _("Try again in a minute. If it goes wrong again, tell the people who run this site."),
)
AWAY = ErrorPage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("The catalogue is away for a moment"),
    _("A part of it is being started again or mended. Nothing that was saved is lost."),
    _(
        "What you sent just now may not have been saved. Go back: what you typed is usually still in the form."
    ),
    _("Try again in a minute."),
)
READ_ONLY = ErrorPage(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("This site can only be read at the moment"),
    _("Its operator is working on it, so nobody can sign in, and nothing can be sent or saved."),
    _("Nothing was changed."),
    _("The practices can be read and searched as always. Come back in an hour."),
)


class Reference(logging.Filter):
    """Gives each line of the log the reference that a person read on the page, if it is about such a page."""

    def filter(self, record: logging.LogRecord) -> bool:
        reference = getattr(getattr(record, "request", None), "reference", "")
        record.reference = f" [{reference}]" if reference else ""
        return True
