"""Does every table leave with the catalogue, or is it said why it stays?"""

from django.apps import apps

from practices.exports.archives.tables import STAYS, TABLES, name_of


def test_every_table_leaves_or_it_is_said_why_it_stays() -> None:
    models = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    leaving = {model._meta.label for model in TABLES}
    assert leaving | STAYS.keys() == models
    assert not leaving & STAYS.keys()


def test_each_table_comes_after_those_that_its_rows_name() -> None:
    seen: set[object] = set()
    for model in TABLES:
        named = {field.related_model for field in model._meta.concrete_fields if field.is_relation} - {model}
        assert (model, named - seen) == (model, set())
        seen.add(model)


def test_each_has_a_name_of_its_own() -> None:
    assert len({name_of(model) for model in TABLES}) == len(TABLES)
