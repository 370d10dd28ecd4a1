"""Can anybody report a problem with a page, without account and cookie, and nobody flood the desk?"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from practices.models import Attempt, Report
from practices.models.report import DONE_DAYS, LONGEST_REPORT, REPORT_DAYS, delete_old
from tests.builders import make_editor, published
from tests.headings import words
from tests.pages import form_data

pytestmark = pytest.mark.django_db

SAID = {
    "page": "/practices/the-reading-ship/",
    "text": "The second link is dead.",
    "email": "",
    "website": "",
}


def test_every_public_page_leads_to_the_form_with_its_own_address(client: Client) -> None:
    published()
    for address in ("/", "/practices/the-reading-ship/", "/practices/?q=ship&country=NO", "/no/such/page/"):
        page = client.get(address).text
        link = page.rpartition('" rel="nofollow">Report a problem with this page</a>')[0].rpartition(
            'href="'
        )[2]
        form = client.get(link.replace("&amp;", "&"))
        assert form_data(form.content, "report_form")["page"] == [address]
        assert not form.cookies
        assert "public" in form.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/preview/shared/secret-token/", "/accounts/confirm/secret/"]
)
def test_page_whose_address_may_be_a_secret_does_not_pass_it_on(client: Client, address: str) -> None:
    page = client.get(address).text
    assert '<a href="/report/" rel="nofollow">' in page
    assert "secret" not in page.partition("<footer")[2]


def test_report_is_kept_for_the_editors_and_thanked_for(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):  # each limit is read, written and counted; the report
        answer = client.post("/report/", SAID | {"email": "reader@city.example"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/report/sent/")
    kept = Report.objects.values("page", "text", "email", "done_at").get()
    assert kept == {
        "page": SAID["page"],
        "text": SAID["text"],
        "email": "reader@city.example",
        "done_at": None,
    }
    thanks = client.get("/report/sent/")
    assert "Your report has reached the editors." in thanks.text
    assert (len(answer.cookies), len(thanks.cookies)) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"text": "  "}, "Write what is wrong."),
        ({"text": "a" * (LONGEST_REPORT + 1)}, "at most 5000 characters"),
        ({"page": "/" * 2001}, "at most 2000 characters"),
        ({"email": "nobody"}, "Write an e-mail address such as office@city.example."),
        ({"text": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_report_that_says_nothing_or_too_much_is_refused_and_stays(
    client: Client, wrong: dict[str, str], message: str
) -> None:
    answer = client.post("/report/", SAID | wrong)
    assert answer.status_code == 400
    assert message in words(answer.text)
    assert "public" not in answer.headers["Cache-Control"]
    assert (Report.objects.count(), Attempt.objects.count()) == (0, 0)
    assert "The second link is dead." in answer.text or "text" in wrong


def test_program_that_fills_every_field_is_thanked_and_not_heard(client: Client) -> None:
    answer = client.post("/report/", SAID | {"website": "https://spam.example"})
    assert (answer.headers["Location"], Report.objects.count()) == ("/report/sent/", 0)


def test_page_of_another_site_sends_no_report(client: Client) -> None:
    assert client.post("/report/", SAID, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/report/", SAID, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert Report.objects.count() == 1


def test_form_needs_no_cookie_of_its_own() -> None:
    client = Client(enforce_csrf_checks=True)
    assert "csrf" not in client.get("/report/").text
    assert client.post("/report/", SAID).status_code == 302


def test_reports_of_one_network_and_of_all_are_limited(client: Client, settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"report": {"ip": [(2, 60)], "everybody": [(3, 60)]}}
    answers = [client.post("/report/", SAID, REMOTE_ADDR=f"192.0.2.{network}") for network in (1, 1, 1, 2, 3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429, 302, 429]
    assert Report.objects.count() == 3
    assert "Go back: what you typed is still in the form." in words(answers[2].text)
    assert int(answers[2].headers["Retry-After"]) <= 61
    assert "public" not in answers[2].headers["Cache-Control"]


def test_old_reports_are_deleted(client: Client) -> None:
    now, editor = timezone.now(), make_editor()
    kept = Report.objects.create(text="new")
    open_long = Report.objects.create(text="open", at=now - timedelta(days=REPORT_DAYS - 1))
    Report.objects.create(text="old", at=now - timedelta(days=REPORT_DAYS + 1))
    for days in (DONE_DAYS - 1, DONE_DAYS + 1):
        Report.objects.create(text=f"done {days}", done_at=now - timedelta(days=days), done_by=editor)
    assert delete_old() == 2
    assert {*Report.objects.values_list("text", flat=True)} == {
        kept.text,
        open_long.text,
        f"done {DONE_DAYS - 1}",
    }
    assert f"for {REPORT_DAYS} days at most" in words(client.get("/privacy/").text)
