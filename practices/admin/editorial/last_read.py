"""The door through which it is noted what an editor has read: what is new to her the next time?"""

from django.utils import timezone

from practices.answers import codec
from practices.models import LastRead, Practice, User


def note(practice: Practice, *, by: User, expected_version: int) -> None:
    """Note that a person has read an entry, unless somebody wrote it after the page that she had before her."""
    if practice.version == expected_version:
        read = {"answers": codec.encoded(practice), "at": timezone.now()}
        LastRead.objects.update_or_create(practice=practice, person=by, defaults=read)


def read_before(practice: Practice, *, by: User) -> LastRead | None:
    """Return what a person read last, if that was after the edition on line, which is compared anyway."""
    read = LastRead.objects.filter(practice=practice, person=by).first()
    is_old = read and practice.has_edition and practice.edition.published_at > read.at
    return None if is_old else read
