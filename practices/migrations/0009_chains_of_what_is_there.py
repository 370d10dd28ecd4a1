"""The chains of the history that is there already: some entries at a time, each some in a transaction of their own.

Broken off, it goes on where it was. What an older release writes meanwhile is chained by the day's work.
"""

import json
from collections import defaultdict

from django.db import migrations, transaction

from practices.models import chain

AT_ONCE = 200
COLUMNS = {
    "event": ("id", "practice_id", "note", *chain.FACTS["event"]),
    "snapshot": ("id", "practice_id", "answers", *chain.FACTS["snapshot"]),
}
ROW = "UPDATE practices_{kind} SET position = %s, salts = {json}, seals = {json}, link = %s WHERE id = %s"
TAIL = "UPDATE practices_practice SET chain_length = %s, chain_head = %s WHERE id = %s"


def fill(apps, schema_editor):
    practices = apps.get_model("practices", "Practice").objects.order_by("pk").only("pk", *chain.TAIL)
    last, keys = 0, [0]
    while keys:
        with transaction.atomic():
            some = list(practices.filter(pk__gt=last).select_for_update()[:AT_ONCE])
            keys = [practice.pk for practice in some]
            write(schema_editor.connection, some, {kind: rows(apps, kind, keys) for kind in COLUMNS})
        last = max(keys, default=last)


def rows(apps, kind, keys):
    """Return the rows of these entries that have no link yet, by entry."""
    found = defaultdict(list)
    unchained = apps.get_model("practices", kind).objects.filter(practice__in=keys, link=None).order_by("pk")
    for row in unchained.values(*COLUMNS[kind]).iterator():
        found[row["practice_id"]].append(row)
    return found


def write(connection, practices, found):
    given, tails = defaultdict(list), []
    for practice in practices:
        in_order = chain.as_written(found["event"][practice.pk], found["snapshot"][practice.pk])
        for kind, pk, columns in chain.chained(practice, in_order):
            salts, seals = json.dumps(columns["salts"]), json.dumps(columns["seals"])
            given[kind].append((columns["position"], salts, seals, columns["link"], pk))
        tails.append((practice.chain_length, practice.chain_head, practice.pk))
    value = "%s::jsonb" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        for kind, each in given.items():
            cursor.executemany(ROW.format(kind=kind, json=value), each)
        cursor.executemany(TAIL, tails)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("practices", "0008_history_is_chained")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
