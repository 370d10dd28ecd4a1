"""The purging of an entry: what is left is its number, its address, its licence, and who moved it when.

Called by `practices.entries.actions` only, inside its transaction, on a locked practice that `actions` saves afterwards.
"""

from practices.answers import codec
from practices.models import BatchEntry, Mail, Practice, PreviewLink


def blank(practice: Practice) -> None:
    """Take out every word, name and contact: answers, notes, reasons, comments, mails and kept texts.

    The rows of the history stay, and with them when something was written and by whom; what it said does not.
    """
    practice.withdrawn_reason = practice.source_url = ""
    practice.contributor = practice.saved_by = practice.edition_aside = None
    codec.write(practice, codec.blank())
    practice.snapshots.amend(answers={})
    practice.events.amend(note="")
    practice.coauthors.all().delete()
    practice.comments.all().delete()
    BatchEntry.objects.filter(practice=practice).delete()
    Mail.objects.filter(practice=practice).delete()
    PreviewLink.objects.filter(practice=practice).delete()
