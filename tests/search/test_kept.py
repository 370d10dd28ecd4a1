"""Is what is kept of a name as it was read, whoever reads it next?"""

from types import ModuleType

import pytest

from practices.models.search import WordSource
from practices.search import document, words


@pytest.mark.parametrize("module", [document, words], ids=["document", "words"])
def test_what_is_kept_of_a_name_cannot_be_changed(module: ModuleType) -> None:
    read, name = vars(module)["_read_name"], document.SearchText("A", "Bergen", WordSource.NAME)
    assert read(name)
    assert {read(name)} == {read(name)}  # only what cannot be changed has a hash
