"""Are files named so that people know them in a mail, and told apart by their bytes where texts are compared?"""

from practices.answers import plaintext
from tests.entry_pictures import said_of


def test_files_are_numbered_in_a_mail_and_told_apart_where_they_are_compared() -> None:
    one, other = ({"pictures": [said_of("0" * 64), said_of(each * 64)]} for each in "ab")
    [(_title, [(_label, told)])] = plaintext.answered_sections(one)
    assert told.split("\n")[1] == "Picture 2: A ship at the quay.; Ada Lind; CC-BY-4.0; people agree"
    [(_label, found)] = plaintext.changes(one, other)
    assert "".join(piece.text for piece in found).count("aaaaaaaa") == 1
