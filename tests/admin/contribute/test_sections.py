"""Is a section written on a page of its own without touching, or being kept from, the rest of the entry?"""

from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from practices.entries import actions, comments
from practices.models import Practice, Snapshot, User
from practices.template import FIELDS, SECTIONS
from practices.workflow import Status
from tests.builders import (
    PASSWORD,
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_user,
    moved,
    submitted,
)
from tests.pages import client_of, form_data, submit_buttons

pytestmark = pytest.mark.django_db
HIDDEN = {"csrfmiddlewaretoken", "writer", "seen"}


def at(practice: Practice, page: str = "change/story/") -> str:
    return f"/contribute/practices/practice/{practice.pk}/{page}"


def opened(section: str = "story", **given: Any) -> tuple[User, Client, Practice, dict[str, Any]]:
    user = make_user()
    client, practice = client_of(user), make_draft(contributor=user, **given)
    return user, client, practice, form_data(client.get(at(practice, f"change/{section}/")).content)


def written_by_an_editor(practice: Practice, **answers: Any) -> None:
    practice.refresh_from_db()
    actions.save_answers(practice, answers, by=make_editor(), expected_version=practice.version)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_page_asks_the_questions_of_its_section_and_no_other(section: Any) -> None:
    make_topic()
    _, client, practice, _ = opened(section.name)
    page = client.get(at(practice, f"change/{section.name}/")).content.decode()
    asked = [field for field in FIELDS if f'name="{field}"' in page]
    assert asked == [question.field for question in section.questions]


def test_what_is_not_on_the_page_is_not_touched() -> None:
    partner = make_city("Porto", "PT")
    _, client, practice, data = opened(
        city=None,
        city_typed="Little Bergen",
        partner_cities=[partner],
        kept_typed=["which-no-oslo"],
        lessons="Ask.",
    )
    before: dict[str, Any] = dict(Practice.objects.values().get())
    client.post(at(practice), data | {"purpose": "Only this.", "title": "Forged", "_next": "1"})
    now: dict[str, Any] = dict(Practice.objects.values().get())
    changed = {name for name in now if now[name] != before[name]}
    assert changed == {"purpose", "version", "saved_at"}
    assert list(Practice.objects.get().partner_cities.all()) == [partner]


def test_save_and_continue_leads_through_all_sections_to_the_check() -> None:
    _, client, practice, _ = opened()
    way = [at(practice, f"change/{section.name}/") for section in SECTIONS]
    for here, following in zip(way, [*way[1:], at(practice, "move/submit/")], strict=True):
        page = client.get(here).content
        assert submit_buttons(page) == [
            ("_next", "Save and continue"),
            ("_save", "Save and come back later"),
        ]
        assert client.post(here, form_data(page) | {"_next": "1"})["Location"] == following


def test_what_is_to_be_mended_is_told_once_before_the_next_section_and_is_saved_all_the_same() -> None:
    _, client, practice, data = opened("practice", topics=[make_topic()])
    here, following = at(practice, "change/practice/"), at(practice, "change/story/")
    sent = data | {"period": "sometime", "title": "x" * 121, "_next": "1"}
    told = client.post(here, sent)["Location"]
    assert told == f"{here}?told=period,title"
    assert Practice.objects.get().period == "sometime"
    page = client.get(told)
    assert "There is a problem" in page.text
    for words in ("Title: 121 characters; the limit is 120.", "Period: We found no year in this"):
        assert f"{words}" in page.text
    assert "press “Save and continue” once more" in page.text
    again = form_data(page.content) | {"_next": "1"}
    assert client.post(told, again | {"contact_email": "x"})["Location"] == following
    assert client.post(told, again | {"topics": [make_topic(f"t{n}").slug for n in range(6)]})[
        "Location"
    ] == (f"{here}?told=period,title,topics")


def test_what_is_missing_can_wait_for_the_check() -> None:
    _, client, practice, data = opened(purpose="")
    assert client.post(at(practice), data | {"process": "", "_next": "1"})["Location"] == at(
        practice, "change/transfer/"
    )


def test_markup_is_explained_once_in_a_section() -> None:
    _, client, practice, _ = opened()
    for section in ("story", "transfer"):
        assert client.get(at(practice, f"change/{section}/")).text.count("is a point of a list") == 1


def test_save_and_come_back_later_leads_to_the_tasks() -> None:
    _, client, practice, data = opened()
    page = client.post(at(practice), data | {"purpose": "Later.", "_save": "1"}, follow=True)
    assert page.request["PATH_INFO"] == at(practice, "")
    assert b"is saved." in page.content
    assert Practice.objects.get().purpose == "Later."


