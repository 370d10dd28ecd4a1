"""Atom: what is new in a list, for readers of feeds (RFC 4287). A practice stays one entry through all its editions."""

from collections.abc import Iterator
from io import BytesIO

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from practices.exports.formats.taken import Taken
from practices.text import NO_XML


def write_atom(taken: Taken) -> Iterator[bytes]:
    """Give the whole feed, made at once; its names are addresses that never change."""
    feed = Atom1Feed(
        title=_xml(taken.title),
        link=taken.address,
        description="",
        subtitle=_xml(taken.remark),
        feed_url=taken.file,
        feed_guid=taken.file,
        feed_copyright=taken.attribution,
    )
    for edition in taken.editions:
        cited = taken.cite(edition)
        feed.add_item(
            title=_xml(cited.title),
            link=f"{taken.site}{edition.get_absolute_url()}",
            description=_xml(_summary(cited.summary, cited.number, cited.change_note)),
            author_name=_xml(cited.author),
            unique_id=cited.address,
            pubdate=edition.first_published_at,
            updateddate=edition.published_at,
            categories=[_xml(topic) for topic in cited.topics],
            item_copyright=str(cited.licence_name),
        )
    buffer = BytesIO()
    feed.write(buffer, "utf-8")
    yield buffer.getvalue()


def _summary(teaser: str, number: int, note: str) -> str:
    if not note:
        return teaser
    new = _("What is new in edition %(number)d: %(note)s") % {"number": number, "note": note}
    return f"{new}\n\n{teaser}"


def _xml(text: str) -> str:
    return NO_XML.sub("", text)
