"""Are pictures taken in with the form, described, ordered and taken out, and is nothing that was typed lost?"""

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from practices.admin.files import upload
from practices.models import Practice, Upload, User
from practices.models.upload import Readiness
from practices.uploads.storage import StorageUnavailable
from tests.builders import make_draft, make_editor, make_user, submitted
from tests.entry_pictures import brought, digest_of, png, said_of, sent_picture
from tests.headings import words
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db


def address(practice: Practice, section: str = "pictures/", site: str = "contribute") -> str:
    return f"/{site}/practices/practice/{practice.pk}/change/{section}"


def opened(**given: Any) -> tuple[User, Client, Practice]:
    practice = make_draft(contributor=(person := make_user()), **given)
    return person, client_of(person), practice


def sent(client: Client, where: str, *files: Any, button: str = "_next", **more: Any) -> Any:
    data = form_data(client.get(where).content) | {button: "1"} | more
    data["pictures"] = [digest for digest in data.get("pictures", []) if digest] + list(files)
    return client.post(where, data)


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def pictures_of(practice: Practice) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Practice.objects.get(pk=practice.pk).pictures
    return found


def test_pictures_that_are_chosen_are_taken_in_by_any_button_and_described_next() -> None:
    _person, client, practice = opened()
    response = sent(client, address(practice), sent_picture(), sent_picture("crew.png", colour=9))
    assert told(response) == ["2 pictures were taken in: describe them below."]
    first, second = pictures_of(practice)
    described = f"id_pictures-{first['file']}-alt"
    assert (response.status_code, response["Location"]) == (302, f"{address(practice)}#{described}")
    assert first == said_of(first["file"], alt="", credit="", licence="", consent=False)
    assert list(Upload.objects.order_by("pk").values_list("file", "kind", "width", "height", "name")) == [
        (first["file"], "PNG", 4, 3, "quay.png"),
        (second["file"], "PNG", 4, 3, "crew.png"),
    ]
    page = client.get(address(practice)).content.decode()
    assert page.count(f'id="{described}"') == 1
    assert f'src="/preview/pictures/{first["file"]}-800.jpg"' in page
    assert 'enctype="multipart/form-data"' in page


def test_picture_that_was_just_added_is_no_error_before_it_is_told_once() -> None:
    _person, client, practice = opened()
    calm = client.get(sent(client, address(practice), sent_picture())["Location"].partition("#")[0])
    assert [each in calm.text for each in ("describe it for those", 'class="errorlist"', "aria-invalid")] == [
        False
    ] * 3
    refused = client.get(sent(client, address(practice))["Location"])
    assert "Picture 1: describe it for those who do not see it." in refused.text
    wanted = re.findall(r'name="pictures-\w+-(\w+)"[^>]*aria-invalid="true"', refused.text)
    assert wanted == ["alt", "licence", "consent"]


def test_what_is_said_of_pictures_is_kept_and_their_order_changed() -> None:
    person, client, practice = opened()
    rows = [brought(practice, by=person, colour=colour) for colour in (1, 2, 3)]
    Practice.objects.filter(pk=practice.pk).update(pictures=rows)
    first, second, third = (f"pictures-{each['file']}" for each in rows)
    words = {
        f"{first}-alt": "A quay.",
        f"{first}-caption": "The quay in May",
        f"{first}-credit": "Kari",
        f"{first}-licence": "CC0-1.0",
        f"{third}-place": "1",
        f"{second}-removed": "on",
        "pictures-card": rows[0]["file"],
    }
    assert sent(client, address(practice), **words).status_code == 302
    quay = {"alt": "A quay.", "caption": "The quay in May", "credit": "Kari", "licence": "CC0-1.0"}
    assert pictures_of(practice) == [rows[2], rows[0] | quay | {"card": True}]


def test_description_is_read_where_answers_are_checked_and_decided() -> None:
    practice = submitted(contributor=(person := make_user()))
    rows = [
        brought(practice, by=person, colour=number, alt=alt) for number, alt in enumerate(("A quay.", ""))
    ]
    Practice.objects.filter(pk=practice.pk).update(pictures=rows)
    said = "Description for those who do not see it: "
    review = client_of(make_editor()).get(f"/admin/practices/practice/{practice.pk}/review/").text
    Practice.objects.filter(pk=practice.pk).update(status="draft")
    check = client_of(person).get(f"/contribute/practices/practice/{practice.pk}/move/submit/").text
    for page in (words(review), words(check)):
        assert (page.count(f"{said}A quay."), page.count(f"{said}none yet")) == (1, 1)


