"""The tables of the catalogue."""

from practices.models.attempt import Attempt
from practices.models.audit_event import AuditEvent
from practices.models.batch import Batch, BatchEntry
from practices.models.coauthor import CoAuthor
from practices.models.comment import Comment
from practices.models.content import Content
from practices.models.edition import Edition
from practices.models.event import Event
from practices.models.form_key import FormKey
from practices.models.last_change import LastChange
from practices.models.last_read import LastRead
from practices.models.last_run import Job, LastRun
from practices.models.mail import Mail
from practices.models.mail_request import Ask
from practices.models.merge import Merge
from practices.models.old_slug import OldSlug
from practices.models.operator_alert import Told
from practices.models.page_picture import PagePicture
from practices.models.place import City, Place
from practices.models.practice import Practice
from practices.models.preview_link import PreviewLink
from practices.models.ready_note import ReadyNote
from practices.models.rename import Rename
from practices.models.report import Report
from practices.models.search import SearchEntry, Trigram, Word
from practices.models.snapshot import Snapshot
from practices.models.topic import Topic
from practices.models.upload import Upload
from practices.models.user import User
from practices.models.verification import Verification
from practices.models.version import Version

__all__ = [
    "Ask",
    "Attempt",
    "AuditEvent",
    "Batch",
    "BatchEntry",
    "City",
    "CoAuthor",
    "Comment",
    "Content",
    "Edition",
    "Event",
    "FormKey",
    "Job",
    "LastChange",
    "LastRead",
    "LastRun",
    "Mail",
    "Merge",
    "OldSlug",
    "PagePicture",
    "Place",
    "Practice",
    "PreviewLink",
    "ReadyNote",
    "Rename",
    "Report",
    "SearchEntry",
    "Snapshot",
    "Told",
    "Topic",
    "Trigram",
    "Upload",
    "User",
    "Verification",
    "Version",
    "Word",
]
