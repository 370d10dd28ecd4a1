"""Is the editors' list a file of what it shows, for editors alone, and is it kept who took it?"""

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from practices.admin.editorial import list_files
from practices.models import AuditEvent, Practice
from tests.builders import make_draft, make_editor, make_user, published, submitted
from tests.exports.formats.readers import csv_rows, sheet_rows
from tests.pages import client_of

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"
READERS = {"xlsx": sheet_rows, "csv": csv_rows}


def titles(client: Client, ending: str, query: str = "") -> list[str]:
    answer = client.post(f"{LIST}list/{ending}/?{query}")
    assert answer.status_code == 200
    return [row["Title"] for row in READERS[ending](answer.content)]


def test_every_table_has_a_reader() -> None:
    assert list(READERS) == list(list_files.FORMS)


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize("query", ["", "status__exact=submitted", "q=ship&o=1", "country=NO&p=1", "o=-1"])
def test_file_is_the_list_with_its_filters_and_order(ending: str, query: str) -> None:
    submitted(title="Waiting ship <b>&amp;</b>")
    published(title="On line ship")
    make_draft(title="=A draft", country="SE", contributor=make_user())
    client = client_of(make_editor())
    shown = [str(each) for each in client.get(f"{LIST}?{query}").context["cl"].result_list]
    assert len(shown) > 0
    assert titles(client, ending, query) == [f"'{title}" if title[0] == "=" else title for title in shown]


def test_row_says_what_the_columns_show(settings: object) -> None:
    entry = submitted(title="Waiting", contributor=make_user("kari@city.example"))
    [row] = csv_rows(client_of(make_editor()).post(f"{LIST}list/csv/").content)
    assert {name: row[name] for name in ("No.", "Place", "Status", "Contributor")} == {
        "No.": str(entry.pk),
        "Place": "Bergen, Norway",
        "Status": "Submitted",
        "Contributor": "kari@city.example",
    }
    assert row["Address"].endswith(f"{LIST}{entry.pk}/change/")


def test_it_is_kept_who_took_which_list() -> None:
    make_draft()
    editor = make_editor()
    answer = client_of(editor).post(f"{LIST}list/csv/?status__exact=draft")
    assert ("private" in answer["Cache-Control"], "attachment" in answer["Content-Disposition"]) == (
        True,
        True,
    )
    event = AuditEvent.objects.get(kind="list_taken")
    assert (event.actor, event.after) == (
        editor,
        {"entries": 1, "form": "csv", "filters": "status__exact=draft"},
    )


def test_wrong_filter_and_unknown_form_are_refused_and_nothing_is_kept() -> None:
    client = client_of(make_editor())
    assert client.post(f"{LIST}list/exe/").status_code == 404
    assert client.post(f"{LIST}list/csv/?no_such_column=1").status_code == 400
    assert AuditEvent.objects.filter(kind="list_taken").count() == 0


def test_more_than_a_file_holds_leads_back_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    make_draft(title="One")
    make_draft(title="Two")
    monkeypatch.setattr(list_files, "MOST_AT_ONCE", 1)
    answer = client_of(make_editor()).post(f"{LIST}list/csv/?o=1", follow=True)
    assert answer.redirect_chain == [(f"{LIST}?o=1", 302)]
    assert "a file holds 1 at most" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_file_takes_the_same_questions_for_any_number(rows: int) -> None:
    for number in range(rows):
        submitted(title=f"Entry {number}")
    assert Practice.objects.count() == rows
    client = client_of(make_editor())
    with assertNumQueries(9):
        assert len(titles(client, "csv")) == rows
