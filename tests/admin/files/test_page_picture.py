"""Does an editor set the picture of a city or topic on its page, read what is missing, and lose no word and no picture?"""

from typing import Any

import pytest
from django.test import Client

from practices.entries.files.page_pictures import picture_of
from practices.models import City, PagePicture, Topic
from practices.uploads import checking
from practices.uploads.arriving import LET_GO, NOT_KEPT
from practices.uploads.exceptions import FileRefused, StorageUnavailable
from tests.builders import make_city, make_editor, make_topic, make_user
from tests.entry_pictures import digest_of, png, put_on_page, sent_picture
from tests.headings import words
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db

SAID = {
    "alt": "Houses at the water.",
    "caption": "",
    "credit": "Ada Lind",
    "licence": "CC-BY-4.0",
    "consent": "on",
}
ALT, LICENCE = "Describe it for those who do not see it.", "Choose its licence."
CONSENT, NONE = "Say that the people on it agree, or that nobody is on it.", "Choose a picture."


def page_of(owner: City | Topic) -> str:
    return f"/admin/practices/{owner._meta.model_name}/{owner.pk}/picture/"


def faults(answer: Any) -> list[str]:
    return [error for field in answer.context["form"] for error in field.errors]


def sent(client: Client, owner: City | Topic, **given: Any) -> Any:
    """Send the form as a browser does that was just shown it, but for what is given."""
    shown = form_data(client.get(page_of(owner)).content, "picture_form")
    return client.post(page_of(owner), {**shown, **given})


@pytest.mark.parametrize("make", [make_city, make_topic])
def test_editor_finds_the_page_sets_a_picture_describes_it_anew_and_takes_it_out(make: Any) -> None:
    client, owner = client_of(make_editor()), make()
    change = page_of(owner).replace("/picture/", "/change/")
    assert f'href="{page_of(owner)}"' in client.get(change).text
    done = sent(client, owner, picture=sent_picture(), **SAID)
    assert (done.status_code, done.headers["Location"]) == (302, change)
    row = picture_of(owner)
    assert row
    assert (row.file, row.said["alt"], row.said["consent"]) == (digest_of(png()), SAID["alt"], True)
    assert "Picture: — → " in words(client.get(change).text)
    assert sent(client, owner, caption="The old quay.").status_code == 302
    assert PagePicture.objects.get().said["caption"] == "The old quay."
    assert sent(client, owner, removed="on").status_code == 302
    assert PagePicture.objects.count() == 0


def test_everything_that_is_missing_is_said_at_once_and_the_picture_that_came_is_kept() -> None:
    client, city = client_of(make_editor()), make_city()
    assert faults(sent(client, city)) == [NONE, ALT, LICENCE, CONSENT]
    shown = client.post(page_of(city), {"picture": sent_picture(), "caption": "The old quay."})
    assert (faults(shown), picture_of(city)) == ([ALT, LICENCE, CONSENT], None)
    again = form_data(shown.content, "picture_form")
    assert again["caption"] == ["The old quay."]
    assert client.post(page_of(city), {**again, **SAID, "caption": "The quay."}).status_code == 302
    assert PagePicture.objects.get().said["caption"] == "The quay."


def test_what_a_licence_asks_for_and_how_long_words_may_be_is_said_where_it_is_mended() -> None:
    client, city = client_of(make_editor()), make_city()
    short = sent(client, city, picture=sent_picture(), **SAID | {"credit": " ", "caption": "a" * 501})
    assert faults(short) == [
        "Caption has 501 characters; the limit is 500.",
        "Say who took it, as its licence asks for that.",
    ]
    free = sent(client, city, picture=sent_picture(), **SAID | {"credit": "", "licence": "CC0-1.0"})
    assert free.status_code == 302


def test_words_of_a_picture_are_read_again_before_they_are_those_of_the_next_one() -> None:
    client, city = client_of(editor := make_editor()), make_city()
    former = put_on_page(city, by=editor, colour=1)
    shown = sent(client, city, picture=sent_picture(colour=2))
    assert [fault[:38] for fault in faults(shown)] == ["This described the former picture. Rea"]
    row = picture_of(city)
    assert (row and row.file) == former
    assert client.post(page_of(city), form_data(shown.content, "picture_form")).status_code == 302
    row = picture_of(city)
    assert (row and row.file) == digest_of(png(colour=2))


def test_who_describes_a_picture_that_another_editor_has_replaced_sees_that_one_and_keeps_her_words() -> None:
    client, city = client_of(editor := make_editor()), make_city()
    put_on_page(city, by=editor, colour=1)
    shown = form_data(client.get(page_of(city)).content, "picture_form")
    put_on_page(city, by=make_editor(), colour=2)
    for sending in ({"caption": "The old quay."}, {"removed": "on", "caption": "The old quay."}):
        late = client.post(page_of(city), shown | sending)
        assert (late.status_code, faults(late)[0][:44]) == (
            409,
            "Somebody else has changed this picture meanw",
        )
        again = form_data(late.content, "picture_form")
        assert (again["of"], again["caption"]) == ([digest_of(png(colour=2))], ["The old quay."])
    assert PagePicture.objects.get().said["caption"] == ""


@pytest.mark.parametrize(
    ("error", "said"),
    [(FileRefused("it is none."), "It is none."), (StorageUnavailable("it is away."), "It is away.")],
)
def test_file_that_is_not_taken_leaves_words_and_what_was_there(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    client, city = client_of(editor := make_editor()), make_city()
    former = put_on_page(city, by=editor, colour=1)

    def refuse(*_given: Any, **_how: Any) -> None:
        raise error

    monkeypatch.setattr(checking, "check", refuse)
    shown = sent(client, city, picture=sent_picture(), caption="The old quay.")
    assert (faults(shown), form_data(shown.content, "picture_form")["caption"]) == ([said], ["The old quay."])
    row = picture_of(city)
    assert (row and (row.file, row.said["caption"])) == (former, "")


@pytest.mark.parametrize(
    ("meta", "said"),
    [({LET_GO: True}, "This picture was not taken: it may have 20 MB."), ({NOT_KEPT: ["a.png"]}, "")],
)
def test_file_that_did_not_arrive_is_told_of(meta: dict[str, Any], said: str) -> None:
    client, city = client_of(make_editor()), make_city()
    shown = client.post(page_of(city), SAID, **meta)
    assert len(faults(shown)) == 1
    assert said in faults(shown)[0]
    assert PagePicture.objects.count() == 0


def test_nobody_else_opens_the_page_and_of_no_city_there_is_none() -> None:
    city = make_city()
    assert client_of(make_user()).get(page_of(city)).status_code == 403
    assert client_of(make_editor()).get(page_of(city).replace(str(city.pk), "0")).status_code == 404
