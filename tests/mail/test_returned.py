"""Does the mail about an entry that was sent back say all that its author has to mend, and nothing that is not hers?"""

import pytest

from practices.entries import comments
from practices.models import Comment, Mail
from tests.builders import make_editor, make_user, moved, submitted

pytestmark = pytest.mark.django_db


def test_mail_about_a_returned_entry_has_the_open_remarks_of_its_author_in_it() -> None:
    person, editor = make_user(), make_editor()
    practice = submitted(contributor=person)
    comments.add(practice, field="purpose", text="For whom?\n> Say so.", internal=False, by=editor)
    comments.add(practice, field="", text="A fine one.", internal=False, by=editor)
    comments.add(practice, field="impact", text="Among us.", internal=True, by=editor)
    settled = comments.add(practice, field="impact", text="Settled.", internal=False, by=editor)
    Comment.objects.filter(pk=settled.pk).update(resolved_at=settled.at, resolved_by=editor)
    moved(practice, "return", by=editor, note="See the remarks.")
    text = Mail.objects.get(kind="returned").text
    assert "> For whom?\n> > Say so." in text
    assert [word in text for word in ("PURPOSE", "A fine one.", "Among us.", "Settled.")] == [
        True,
        True,
        False,
        False,
    ]
    assert text.index("Say so.") < text.index("Change what the note asks for")
