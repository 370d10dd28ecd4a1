"""Plain builders of what tests need; everything that can go through the doors does."""

from itertools import count
from typing import Any

from practices.choices import Translator
from practices.entries import actions
from practices.models import City, Edition, Mail, Practice, Topic, User
from practices.places import cities
from practices.workflow import Status

PASSWORD = "a long password for tests"
_numbers = count(1)


def number_beyond(last: int) -> int:
    """Return the next number, and give none up to the last that stands in what another process made."""
    while (number := next(_numbers)) <= last:
        pass
    return number


def make_user(email: str = "", **fields: Any) -> User:
    """Return a contributor; `is_staff=True` makes an editor."""
    return User.objects.create_user(email or f"person{next(_numbers)}@city.example", PASSWORD, **fields)


def make_editor(email: str = "", **fields: Any) -> User:
    """Return an editor who has set up her second step; `second_step=False` makes one who has not."""
    return make_user(
        email or f"editor{next(_numbers)}@programme.example", is_staff=True, **{"second_step": True} | fields
    )


def make_admin(email: str = "") -> User:
    return make_editor(email, is_superuser=True)


def make_city(name: str = "Bergen", country: str = "NO", *, slug: str = "", **fields: Any) -> City:
    """Return the city of this slug, made when it is not there yet."""
    slug = slug or name.lower().replace(" ", "-")
    if found := City.objects.filter(slug=slug).first():
        return found
    city = cities.fold_names(City(name=name, country=country, slug=slug, **fields))
    city.save()
    return city


def make_topic(slug: str = "education", name: str = "") -> Topic:
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name or slug.replace("-", " ")})[0]


def answers_of(**given: Any) -> dict[str, Any]:
    """Return answers that are complete, with what a test gives in their place."""
    return {
        "title": "The reading ship",
        "country": "NO",
        "period": "since 2015",
        "purpose": "People of the harbour read to one another.",
        "process": "A ship with books in twelve languages calls at every quay.",
    } | given


def make_draft(*, contributor: User | None = None, by: User | None = None, **given: Any) -> Practice:
    """Return a complete draft in Bergen about education; `contributor=None` is an entry from elsewhere."""
    answers = answers_of(**given)
    if "city" not in given and answers["country"] == "NO":
        answers["city"] = make_city()
    answers.setdefault("topics", [make_topic()])
    return actions.create_draft(answers, by=by or contributor, contributor=contributor)


def moved(practice: Practice, name: str, *, by: User | None, **given: Any) -> Practice:
    """Make a move on the practice as it is now."""
    current = Practice.objects.get(pk=practice.pk)
    return actions.move(current, name, by=by, expected_version=current.version, **given)


def submitted(*, contributor: User | None = None, **given: Any) -> Practice:
    contributor = contributor or make_user()
    return moved(make_draft(contributor=contributor, **given), "submit", by=contributor, licence_agreed=True)


def published(*, contributor: User | None = None, **given: Any) -> Practice:
    """Return a published practice: approved when it has a contributor, published by the operator else."""
    if contributor is None:
        return moved(make_draft(**given), "publish", by=None)
    return moved(submitted(contributor=contributor, **given), "approve", by=make_editor())


def make_translation(practice: Practice, *, of: Practice) -> None:
    """Make a practice, and its edition on line if it has one, the translation of another."""
    said = {"translation_of": of, "translated_by": Translator.HUMAN}
    Practice.objects.filter(pk=practice.pk).update(**said)
    original = Edition.objects.filter(practice=of).first()
    Edition.objects.filter(practice=practice).update(**said, original=original)


def withdrawn(**given: Any) -> Practice:
    return moved(
        published(**given),
        "withdraw",
        by=make_editor(),
        note="The city asked for it.",
        reason="The practice has ended.",
    )


def in_status(status: Status, *, contributor: User | None, edition: bool) -> Practice:
    """Return a practice in a status, with or without an edition on line; `ValueError` where that cannot be."""
    editor = make_editor()
    if edition:
        practice = published(contributor=contributor)
        if status is not Status.PUBLISHED:
            practice = moved(practice, "revise", by=editor)
    else:
        practice = make_draft(contributor=contributor)
    routes: dict[Status, list[tuple[str, dict[str, Any]]]] = {
        Status.DRAFT: [],
        Status.SUBMITTED: [("submit", {"licence_agreed": True})],
        Status.RETURNED: [("submit", {"licence_agreed": True}), ("return", {"note": "Say more."})],
        Status.REJECTED: [("submit", {"licence_agreed": True}), ("reject", {"note": "No practice."})],
        Status.PUBLISHED: [],
        Status.WITHDRAWN: [],
    }
    if status is Status.WITHDRAWN and not edition:
        return withdrawn(contributor=contributor)
    if (
        (status is Status.WITHDRAWN)
        or (status is Status.REJECTED and edition)
        or (status is Status.PUBLISHED and not edition)
    ):
        raise ValueError(status)
    for name, given in routes[status]:
        practice = moved(practice, name, by=editor, **given)
    return practice


def make_mail(**fields: Any) -> Mail:
    """Return a mail in the outbox that is due."""
    number = next(_numbers)
    return Mail.objects.create(
        **{
            "kind": "returned",
            "to": "reader@city.example",
            "language": "en-gb",
            "subject": f"Mail {number}",
            "text": "Text",
            "html": "<p>Text</p>",
            "message_id": f"<returned.{number}@catalogue.example>",
        }
        | fields
    )
