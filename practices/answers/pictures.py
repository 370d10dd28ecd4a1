"""The pictures of an entry: what is said of each, what is still to be said, and how does a page show them?

An answer is a list of dicts of JSON, one a picture, in their order; `file` is the digest under which the bytes lie.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.answers.uploaded import LONGEST, SAID_OF, SHORT, digests, licence_address, licence_name
from practices.choices import Licence
from practices.models import City, Edition, PagePicture, Practice, Topic, Upload
from practices.models.upload import BroughtFile, Readiness
from practices.question_kinds import Kind
from practices.uploads import kinds
from practices.uploads.kinds import WIDTHS

type Picture = dict[str, Any]
type Address = Callable[[str, int, str], str]
"""Returns where a picture of some digest is found in a width, in a kind of file."""

WORDS = SAID_OF[Kind.PICTURES].words
"""What people write of a picture, and what each of it is called."""
NAMING = {Licence.CC_BY, Licence.CC_BY_SA}
"""The licences under which whoever shows a picture says whose it is."""
WEBP, JPEG = kinds.WEBP.extension, kinds.JPEG.extension
SHOWN_WIDTH = 800
CARD = "(min-width: 40rem) 20rem, 100vw"
GALLERY = "(min-width: 60rem) 44rem, 100vw"
"""How wide pictures stand on a page, as CSS has it."""
UNKNOWN = (3, 2, Readiness.WAITING)
"""Width and height of a picture of which no row tells, and how far it is."""
LEAST_SHARED = 200
"""Dots of each side below which those who show shared pages leave a picture out."""
UNSHOWABLE = gettext_lazy(
    "it cannot be shown, as it is broken or takes too much to be read. Take it out, save it anew as JPEG, and add that."
)


@dataclass(frozen=True)
class ShownPicture:
    """A picture as a page shows it, in the place that its width and height keep for it."""

    picture: Picture
    width: int
    height: int
    address: Address
    sizes: str = GALLERY
    readiness: str = Readiness.WAITING

    @property
    def alt(self) -> str:
        return str(self.picture["alt"])

    @property
    def caption(self) -> str:
        return str(self.picture["caption"])

    @property
    def credit(self) -> str:
        return str(self.picture["credit"])

    @property
    def licence(self) -> str:
        return str(self.picture["licence"])

    @property
    def has_failed(self) -> bool:
        """Whether nothing of it can be shown."""
        return self.readiness == Readiness.FAILED

    @property
    def is_shareable(self) -> bool:
        """Whether it can stand for its page elsewhere: it is there, and not too small."""
        return self.readiness == Readiness.READY and min(self.width, self.height) >= LEAST_SHARED

    @property
    def address_on_site(self) -> str:
        """Return where anybody finds the widest of it, with the site's address."""
        return address_on_site(self.picture)

    @property
    def licence_name(self) -> str:
        return licence_name(self.licence)

    @property
    def licence_address(self) -> str:
        return licence_address(self.licence)

    @property
    def src(self) -> str:
        """Return the address for browsers that choose none."""
        return self.address(self.picture["file"], SHOWN_WIDTH, JPEG)

    @property
    def webp(self) -> str:
        return self._srcset(WEBP)

    @property
    def jpeg(self) -> str:
        return self._srcset(JPEG)

    def _srcset(self, kind: str) -> str:
        narrower = sum(width < self.width for width in WIDTHS)
        kept = WIDTHS[: narrower + 1]
        return ", ".join(
            f"{self.address(self.picture['file'], width, kind)} {min(width, self.width)}w" for width in kept
        )


def public_picture_address(digest: str, width: int, kind: str) -> str:
    """Return where anybody finds a picture that an edition shows."""
    return reverse("practices:picture", args=[digest, width, kind])


def address_on_site(picture: Picture) -> str:
    """Return where anybody finds the widest of a picture, with the site's address: what leaves the site names it so."""
    return settings.SITE_URL + public_picture_address(picture["file"], WIDTHS[-1], JPEG)


def preview_picture_address(digest: str, width: int, kind: str) -> str:
    """Return where those find a picture who may see an entry that has it."""
    return reverse("practices:preview_picture", args=[digest, width, kind])


def secret_picture_address(token: str) -> Address:
    """Return where those find the pictures of an entry who have the secret address of its preview."""
    return partial(_secret, token)


def _secret(token: str, digest: str, width: int, kind: str) -> str:
    return reverse("practices:shared_picture", args=[token, digest, width, kind])


def shown_as(picture: Picture, row: BroughtFile, address: Address = public_picture_address) -> ShownPicture:
    """Return a picture as its row has it."""
    return _shown(picture, _measured(row), address, GALLERY)


