"""Do heads that were noted outside of the database tell of a history that its owner has written anew?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from practices.models import Event, Practice
from practices.verify.chain_heads import HeadsRefused, note_heads, read_heads, rewritten_since
from tests.builders import make_draft, make_editor, make_user, moved, published
from tests.chains import chain_anew
from tests.verify.looking import findings

pytestmark = pytest.mark.django_db


def test_history_that_was_written_anew_is_told_by_its_heads(tmp_path: Path) -> None:
    kept, forged = (
        published(contributor=make_user()),
        published(title="Another ship", contributor=make_user()),
    )
    make_draft()
    note_heads(tmp_path / "heads")
    moved(kept, "revise", by=make_editor())
    assert list(rewritten_since(read_heads(tmp_path / "heads"))) == []
    Event.objects.filter(practice=forged, move="submit").amend(actor=make_user())
    chain_anew(forged)
    assert findings() == []
    (found,) = rewritten_since(read_heads(tmp_path / "heads"))
    assert (found.what, found.says) == (
        f"No. {forged.pk} (/practices/another-ship/)",
        "its history is not the one whose head was noted",
    )


def test_entry_that_is_gone_is_told_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "heads"
    practice = published()
    note_heads(path)
    lines = path.read_text().replace(f"{practice.pk} ", "99999 ", 1).splitlines()
    assert [each.what for each in rewritten_since([(99999, 2, lines[0].split()[2])])] == ["No. 99999"]
    assert Practice.objects.count() == 1


DAMAGES: dict[str, Callable[[str], str]] = {
    "cut off": lambda text: text[:-70],
    "another length": lambda text: text.replace(" 2 ", " 1 ", 1),
    "nothing": lambda text: text[:0],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_file_that_was_changed_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "heads"
    published()
    digest = note_heads(path)
    assert path.read_text().splitlines()[-1] == f"digest {digest}"
    assert len(list(read_heads(path))) == 1
    path.write_text(DAMAGES[damage](path.read_text()))
    with pytest.raises(HeadsRefused, match="its digest does not fit"):
        list(read_heads(path))