@pytest.mark.parametrize("answers", [{"title": "Another ship"}, {"lessons": "Ask earlier."}])
def test_who_writes_in_another_section_keeps_nobody_from_saving(answers: dict[str, Any]) -> None:
    _, client, practice, data = opened()
    written_by_an_editor(practice, **answers)
    response = client.post(at(practice), data | {"purpose": "Mine.", "_next": "1"})
    assert (response.status_code, response["Location"]) == (302, at(practice, "change/transfer/"))
    now = Practice.objects.values("purpose", *answers).get()
    assert now == {"purpose": "Mine.", **answers}


def test_what_was_changed_on_this_page_is_shown_beside_what_was_typed_and_saved_by_a_second_press() -> None:
    _, client, practice, data = opened()
    written_by_an_editor(practice, purpose="Theirs.", title="Another ship")
    response = client.post(at(practice), data | {"purpose": "Mine.", "_next": "1"})
    page = response.content.decode()
    assert (response.status_code, Practice.objects.get().purpose) == (409, "Theirs.")
    assert [
        'data-column="As it is now">Theirs.<' in page,
        'data-column="As you typed it">Mine.<' in page,
    ] == [True] * 2
    assert 'data-column="As it is now">Another ship<' not in page
    again = client.post(at(practice), form_data(response.content) | {"_next": "1"})
    assert (again.status_code, Practice.objects.get().purpose) == (302, "Mine.")
    assert [each.answers["purpose"] for each in Snapshot.objects.order_by("pk")][-1] == "Theirs."


def test_city_that_was_linked_meanwhile_is_a_change_of_its_page() -> None:
    _, client, practice, data = opened("practice", city=None, city_typed="Oslo")
    written_by_an_editor(practice, city=make_city("Oslo"), city_typed="")
    response = client.post(at(practice, "change/practice/"), data | {"city": "Bergen"})
    assert response.status_code == 409


def test_page_that_carries_no_mark_is_refused_when_it_is_old() -> None:
    _, client, practice, data = opened()
    written_by_an_editor(practice, title="Another ship")
    for seen in ("1", "1.", "", "1.x\0"):
        response = client.post(at(practice), data | {"seen": seen, "purpose": "Mine."})
        assert (seen, response.status_code) == (seen, 409)


def test_typing_is_saved_over_and_over_while_another_writes_elsewhere() -> None:
    _, client, practice, data = opened()
    for number in range(3):
        written_by_an_editor(practice, title=f"Ship {number}")
        response = client.post(at(practice, "autosave/story/"), data | {"purpose": f"Word {number}."})
        assert response.status_code == 200
        data["seen"] = response.json()["version"]
    now = Practice.objects.get()
    assert (now.title, now.purpose, now.version) == ("Ship 2", "Word 2.", 7)
    written_by_an_editor(practice, impact="Theirs.")
    assert client.post(at(practice, "autosave/story/"), data | {"purpose": "Later."}).status_code == 409


def test_words_sent_after_signing_out_wait_in_their_section_and_signing_in_says_so() -> None:
    user, client, practice, data = opened()
    client.logout()
    client.post(at(practice, "autosave/story/"), data | {"purpose": "Typed for an hour."})
    assert b"What you typed is kept" in client.get(f"/accounts/login/?next={at(practice)}").content
    sent = {"login": user.email, "password": PASSWORD}
    page = client.post(f"/accounts/login/?next={at(practice)}", sent, follow=True)
    assert page.request["PATH_INFO"] == at(practice)
    assert form_data(page.content)["purpose"] == ["Typed for an hour."]
    tasks = client.get(at(practice, "")).content.decode()
    assert ("is not saved yet" in tasks, f'href="{at(practice)}"' in tasks) == (True, True)
    client.post(at(practice), form_data(page.content) | {"_save": "1"})
    assert Practice.objects.get().purpose == "Typed for an hour."
    assert "is not saved yet" not in client.get(at(practice, "")).content.decode()


def test_sign_in_page_says_nothing_of_words_when_there_are_none() -> None:
    assert b"What you typed is kept" not in Client().get("/accounts/login/").content


def test_words_that_come_too_late_are_shown_to_be_copied() -> None:
    user, client, practice, data = opened()
    moved(practice, "submit", by=user, licence_agreed=True)
    response = client.post(at(practice), data | {"purpose": "Too late.", "_next": "1"})
    assert (response.status_code, b"Too late." in response.content) == (409, True)
    assert client.get(at(practice))["Location"] == at(practice, "")