def test_page_that_is_sent_as_it_stands_changes_nothing() -> None:
    person, client, practice = opened()
    rows = [brought(practice, by=person, colour=colour, credit="Kari") for colour in (1, 2)]
    rows[1]["card"] = True
    Practice.objects.filter(pk=practice.pk).update(pictures=rows)
    for where in (address(practice), address(practice, "")):
        assert sent(client, where).status_code == 302
        assert pictures_of(practice) == rows


def test_file_that_is_refused_is_named_with_the_reason_and_words_are_kept() -> None:
    person, client, practice = opened()
    row = brought(practice, by=person)
    Practice.objects.filter(pk=practice.pk).update(pictures=[row])
    broken = sent_picture("poem.png")
    broken.write(b"no picture at all"), broken.seek(0)
    response = sent(client, address(practice), broken, **{f"pictures-{row['file']}-alt": "Typed."})
    (message,) = told(response)
    assert message.startswith("“poem.png”: ")
    assert response["Location"] == f"{address(practice)}#told"
    assert client.get(address(practice)).text.count('id="told"') == 1
    assert pictures_of(practice) == [row | {"alt": "Typed."}]
    assert Upload.objects.count() == 1


def test_form_says_at_a_picture_that_nothing_of_it_can_be_shown() -> None:
    person, client, practice = opened()
    Practice.objects.filter(pk=practice.pk).update(pictures=[brought(practice, by=person)])
    said = "It cannot be shown, as it is broken"
    assert said not in client.get(address(practice)).content.decode()
    Upload.objects.update(readiness=Readiness.FAILED)
    page = client.get(address(practice)).content.decode()
    assert said in page
    assert "Picture 1: it cannot be shown" in page


def test_while_the_storage_is_away_words_are_kept_and_the_person_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_given: Any, **_more: Any) -> None:
        raise StorageUnavailable("Files cannot be kept just now.")

    _person, client, practice = opened()
    monkeypatch.setattr(upload, "receive", away)
    where = address(practice, "")
    response = sent(client, where, sent_picture(), title="A new title", button="_save")
    assert told(response) == ["“quay.png” was not kept. Files cannot be kept just now."]
    assert (Practice.objects.get().title, pictures_of(practice)) == ("A new title", [])


def test_once_nothing_can_be_kept_no_other_file_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def away(_practice: Any, file: Any, **_more: Any) -> None:
        tried.append(file.name)
        raise StorageUnavailable("Files cannot be kept just now.")

    _person, client, practice = opened()
    monkeypatch.setattr(upload, "receive", away)
    response = sent(client, address(practice), sent_picture("a.png"), sent_picture("b.png", colour=5))
    assert told(response) == ["“a.png”, “b.png” were not kept. Files cannot be kept just now."]
    assert tried == ["a.png"]


def test_files_that_are_too_much_together_are_let_go_and_the_words_saved(settings: Any) -> None:
    _person, client, practice = opened()
    settings.UPLOAD_BYTES = 100
    response = sent(client, address(practice, ""), sent_picture(), title="As typed", button="_save")
    (said,) = told(response)
    assert said.startswith("No file was taken: together they may have 20 MB. What you wrote is saved.")
    assert response["Location"] == f"{address(practice, '')}#told"
    assert (Practice.objects.get().title, Upload.objects.count()) == ("As typed", 0)
    page = client.get(address(practice)).content.decode()
    assert "Together up to 20 MB at a time." in page
    assert 'data-most="20"' in page


def test_whoever_submits_while_she_sends_pictures_is_told_that_she_describes_them_first() -> None:
    practice = make_draft(contributor=make_user())
    client = client_of(make_editor())
    response = sent(client, address(practice, "", "admin"), sent_picture(), button="_move", _move="submit")
    assert "It is saved, but not handed on: look at the files that you added first." in told(response)
    assert Practice.objects.get().status == "draft"


