"""GET changes nothing: a sum over every table stands the same after everybody has opened every address.

Buttons too are opened by GET, as a mail scanner or a browser that looks ahead would.
"""

import hashlib

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Person
from tests.matrix.addresses import MADE_UP, all_addresses
from tests.matrix.objects import Filler
from tests.matrix.snapshot import demo_world
from tests.matrix.visitor import quick
from tests.matrix.walk import is_walked, path_of
from tests.matrix.world import own, visitors

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.one_database]
# What a GET may write, and why; "" is the whole table.
MAY = {
    ("django_session", ""): "when it was last used, for its end after idle time",
    (
        "measurement_submission",
        "seen_at",
    ): "that a reviewer opened a report: until then its sender may take it back",
}
READERS = ("director", "treasurer", "chair", "lead", "funder", "member", "admin", "anonymous")


def sums():
    """A hash of all rows of each table."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        names = [field.column for field in model._meta.local_concrete_fields if (table, field.column) not in MAY]
        if model._meta.managed and (table, "") not in MAY:
            columns = ", ".join(map(connection.ops.quote_name, names))
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(table)} ORDER BY 1")
                rows = repr(cursor.fetchall())
            found[table] = hashlib.sha256(rows.encode()).hexdigest()
    return found


def changed(before):
    """The tables that are not what they were."""
    return {table for table, one in sums().items() if before[table] != one}


class Scribe:
    """Writes down which request wrote what."""

    def __init__(self):
        self.path, self.written = "", set()

    def __call__(self, execute, sql, parameters, many, context):
        is_write = sql.split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}
        may = (f'"{table}"' in sql and f'SET "{column}' in sql for table, column in MAY)
        if is_write and "django_session" not in sql and not any(may):
            self.written.add(f"{self.path}: {sql[:70]}")
        return execute(sql, parameters, many, context)


@pytest.mark.exhaustive
def test_whoever_opens_whatever_address_changes_no_row(run_folder):
    scribe, opened = Scribe(), 0
    with demo_world(run_folder):
        filler, cast = Filler(own()), {name: who for name, who in visitors().items() if name in READERS}
        arguments = {address: filler.arguments(address) for address in all_addresses() if is_walked(address)}
        before = sums()
        with quick(), connection.execute_wrapper(scribe):
            for address in all_addresses():
                given = arguments.get(address) or dict.fromkeys(address.parameters, MADE_UP)
                scribe.path = path_of(address, given)
                for visitor in cast.values():
                    visitor.keeps = True
                    opened += visitor.ask("get", scribe.path).status_code == 200
        assert changed(before) == set(), scribe.written
        assert scribe.written == set()
        assert opened > 1000


def test_one_changed_letter_is_seen(cast):
    before = sums()
    scribe = Scribe()
    with connection.execute_wrapper(scribe):
        Person.objects.filter(pk=cast.lead.pk).update(function="x")
    assert changed(before) == {Person._meta.db_table} and len(scribe.written) == 1
