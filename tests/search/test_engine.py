"""Do both databases find, order and forget the same?"""

from datetime import timedelta
from itertools import batched
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from practices.listing.filters import Practices
from practices.listing.results import ResultSet
from practices.models import Edition, Practice, SearchEntry, Word
from practices.search import result_ids
from practices.search.engine import by_relevance, is_found, matching
from practices.search.spelling import explain
from tests.builders import make_city, make_editor, make_topic, moved, published
from tests.hostile import TEXTS
from tests.search.golden import found, lines, publish_entries, publish_ordered

pytestmark = pytest.mark.django_db
ANY_TEXT = st.text() | st.text(st.sampled_from("\"'-*()&|!:<>^~{}[]\\%_?; \0aéß多\u0301İ,.")) | st.text("-")


def titles(editions: Any) -> list[str]:
    return [edition.title for edition in editions]


@pytest.mark.long
def test_golden_set_is_found() -> None:
    publish_entries()
    expected = {typed: languages.replace("-", "").split() for typed, languages in lines("golden.txt")}
    assert {typed: found(typed) for typed in expected} == expected


@pytest.mark.long
@pytest.mark.parametrize("few", [0, result_ids.FEW])
def test_golden_order_is_kept(monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    letters = publish_ordered()
    expected = {address: order.split() for address, order in lines("order.txt")}
    monkeypatch.setattr(result_ids, "FEW", few)
    for address, order in expected.items():
        results = ResultSet(Practices(QueryDict(address), Edition.objects.all()))
        for most in range(1, len(order) + 1):
            shown = Edition.objects.in_bulk(keys := results.keys(0, most))
            assert (address, [letters[shown[key].title] for key in keys]) == (address, order[:most])
        assert (address, [letters[title] for title in titles(results.found)]) == (address, order)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite sorts by code point; run bin/with-postgres"
)
def test_order_does_not_hang_on_the_locale_of_the_server() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, collation_name FROM information_schema.columns"
            " WHERE column_name IN ('sort_title', 'sort_place', 'sort_name')"
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(["sort_title", "sort_place", "sort_name"], "C")


def test_everything_with_a_weight_is_found_and_nothing_else() -> None:
    published(
        title="A table",
        country="CH",
        city=make_city("Geneva", "CH", aliases=["Genève"]),
        partner_cities=[make_city("Lausanne", "CH")],
        topics=[make_topic("religion", "religion and interfaith")],
        summary="Soup for all",
        purpose="People of *many* faiths",
        documents=[{"title": "Evaluation report", "url": "https://city.example/secret"}],
        contact_name="Secret office",
    )
    published(title="Another entry")
    for text in ("table", "geneve", "lausanne", "Suisse", "interfaith", "soup", "many faith", "evaluations"):
        assert titles(matching(Edition.objects.all(), text)) == ["A table"]
    for text in ("", " ", ".", "secret", "table another", "xylophone"):
        assert titles(matching(Edition.objects.all(), text)) == []


def test_phrase_does_not_run_from_one_answer_into_the_next() -> None:
    published(title="One", purpose="ends with apples", stimulus="pears begin here")
    assert titles(matching(Edition.objects.all(), "apples pears")) == ["One"]
    assert titles(matching(Edition.objects.all(), '"apples pears"')) == []


def test_matching_goes_with_filters_counts_and_alternatives() -> None:
    publish_entries()
    rows = Edition.objects.all()
    assert found("education", rows.in_countries("FR")) == ["fr"]
    assert matching(rows, "education").count() == 2
    assert sorted(
        (matching(rows, "barrio") | matching(rows, "noise -police")).values_list("language", flat=True)
    ) == ["en", "es"]
    assert found("-education", rows.in_countries("FR", "ES")) == ["es"]


