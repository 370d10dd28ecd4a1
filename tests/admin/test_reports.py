"""Do editors see what visitors report, and mark it as done, and nobody else?"""

import pytest
from pytest_django import DjangoAssertNumQueries

from practices.models import AuditEvent, Report
from tests.builders import make_editor, make_user
from tests.headings import words
from tests.pages import client_of

pytestmark = pytest.mark.django_db

LIST = "/admin/practices/report/"


def report(**given: str) -> Report:
    return Report.objects.create(**{"page": "/about/", "text": "A dead link."} | given)


def done(*chosen: Report) -> dict[str, object]:
    return {"action": "mark_done", "_selected_action": [each.pk for each in chosen]}


@pytest.mark.parametrize("number", [1, 3])
def test_editor_reads_reports_the_open_ones_first(
    django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    editor = make_editor()
    for _ in range(number):
        report(text="Done already.").__class__.objects.mark_done(by=editor)
    report(text="<b>First</b>\nthen", email="reader@city.example")
    client = client_of(editor)
    client.get(LIST)
    with django_assert_num_queries(4):  # the session, who, how many, the reports with who did them
        page = client.get(LIST).text
    assert page.index("&lt;b&gt;First&lt;/b&gt;<br>then") < page.index("Done already.")
    assert "reader@city.example" in page
    assert '<a href="http://localhost:8000/about/">/about/</a>' in page


@pytest.mark.parametrize(
    "page", ["javascript:alert(1)", "//evil.example/", "/\\evil.example", "https://evil.example/"]
)
def test_address_that_is_no_page_of_the_site_is_no_link(page: str) -> None:
    report(page=page)
    shown = client_of(make_editor()).get(LIST).text
    assert page in shown
    assert f'href="{page}' not in shown
    assert f'8000{page}"' not in shown


def test_editor_marks_reports_as_done_once() -> None:
    editor, one, other = make_editor(), report(), report()
    client = client_of(editor)
    assert "2 open" not in client.get("/admin/").text
    assert "2 reports of problems are open" in words(client.get("/admin/").text)
    client.post(LIST, done(one))
    client_of(make_editor()).post(LIST, done(one))
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.done_by, other.done_at) == (editor, None)
    assert [event.after for event in AuditEvent.objects.filter(kind="reports_done")] == [
        {"reports": 0},
        {"reports": 1},
    ]
    assert "1 report of a problem is open" in words(client.get("/admin/").text)
    assert words(client.get(f"{LIST}?state=open").text).count("A dead link.") == 1


def test_contributor_sees_no_report() -> None:
    report(text="Canaryreport")
    client = client_of(make_user())
    assert client.get(LIST).status_code == 403
    assert client.post(LIST, done(Report.objects.get())).status_code == 403
    assert client.get("/contribute/practices/report/").status_code == 404
    assert Report.objects.open().count() == 1