def test_remark_stands_at_its_field_and_leads_there_from_the_tasks() -> None:
    user = make_user()
    practice = moved(submitted(contributor=user), "return", by=make_editor(), note="More.")
    comments.add(practice, field="impact", text="How many came?", internal=False, by=make_editor())
    client = client_of(user)
    assert b"An editor remarks:" in client.get(at(practice)).content
    assert b"How many came?" not in client.get(at(practice, "change/contact/")).content
    tasks = client.get(at(practice, "")).content.decode()
    assert f'<a href="{at(practice)}#id_impact">Impact</a>' in tasks
    assert f'<a class="button default" href="{at(practice)}#id_impact">Answer the remark: Impact</a>' in tasks


def test_remark_whose_answer_was_changed_leaves_the_way_to_the_check_free() -> None:
    user = make_user()
    practice = moved(submitted(contributor=user), "return", by=make_editor(), note="More.")
    comments.add(practice, field="impact", text="How many came?", internal=False, by=make_editor())
    client, form = client_of(user), at(practice)
    page = client.get(form).content
    assert [button for button in submit_buttons(page) if button[0]] == [
        ("_save", "Save and return to the entry"),
        ("_next", "Save and continue"),
    ]
    sent = form_data(page) | {"impact": "Forty people.", "_save": "1"}
    assert client.post(form, sent)["Location"] == at(practice, "")
    shown = client.get(at(practice, "")).text
    assert f'<a class="button default" href="{at(practice, "move/submit/")}">Check and submit</a>' in shown
    (comment,) = practice.comments.all()
    settled = client.post(at(practice, f"remarks/{comment.pk}/"), follow=True).text
    assert "The remark is marked as dealt with: Impact. Editors see that." in settled


def test_tasks_lead_to_their_pages_and_the_button_to_what_is_left() -> None:
    user = make_user()
    practice = make_draft(contributor=user, process="")
    client = client_of(user)
    page = client.get(at(practice, "")).content.decode()
    assert [f'<a href="{at(practice, f"change/{each.name}/")}">' in page for each in SECTIONS] == [
        True
    ] * len(SECTIONS)
    assert f'<a href="{at(practice)}#id_process">Write an answer: Process.</a>' in page
    assert f'<a class="button default" href="{at(practice)}">Go on: What the city did</a>' in page
    assert f'href="{at(practice, "change/")}">All questions on one page</a>' in page
    written_by_an_editor(practice, process="A ship calls.")
    page = client.get(at(practice, "")).content.decode()
    assert f'<a class="button default" href="{at(practice, "move/submit/")}">Check and submit</a>' in page


def test_move_is_made_from_no_section() -> None:
    _, client, practice, data = opened()
    client.post(at(practice), data | {"_move": "submit", "licence_agreed": "on"})
    assert Practice.objects.get().status == Status.DRAFT


@pytest.mark.parametrize("page", ["change/nothing/", "autosave/nothing/"])
def test_section_that_is_not_in_the_template_is_not_there(page: str) -> None:
    _, client, practice, data = opened()
    assert client.post(at(practice, page), data).status_code == 404


def test_answers_are_checked_as_readers_will_see_them() -> None:
    _, client, practice, _ = opened(
        purpose="People **read** <aloud>.",
        documents=[{"title": "Report", "url": "https://city.example/r"}],
        contact_name="A. Person",
    )
    page = client.get(at(practice, "move/submit/")).content.decode()
    assert "<p>People <strong>read</strong> &lt;aloud&gt;.</p>" in page
    assert '<a href="https://city.example/r" rel="nofollow noopener">Report</a>' in page
    assert page.count("Only editors and those who write the entry see it.") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_the_same_queries_however_many_are_there(number: int) -> None:
    user, topics = make_user(), [make_topic(f"topic-{each}") for each in range(number)]
    practices = [make_draft(contributor=user, title=f"Ship {each}", topics=topics) for each in range(number)]
    client = client_of(user)
    counted = {"": 16, "change/practice/": 17, "change/story/": 13}
    for page, queries in counted.items():
        with assertNumQueries(queries):
            assert client.get(at(practices[0], page)).status_code == 200


def test_typed_cities_lead_to_where_they_were_typed() -> None:
    _, client, practice, _ = opened(
        "practice", city=None, city_typed="Atlantis", partner_cities_typed="Utopia"
    )
    said = " ".join(
        client.get(at(practice, "")).text.partition("not in our list yet: Atlantis; Utopia.")[2].split()
    )
    form = at(practice, "change/practice/")
    assert said.startswith(
        "Where several cities have the name, say which you mean; an editor links the others."
    )
    assert f'<a href="{form}#id_city">City</a>, <a href="{form}#id_partner_cities">Partner cities</a>' in said