def on_page(owner: City | Topic) -> ShownPicture | None:
    """Return the picture of a city or topic for its page; one of which nothing can be shown leaves no gap there."""
    row: PagePicture | None = getattr(owner, "picture", None)
    return shown_as(row.picture, row) if row and not row.has_failed else None


def shown_pictures(pictures: Sequence[Picture], address: Address, sizes: str = GALLERY) -> list[ShownPicture]:
    """Return pictures as a page shows them; asks the database once, if there are any."""
    measures = _measures(pictures) if pictures else {}
    return [_shown(each, measures.get(each["file"], UNKNOWN), address, sizes) for each in pictures]


def _shown(picture: Picture, measures: tuple[int, int, str], address: Address, sizes: str) -> ShownPicture:
    width, height, readiness = measures
    return ShownPicture(picture, width, height, address, sizes, readiness)


def _measures(pictures: Sequence[Picture]) -> dict[str, tuple[int, int, str]]:
    """Return what is known of pictures by their digests; of one that was brought twice, as it is shown already, if it is."""
    rows = sorted(Upload.objects.filter(file__in=digests(pictures)), key=attrgetter("is_ready"))
    return {row.file: _measured(row) for row in rows}


def _measured(row: BroughtFile) -> tuple[int, int, str]:
    return row.width, row.height, row.readiness


def on_cards(editions: Sequence[Edition]) -> dict[int, ShownPicture]:
    """Return the picture that stands for each edition that has any: the one that was chosen, or else the first."""
    chosen = {edition.pk: chosen_of(edition.pictures) for edition in editions if edition.pictures}
    shown = shown_pictures([*chosen.values()], public_picture_address, CARD)
    return dict(zip(chosen, shown, strict=True))


def chosen_of(pictures: Sequence[Picture]) -> Picture:
    """Return the picture that stands for others: the one that was chosen, or else the first."""
    return next((each for each in pictures if each["card"]), pictures[0])


def shared_of(pictures: Sequence[ShownPicture]) -> ShownPicture | None:
    """Return the picture that is shown where a page is shared, if that can be."""
    if not pictures:
        return None
    chosen = chosen_of([each.picture for each in pictures])
    shown = next(each for each in pictures if each.picture is chosen)
    return shown if shown.is_shareable else None


def flaws(pictures: Sequence[Picture]) -> Iterator[str]:
    """Give what no edition may lack or say of its pictures, a sentence each."""
    for number, picture in enumerate(pictures, 1):
        for _name, why in flaws_of(picture):
            yield _("Picture %(number)d: %(why)s") % {"number": number, "why": why}


def flaws_of(picture: Picture) -> Iterator[tuple[str, str]]:
    """Give what no picture may lack or say that readers see, each with the name of what is said so."""
    if not picture["alt"].strip():
        yield "alt", _("describe it for those who do not see it.")
    if picture["licence"] not in Licence.values:
        yield "licence", _("choose its licence.")
    if picture["licence"] in NAMING and not picture["credit"].strip():
        yield "credit", _("say who took it, as its licence asks for that.")
    if not picture["consent"]:
        yield "consent", _("say that the people on it agree, or that nobody is on it.")
    for name, label in WORDS.items():
        if (count := len(picture[name])) > LONGEST:
            words = {"label": label, "count": count, "limit": LONGEST}
            yield name, _("%(label)s has %(count)d characters; the limit is %(limit)d.") % words


def prefetch_uploads(practices: Iterable[Practice]) -> None:
    """Ask the database once for the files of all those that have pictures, and not at all if none has."""
    prefetch_related_objects([each for each in practices if each.pictures], "uploads")


def unshowable(practice: Practice, pictures: Sequence[Picture]) -> Iterator[str]:
    """Give the pictures of an entry of which nothing could be made that readers see, a sentence each."""
    failed = {row.file for row in practice.uploads.all() if row.has_failed} if pictures else set()
    for number, picture in enumerate(pictures, 1):
        if picture["file"] in failed:
            yield _("Picture %(number)d: %(why)s") % {"number": number, "why": UNSHOWABLE}


def as_text(pictures: Sequence[Picture]) -> str:
    """Return pictures in words, a line each, so that any change in them is a change of the words."""
    return "\n".join(_line(picture, picture["file"][:SHORT]) for picture in pictures)


def as_numbered_text(pictures: Sequence[Picture]) -> str:
    """Return pictures in words for people alone, a line each, numbered as in the form."""
    return "\n".join(_line(picture, str(number)) for number, picture in enumerate(pictures, 1))


def _line(picture: Picture, name: str) -> str:
    said = [picture[name] for name in WORDS if picture[name]]
    said += [picture["licence"], _("people agree") if picture["consent"] else _("consent not stated")]
    if picture["card"]:
        said.append(_("stands in lists"))
    named = _("Picture %(name)s") % {"name": name}
    return f"{named}: {'; '.join(' '.join(str(each).split()) for each in said if each)}"