def test_relevance_is_title_then_place_and_topic_then_purpose_then_the_rest() -> None:
    for title, said in (
        ("The rest", {"process": "About noise."}),
        ("Purpose", {"purpose": "About noise."}),
        ("Topic", {"topics": [make_topic("noise")]}),
        ("Noise is first", {}),
        ("Older", {"purpose": "About noise, too."}),
        ("Nothing", {}),
    ):
        published(**{"title": title, "purpose": "", "process": ""} | said)
    day = timedelta(days=1)
    for edition in Edition.objects.filter(title="Older"):
        edition.first_published_at -= day
        edition.save()
    ranked = by_relevance(matching(Edition.objects.all(), "noises"), "noises")
    assert titles(ranked) == ["Noise is first", "Topic", "Purpose", "Older", "The rest"]
    assert ranked.totally_ordered


def test_relevance_without_words_is_newest_first() -> None:
    for title in ("First", "Second"):
        published(title=title)
    for texts in ((), ("",), ("-first",)):
        assert titles(by_relevance(Edition.objects.all(), *texts)) == ["Second", "First"]


def test_relevance_takes_the_best_of_several_texts() -> None:
    for title in ("Apples", "Pears"):
        published(title=title, purpose="Apples and pears")
    published(title="Plums", purpose="")
    assert titles(by_relevance(Edition.objects.all(), "plums", "apples")) == ["Plums", "Apples", "Pears"]


def test_entry_follows_its_edition() -> None:
    practice, editor = published(title="Apples"), make_editor()
    assert is_found("apples")
    moved(practice, "revise", by=editor)
    Practice.objects.filter(pk=practice.pk).update(title="Pears")
    assert (is_found("apples"), is_found("pears")) == (True, False)
    moved(practice, "publish", by=None)
    assert (is_found("apples"), is_found("pears")) == (False, True)
    moved(practice, "withdraw", by=editor, note="Asked for.", reason="It has ended.")
    assert (is_found("pears"), SearchEntry.objects.count()) == (False, 0)
    moved(practice, "restore", by=editor)
    assert is_found("pears")


def test_entry_is_written_with_its_edition_or_not_at_all() -> None:
    with transaction.atomic():
        published(title="Apples")
        transaction.set_rollback(True)
    assert not is_found("apples")


def test_rebuild_brings_back_what_is_lost_and_forgets_what_is_gone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    practice = published(title="Apples", purpose="")
    published(title="Cherries", purpose="")
    SearchEntry.objects.all().delete()
    SearchEntry.objects.create(edition_id=practice.edition.pk + 1000, lexemes="'ghost'")
    Word.objects.filter(folded="cherries").delete()
    Word.objects.create(folded="aples", shown="aples", sort=1)
    call_command("rebuild_search")
    assert capsys.readouterr().out.startswith("2 indexed in ")
    assert found("apples cherries") == []
    assert titles(matching(Edition.objects.order_by("pk"), "cherries")) == ["Cherries"]
    assert SearchEntry.objects.count() == 2
    assert set(Word.objects.filter(folded__endswith="les").values_list("folded", flat=True)) == {"apples"}
    assert explain("chrries").suggestion == "cherries"


@pytest.mark.one_in(4)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_hostile_text_is_only_words(text: str) -> None:
    published(title="Noise", purpose="circles")
    rows = Edition.objects.all()
    assert len(by_relevance(matching(rows, text), text)) <= 1
    assert explain(text).suggestion != ""


@pytest.mark.long
@given(ANY_TEXT)
def test_no_text_fails(text: str) -> None:
    assert list(by_relevance(matching(Edition.objects.all(), text), text)) == []
    assert explain(text).suggestion is None


@pytest.mark.long
def test_very_long_entry_is_found_by_its_first_words() -> None:
    words = [f"w{number}{'ж' * 60}" for number in range(6000)]
    purpose, process = (" ".join(half) for half in batched(words, 3000, strict=True))
    published(title="Long", purpose=purpose, process=process)
    assert titles(matching(Edition.objects.all(), f"long w7{'ж' * 60}")) == ["Long"]
