"""How the public's rows are chosen."""

from typing import Any

import pytest
from django.core.exceptions import FieldFetchBlocked
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from practices.entries import actions
from practices.models import Edition, Practice
from practices.period import Period
from tests.builders import (
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_translation,
    moved,
    published,
)

THIS_YEAR = 2026


@pytest.mark.django_db
class TestEditionQuerySet:
    def titles(self, editions: Any) -> list[str]:
        return sorted(edition.title for edition in editions)

    def test_places_count_once_partners_too(self) -> None:
        published(title="Two", partner_cities=[make_city("Oslo"), make_city("Porto", "PT")])
        published(title="One")
        rows = Edition.objects.all()
        assert self.titles(rows.in_countries("NO")) == ["One", "Two"]
        assert self.titles(rows.in_countries("PT")) == ["Two"]
        assert self.titles(rows.in_countries("NO", "PT")) == ["One", "Two"]
        assert self.titles(rows.in_cities("oslo")) == ["Two"]
        assert self.titles(rows.in_cities("oslo", "bergen")) == ["One", "Two"]
        assert self.titles(rows.in_cities("atlantis")) == []

    def test_topics_are_alternatives(self) -> None:
        published(title="Two", topics=[make_topic("roma"), make_topic("refugees")])
        published(title="One", topics=[make_topic("education")])
        assert self.titles(Edition.objects.about("roma", "refugees")) == ["Two"]
        assert self.titles(Edition.objects.about("roma", "education")) == ["One", "Two"]

    def test_translations_are_no_originals(self) -> None:
        original = published(title="Original")
        translation = make_draft(title="Traduction", language="fr")
        make_translation(translation, of=original)
        moved(translation, "publish", by=None)
        assert self.titles(Edition.objects.all()) == ["Original", "Traduction"]
        assert self.titles(Edition.objects.originals()) == ["Original"]

    def test_translation_stands_for_an_original_that_is_off_line(self) -> None:
        for title, take in (("Withdrawn", self.withdraw), ("Trashed", self.trash)):
            original = published(title=title)
            translation = published(title=f"{title}, in French", language="fr")
            make_translation(translation, of=original)
            assert f"{title}, in French" not in self.titles(Edition.objects.originals())
            take(original)
        assert self.titles(Edition.objects.originals()) == ["Trashed, in French", "Withdrawn, in French"]

    def test_translation_makes_way_when_its_original_comes_on_line(self) -> None:
        original = make_draft(title="Original")
        translation = make_draft(title="Traduction", language="fr")
        make_translation(translation, of=original)
        moved(translation, "publish", by=None)
        assert self.titles(Edition.objects.originals()) == ["Traduction"]
        moved(original, "publish", by=None)
        assert self.titles(Edition.objects.originals()) == ["Original"]
        self.withdraw(original)
        assert self.titles(Edition.objects.originals()) == ["Traduction"]
        moved(original, "restore", by=make_editor())
        assert self.titles(Edition.objects.originals()) == ["Original"]
        self.trash(Practice.objects.get(pk=original.pk))
        assert self.titles(Edition.objects.originals()) == ["Traduction"]
        current = Practice.all_objects.get(pk=original.pk)
        actions.recover(current, by=make_editor(), expected_version=current.version)
        assert self.titles(Edition.objects.originals()) == ["Original"]

    def test_translation_of_a_translation_makes_way_too(self) -> None:
        practices = [published(title=title) for title in ("One", "Two", "Three")]
        for translation, of in zip(practices[1:], practices, strict=False):
            make_translation(translation, of=of)
        assert self.titles(Edition.objects.originals()) == ["One"]
        self.withdraw(practices[0])
        assert self.titles(Edition.objects.originals()) == ["Two"]

    @staticmethod
    def withdraw(practice: Practice) -> None:
        moved(practice, "withdraw", by=make_editor(), note="Asked.", reason="It has ended.")

    @staticmethod
    def trash(practice: Practice) -> None:
        actions.trash(practice, by=make_editor(), expected_version=practice.version)

    def test_newest_counts_from_the_first_publication(self) -> None:
        for title in ("First", "Second"):
            published(title=title)
        assert [edition.title for edition in Edition.objects.newest_first()] == ["Second", "First"]
        assert Edition.objects.newest_first().totally_ordered


class TestRunningIn(TestCase):
    """The database's reading of a year agrees with `Period.runs_in`."""

    @pytest.mark.long
    @given(
        st.none() | st.integers(2018, 2032),
        st.none() | st.integers(2018, 2032),
        st.booleans(),
        st.integers(2016, 2034),
    )
    def test_running_agrees_with_period(
        self, start: int | None, end: int | None, ongoing: bool, year: int
    ) -> None:
        if ongoing:
            end = None
        elif end is None:
            end = start
        elif start is not None and start > end:
            start, end = end, start
        edition = published().edition
        Edition.objects.update(period_start=start, period_end=end, period_ongoing=ongoing)
        running = Edition.objects.running_in(year, this_year=THIS_YEAR).filter(pk=edition.pk).exists()
        assert running is Period(start, end, ongoing).runs_in(year, this_year=THIS_YEAR)


@pytest.mark.django_db
def test_list_that_reads_more_than_its_cards_fails() -> None:
    published(purpose="A long text.")
    card = Edition.objects.cards().get()
    assert (card.title, str(card.city), card.get_absolute_url()) == (
        "The reading ship",
        "Bergen, Norway",
        "/practices/the-reading-ship/",
    )
    for read in (
        lambda: card.purpose,
        lambda: card.practice.purpose,
        lambda: card.city and card.city.names,
        lambda: card.published_by,
    ):
        with pytest.raises(FieldFetchBlocked):
            read()
