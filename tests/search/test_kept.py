"""Is what is kept of a name as it was read, whoever reads it next?"""

from practices.models.search import WordSource
from practices.search import document


def test_what_is_kept_of_a_name_cannot_be_changed() -> None:
    read, name = vars(document)["_read_name"], document.SearchText("A", "Bergen", WordSource.NAME)
    assert read(name)
    assert {read(name)} == {read(name)}  # only what cannot be changed has a hash