def test_words_of_a_picture_that_is_gone_are_given_back_at_the_field() -> None:
    _person, client, practice = opened()
    data = form_data(client.get(address(practice)).content) | {
        "pictures": ["f" * 64],
        f"pictures-{'f' * 64}-alt": "A tram <b> by night",
    }
    response = client.post(address(practice), data)
    assert "You wrote of it: A tram &lt;b&gt; by night" in response.content.decode()
    assert pictures_of(practice) == []


def test_an_account_brings_so_many_files_a_day_and_an_editor_more(settings: Any) -> None:
    settings.FILES_A_DAY = 1
    _person, client, practice = opened()
    response = sent(client, address(practice), sent_picture(), sent_picture("b.png", colour=5))
    assert told(response)[0].startswith("“b.png”: An account may add 1 files within a day")
    editor = client_of(make_editor())
    sent(
        editor, address(practice, "", "admin"), sent_picture(colour=6), sent_picture(colour=7), button="_save"
    )
    assert Upload.objects.count() == 3


def test_an_entry_has_twelve_pictures_at_most() -> None:
    person, client, practice = opened()
    rows = [brought(practice, by=person, colour=colour) for colour in range(11)]
    Practice.objects.filter(pk=practice.pk).update(pictures=rows)
    response = sent(
        client, address(practice), sent_picture(colour=50), sent_picture("one-more.png", colour=51)
    )
    assert told(response) == [
        "An entry has up to 12 pictures; not taken: “one-more.png”.",
        "1 picture was taken in: describe it below.",
    ]
    assert len(pictures_of(practice)) == 12


def test_picture_of_a_full_entry_is_swapped_at_once() -> None:
    person, client, practice = opened()
    rows = [brought(practice, by=person, colour=colour) for colour in range(12)]
    Practice.objects.filter(pk=practice.pk).update(pictures=rows)
    gone = {f"pictures-{rows[3]['file']}-removed": "on"}
    response = sent(client, address(practice), sent_picture(colour=50), sent_picture(colour=51), **gone)
    assert told(response)[-1] == "1 picture was taken in: describe it below."
    files = [row["file"] for row in pictures_of(practice)]
    assert files == [row["file"] for row in rows if row != rows[3]] + [digest_of(png(colour=50))]


def test_form_says_how_large_pictures_of_each_kind_may_be() -> None:
    _person, client, practice = opened()
    page = client.get(address(practice)).content.decode()
    assert (
        "JPEG, PNG, WebP or AVIF, up to 25 million pixels, for example 6,000 by 4,000 (WebP: 20, AVIF: 20)."
        in page
    )


def test_nobody_names_a_file_that_was_brought_to_another_entry() -> None:
    other = make_draft(contributor=(stranger := make_user()))
    foreign = brought(other, by=stranger)["file"]
    _person, client, practice = opened()
    client.post(
        address(practice), form_data(client.get(address(practice)).content) | {"pictures": [foreign, "x"]}
    )
    assert pictures_of(practice) == []


def test_entry_that_was_changed_meanwhile_keeps_the_pictures_on_the_page() -> None:
    person, client, practice = opened()
    data = form_data(client.get(address(practice)).content)
    row = brought(practice, by=person, colour=4)
    Practice.objects.filter(pk=practice.pk).update(pictures=[row], version=practice.version + 1)
    response = client.post(address(practice), data | {"pictures": [sent_picture()], "_next": "1"})
    digest = Upload.objects.get(file=digest_of(png())).file
    assert response.status_code == 409
    assert f'name="pictures" value="{digest}"' in response.content.decode()
    assert pictures_of(practice) == [row]


@pytest.mark.long
def test_editor_adds_pictures_in_the_form_of_all_questions() -> None:
    practice = submitted(contributor=make_user())
    client = client_of(make_editor())
    where = address(practice, "", "admin")
    response = sent(client, where, sent_picture(), button="_continue")
    (row,) = pictures_of(practice)
    assert response["Location"] == f"{where}#id_pictures-{row['file']}-alt"


def test_who_may_not_edit_brings_nothing() -> None:
    practice = submitted(contributor=(person := make_user()))
    client = client_of(person)
    client.post(address(practice), {"pictures": [sent_picture()], "_next": "1"})
    assert not Upload.objects.exists()
