"""What does `manage.py verify` say to an operator, and with which code does it end?"""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from practices.models import Edition, Practice
from tests.builders import make_user, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ship() -> Practice:
    return published(contributor=make_user())


@pytest.mark.long
@pytest.mark.usefixtures("ship")
def test_healthy_catalogue_says_what_was_looked_at_and_notes_its_heads(tmp_path: Path, capsys: Any) -> None:
    heads = tmp_path / "heads"
    call_command("verify", note_heads=heads)
    looked, noted = capsys.readouterr().out.splitlines()
    assert looked == "Looked at: 1 cities, 1 editions, 2 events, 1 practices, 2 snapshots."
    assert noted == f"Heads noted, digest {heads.read_text().split()[-1]}"
    call_command("verify", heads=heads, quick=True)
    with pytest.raises(CommandError, match="File exists"):
        call_command("verify", note_heads=heads)


@pytest.mark.long
def test_findings_are_told_a_line_each_and_mended_by_fix(ship: Practice, capsys: Any) -> None:
    Edition.objects.update(sort_title="forged")
    Practice.objects.update(chain_head="f" * 64)
    lost = f"No. {ship.pk} (/practices/the-reading-ship/), history: it ends otherwise than the entry knows. Compare it with a backup."
    with pytest.raises(CommandError, match=r"Findings: 2\."):
        call_command("verify")
    first, second, _looked = capsys.readouterr().out.splitlines()
    assert (first, "sort_title does not follow" in second) == (lost, True)
    with pytest.raises(CommandError, match=r"Findings: 1\."):
        call_command("verify", fix=True)
    said = capsys.readouterr().out.splitlines()
    assert said[2:4] == ["Mended what follows from the rest. What is left:", lost]
    assert Edition.objects.get().sort_title == "the reading ship"
