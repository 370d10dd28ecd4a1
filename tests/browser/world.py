"""What do the pages show? The first practices of the seed, and entries and people of every state, short and endless."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext

from practices.accounts import links, mfa, people
from practices.entries import actions, bulk, claims, coauthors, comments, merging, preview_links
from practices.models import CoAuthor, Mail, Practice, ReadyNote, Report, Snapshot, Topic, User
from practices.models.coauthor import INVITATION_VALID_FOR
from practices.workflow import MOVES, Status
from tests import doors, passkey, ready
from tests.browser import seed
from tests.builders import (
    make_admin,
    make_city,
    make_draft,
    make_editor,
    make_mail,
    make_user,
    moved,
    number_beyond,
    published,
    submitted,
    withdrawn,
)
from tests.entries.takedown.told import take
from tests.entry_pictures import put_on_page

KEPT, KEPT_FILES = "world.sqlite3", "world-files"
HALF = "half signed in"
"""An editor who has given her password, and not yet the code."""
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"
LONG: dict[str, Any] = {
    "title": f"{LONG_WORD} " * 3,
    "summary": "A summary that goes on for as long as it may, and then a little longer than that. " * 6,
    "period": "from the first of January 1999 until further notice, with a pause between 2008 and 2011",
    "purpose": LONG_WORD * 4 + " word" * 250,
    "stimulus": "https://city.example/" + "very/long/address/" * 12 + "\n\n" + "A plain sentence. " * 60,
    "process": "## A heading of its own\n\n" + "- one of many points of the process\n" * 40,
    "impact": "A plain sentence about what came of it. " * 40,
    "lessons": "1. A lesson that was learnt\n2. Another\n\n> A quotation of somebody.\n\n" + "More. " * 200,
    "city_typed": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "documents": [{"title": LONG_WORD * 3, "url": "https://city.example/" + "x" * 180}],
}
LONGEST_ANSWERS: dict[str, Any] = LONG | {"title": f"{LONG_WORD} " * 2, "summary": "Long. " * 80}
"""What the limits let through."""
RIGHT_TO_LEFT: dict[str, Any] = {
    "title": "قارب القراءة يزور كل رصيف في المدينة",
    "language": "ar",
    "summary": "قارب يزور كل رصيف ومعه كتب بلغات كثيرة، ويقرأ الناس بعضهم لبعض.",
    "purpose": "يقرأ أهل الميناء بعضهم لبعض بلغات كثيرة.\n\n- لقاء كل أسبوع\n- كتب باثنتي عشرة لغة",
    "process": "قارب فيه كتب باثنتي عشرة لغة يرسو عند كل رصيف. " * 12,
    "period": "2015-2020",
}


@dataclass
class World:
    """What the kinds of page show: the first practices of the seed, and people with entries in every state."""

    names: dict[str, Any] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    @classmethod
    def whole(cls) -> Self:
        """Return one with people and content; where the database is a file, made once in a run and copied."""
        if connection.vendor != "sqlite":
            return cls._made()
        names, people, last = json.loads(ready.once("world.json", cls._keep).read_text())
        number_beyond(last)
        with closing(sqlite3.connect(ready.folder() / KEPT)) as kept, connection.cursor():
            kept.backup(connection.connection)
        shutil.copytree(ready.folder() / KEPT_FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)
        ContentType.objects.clear_cache()
        return cls(names, {who: User.objects.get(pk=number) for who, number in people.items()})

    @classmethod
    def _made(cls) -> Self:
        world = cls()
        world.add_people()
        world.add_content()
        return world

    @classmethod
    def _keep(cls, path: Path) -> None:
        world = cls._made()
        with closing(sqlite3.connect(ready.folder() / KEPT)) as kept:
            connection.connection.backup(kept)
        shutil.copytree(settings.MEDIA_ROOT, ready.folder() / KEPT_FILES)
        people = {who: each.pk for who, each in world.people.items()}
        path.write_text(json.dumps([world.names, people, number_beyond(0)]))

    def add_people(self) -> None:
        """Make one person of each role; nothing else is there yet."""
        officer = make_user("officer@bergen.example", city=make_city(), organisation="Office for diversity")
        self.people = {
            "contributor": officer,
            "co-author": make_user("colleague@bergen.example", city=make_city()),
            "editor": make_editor("editor@programme.example"),
            "admin": make_admin("admin@programme.example"),
            "one step": make_editor("new@programme.example", second_step=False),
            HALF: make_editor("late@programme.example"),
        }
        for who in (HALF, "editor"):
            mfa.give(self.people[who], mfa.new_secret())
            self.names["passkey"] = passkey.give(self.people[who])

    def add_content(self) -> None:
        """Load the seed, and make entries in every state."""
        seed.load()
        published(**LONG)
        published(**RIGHT_TO_LEFT)
        withdrawn(title="An ended ship")
        again = moved(published(), "revise", by=make_editor())
        again = moved(again, "submit", by=make_editor(), licence_agreed=True)
        moved(again, "approve", by=make_editor())
        self._own()
        self._more_of_my_own()
        self._desk()
        self._work_done()
        self._together()
        self._thrown_away()
        self._taken_down()
        slugs = Practice.objects.exclude(slug=None).values_list("title", "slug")
        self.names |= {
            "long": next(slug for title, slug in slugs if title.startswith(LONG_WORD)),
            "rtl": next(slug for title, slug in slugs if title == RIGHT_TO_LEFT["title"]),
        }
        numbers = Practice.objects.in_status(Status.PUBLISHED).order_by("pk").values_list("pk", flat=True)
        self.names |= dict(zip(("first", "second"), numbers[:2], strict=True))

    def _own(self) -> None:
        officer, editor = self.people["contributor"], self.people["editor"]
        draft = make_draft(
            contributor=officer, title="A ship that is still being built", process="", topics=[]
        )
        returned = submitted(contributor=officer, title="A ship that came back")
        comments.add(returned, field="period", text="Which year did it end?", internal=False, by=editor)
        moved(returned, "return", by=editor, note="Please say who sails the ship.")
        far = make_draft(contributor=officer, **LONG)
        rtl = make_draft(contributor=officer, **RIGHT_TO_LEFT)
        ready = make_draft(contributor=officer, title="A ship that is ready to be handed in")
        token = preview_links.share(draft, by=officer).get_absolute_url()
        self.names |= {
            "own": draft.pk,
            "returned": returned.pk,
            "own_long": far.pk,
            "own_rtl": rtl.pk,
            "ready": ready.pk,
            "shared": token,
        }

    def _more_of_my_own(self) -> None:
        """Make entries that the contributor can do something else with."""
        officer = self.people["contributor"]
        for number in (1, 2):
            make_city("Springfield", slug=f"springfield-{number}")
        sent = submitted(contributor=officer, title="A ship that was handed in")
        blank = actions.create_draft({"title": ""}, by=officer, contributor=officer)
        towns = make_draft(
            contributor=officer, city=None, city_typed="Springfield", title="A ship of one town"
        )
        on_line = published(contributor=officer, title="A ship that all can read")
        shared = make_draft(contributor=officer, title="A ship that a colleague reads")
        self.names |= {
            "sent": sent.pk,
            "blank": blank.pk,
            "towns": towns.pk,
            "on_line": on_line.pk,
            "snapshot": Snapshot.objects.filter(practice=on_line).latest("pk").pk,
            "reset": links.reset_key(officer),
            "confirm": self.confirmation_key(),
            "shared_entry": preview_links.share(shared, by=officer).practice_id,
        }

    def confirmation_key(self) -> str:
        newcomer = make_user("newcomer@samplehaven.example")
        asked = EmailAddress.objects.create(user=newcomer, email=newcomer.email, primary=True)
        return links.confirmation_key(asked)

    def _desk(self) -> None:
        officer, editor = self.people["contributor"], self.people["editor"]
        waiting = moved(published(contributor=officer, title="A ship that was rebuilt"), "revise", by=officer)
        answers = {"purpose": "People of all quays read to one another."}
        actions.save_answers(waiting, answers, by=officer, expected_version=waiting.version)
        waiting = moved(waiting, "submit", by=officer)
        comments.add(waiting, field="period", text="Which year?", internal=False, by=editor)
        claims.claim(waiting, by=editor)
        far = submitted(**LONGEST_ANSWERS)
        rtl = submitted(**RIGHT_TO_LEFT)
        submitted(title="A singing ship", city=None, city_typed="Old Haven")
        unlinked = Practice.objects.get(title="A singing ship")
        self.names |= {
            "waiting": waiting.pk,
            "waiting_long": far.pk,
            "waiting_rtl": rtl.pk,
            "unlinked": unlinked.pk,
            "city": make_city().pk,
            "officer": officer.pk,
        }

    def _work_done(self) -> None:
        """Make what an editor leaves behind: entries moved together, and mails that went wrong."""
        editor = self.people["editor"]
        entries = [submitted(title=f"A ship of many, {number}") for number in (1, 2)]
        batch = bulk.move_each(MOVES["approve"], [(entry.pk, entry.version) for entry in entries], by=editor)
        mail = make_mail(subject=LONG_WORD * 2, last_error=LONG_WORD * 3, practice=entries[0])
        Mail.objects.filter(pk=mail.pk).update(failed_at=mail.created_at)
        Report.objects.create(page="/practices/annisa-programme/", text=f"{LONG_WORD}\n" * 9)
        topic = Topic.objects.create(
            slug="endless", name=f"{LONG_WORD} {LONG_WORD}", description=LONG_WORD * 2
        )
        note = ReadyNote.objects.create(name="Which year?", text="Please say in which year it began.")
        spammer = make_user(f"{LONG_WORD.lower()}@samplehaven.example")
        people.block_account(spammer, f"Advertisements.\n{LONG_WORD * 2}", by=self.people["admin"])
        merging.merge(make_city("Bjorgvin"), stays := make_city("Haven"), by=editor)
        put_on_page(stays, by=editor)
        put_on_page(topic, by=editor, colour=1, caption=f"{LONG_WORD} {LONG_WORD}", credit=LONG_WORD)
        self.names |= {"merged": stays.pk}
        self.names |= {"batch": batch.pk, "topic": topic.pk, "note": note.pk, "blocked": spammer.pk}

    def _together(self) -> None:
        """Make an entry that two write, and invitations of the contributor in every state."""
        officer, colleague = self.people["contributor"], self.people["co-author"]
        shared = make_draft(contributor=officer, title="A ship that two are building")
        coauthors.join(coauthors.invite(shared, email=colleague.email, by=officer), by=colleague)
        coauthors.invite(shared, email=f"{LONG_WORD.lower()}@bergen.example", by=officer)

        def asked(state: str, by: User = colleague) -> CoAuthor:
            entry = make_draft(contributor=by, title=f"A ship whose invitation is {state}")
            return coauthors.invite(entry, email=officer.email, by=by)

        expired, replaced, taken, joined, left = map(
            asked, ("expired", "replaced", "taken back", "accepted", "over")
        )
        for each, ago in ((expired, INVITATION_VALID_FOR), (replaced, coauthors.AGAIN)):
            CoAuthor.objects.filter(pk=each.pk).update(asked_at=each.asked_at - ago)
        coauthors.invite(replaced.practice, email=officer.email, by=colleague)
        coauthors.end(taken, by=colleague)
        coauthors.join(joined, by=officer)
        coauthors.end(coauthors.join(left, by=officer), by=officer)
        far = make_user("officer@oslo.example", city=make_city("Oslo"))
        self.names |= {
            "together": shared.pk,
            "asked": asked("open").pk,
            "asked_far": asked("from far away", far).pk,
            "expired": expired.pk,
            "replaced": replaced.pk,
            "taken": taken.pk,
            "joined": joined.pk,
            "left": left.pk,
        }

    def _thrown_away(self) -> None:
        """Put entries into the trash: by their contributor, and by an editor with a note."""
        officer, editor = self.people["contributor"], self.people["editor"]
        mine = make_draft(contributor=officer, title="A ship that was never built")
        back = make_draft(contributor=officer, title="A ship that comes back")
        theirs = published(contributor=officer, title="A ship that was there twice")
        far = published(**LONGEST_ANSWERS)
        for entry, by in ((mine, officer), (back, officer), (theirs, editor), (far, editor)):
            note = "It is the same as “A ship that all can read”." if by == editor else ""
            actions.trash(entry, by=by, expected_version=entry.version, note=note)
        self.names |= {"thrown": mine.pk, "thrown_by_editor": theirs.pk, "removed": theirs.slug}

    def _taken_down(self) -> None:
        """Take an edition down, and a passage of the next one."""
        editor = self.people["editor"]
        practice = moved(published(title="A ship of the law", purpose="Doe rows."), "revise", by=editor)
        actions.save_answers(
            practice, {"purpose": "Doe sails."}, by=editor, expected_version=practice.version
        )
        practice = moved(practice, "publish", by=editor)
        take(take(practice, edition=1), passage="Doe")
        self.names["lawful"] = practice.pk

    def sign_in(self, context: BrowserContext, who: str, url: str) -> None:
        """Give the browser the session of this person, without going through the doors."""
        context.clear_cookies()
        if who:
            client = Client()
            if who == HALF:
                doors.sign_in(client, self.people[who].email)
            else:
                client.force_login(self.people[who])
            for name, cookie in client.cookies.items():
                context.add_cookies([{"name": name, "value": cookie.value, "url": url}])
