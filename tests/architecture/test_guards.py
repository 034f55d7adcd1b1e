"""The database itself refuses to change facts, on both vendors."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction

from audit import kinds, services
from audit.models import Entry
from kernel import guards
from kernel.actor import Actor

pytestmark = pytest.mark.django_db


def triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {row[0] for row in cursor.fetchall()}


def test_every_guard_exists_after_a_full_migrate():
    there, asked = triggers(), list(guards.collect())
    assert len(asked) > 10
    for guard in asked:
        update, delete = guard.names
        assert update in there
        assert (delete in there) is not guard.deletable


def test_every_rule_between_tables_exists_after_a_full_migrate():
    assert {name for rule in guards.collect_rules() for name in rule.names} <= triggers()


def test_one_migrate_installs_each_of_them_once():
    """given that a migrate tells each app when it is done, when it has told all, then no trigger was written twice."""
    written = []

    def noting(execute, sql, *rest):
        if sql.startswith("CREATE TRIGGER"):
            written.append(sql.split()[2])
        return execute(sql, *rest)

    with connection.execute_wrapper(noting):
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert sorted(written) == sorted(triggers())


def test_every_guard_names_a_table_of_ours():
    tables = set(connection.introspection.table_names())
    both = [*guards.collect(), *guards.collect_rules()]
    assert [guard.table for guard in both if guard.table not in tables] == []


@pytest.fixture
def entry(django_user_model):
    kinds.register(kinds.Kind("audit.test.happened", "happened"))
    person = django_user_model.objects.create(email="a@example.org", name_he="א")
    return services.record(actor=Actor.system(), kind="audit.test.happened", subject=person)


@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET kind = 'x'", "DELETE FROM audit_entry"])
def test_raw_sql_cannot_bend_the_log(entry, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.get(pk=entry.pk).kind == "audit.test.happened"
