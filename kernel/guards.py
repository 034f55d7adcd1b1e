"""Guards that the database itself holds: append-only tables and frozen columns, written once per vendor.

Each floor's `guards.py` has a tuple GUARDS and, where rows of several tables must agree, a tuple RULES. They are
installed again after every migrate, because SQLite drops the triggers of a table that a migration rebuilds. `lifted()`
is for the suite only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection


@dataclass(frozen=True)
class Guard:
    """Refuses changes of a table's rows. `frozen` are the columns that no UPDATE may change; empty means all.

    `deletable`: whether rows may be deleted (a derivation's may).
    """

    table: str
    frozen: tuple[str, ...] = ()
    deletable: bool = False
    when: str = ""  # SQL over OLD: the guard holds only for such rows

    @property
    def names(self) -> tuple[str, str]:
        """The triggers' names."""
        return f"{self.table}_no_update", f"{self.table}_no_delete"

    def statements(self, vendor: str) -> list[str]:
        """The SQL that installs it."""
        update, delete = self.names
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        tests = [f"(OLD.{column} {differs} NEW.{column})" for column in self.frozen]
        rule = f"({' OR '.join(tests)})" if tests else ""
        condition = " AND ".join(part for part in (rule, f"({self.when})" if self.when else "") if part)
        when_update = f"WHEN ({condition})" if condition else ""
        when_delete = f"WHEN ({self.when})" if self.when else ""
        if vendor == "sqlite":
            out = [
                f"DROP TRIGGER IF EXISTS {update}",
                f"CREATE TRIGGER {update} BEFORE UPDATE ON {self.table} {when_update} "
                f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END",
                f"DROP TRIGGER IF EXISTS {delete}",
            ]
            if not self.deletable:
                out.append(
                    f"CREATE TRIGGER {delete} BEFORE DELETE ON {self.table} {when_delete} "
                    f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"
                )
            return out
        out = [
            "CREATE OR REPLACE FUNCTION shidra_refuse() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {update} ON {self.table}",
            f"CREATE TRIGGER {update} BEFORE UPDATE ON {self.table} FOR EACH ROW {when_update} "
            "EXECUTE FUNCTION shidra_refuse()",
            f"DROP TRIGGER IF EXISTS {delete} ON {self.table}",
        ]
        if not self.deletable:
            out.append(
                f"CREATE TRIGGER {delete} BEFORE DELETE ON {self.table} FOR EACH ROW {when_delete} "
                "EXECUTE FUNCTION shidra_refuse()"
            )
        return out


@dataclass(frozen=True)
class Rule:
    """What must be true of a row when it is written, and what moves with it, held by the database itself.

    `event` is INSERT, UPDATE or DELETE; `when` a condition over NEW and OLD; `refuse` pairs of an SQL condition and a
    sentence; `then` statements that belong to the same write. All of it is SQL that both vendors read. A rule of INSERT
    must not ask for NEW.id: SQLite does not know it yet.
    """

    name: str
    table: str
    event: str
    when: str = ""
    refuse: tuple[tuple[str, str], ...] = ()
    then: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The trigger's name."""
        return (self.name,)

    def statements(self, vendor: str) -> list[str]:
        """The SQL that installs it."""
        when = f"WHEN ({self.when})" if self.when else ""
        if vendor == "sqlite":
            steps = [f"SELECT RAISE(ABORT, '{sentence}') WHERE {condition};" for condition, sentence in self.refuse]
            body = " ".join([*steps, *(f"{statement};" for statement in self.then)])
            return [
                f"DROP TRIGGER IF EXISTS {self.name}",
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} {when} BEGIN {body} END",
            ]
        steps = [
            f"IF ({condition}) THEN RAISE EXCEPTION '{sentence}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            for condition, sentence in self.refuse
        ]
        body = " ".join([*steps, *(f"{statement};" for statement in self.then)])
        row = "OLD" if self.event == "DELETE" else "NEW"  # what a trigger gives back is done; nothing is done without
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}_rule() RETURNS trigger AS $$ BEGIN {body} RETURN {row}; END "
            "$$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW {when} "
            f"EXECUTE FUNCTION {self.name}_rule()",
        ]


def collect() -> list[Guard]:
    """The guards of all floors."""
    return [guard for module in _modules() for guard in module.GUARDS]


def collect_rules() -> list[Rule]:
    """The rules of the floors that have any."""
    return [rule for module in _modules() for rule in getattr(module, "RULES", ())]


def _all() -> list[Guard | Rule]:
    return [*collect(), *collect_rules()]


def _modules() -> list[Any]:
    return [
        import_module(f"{app}.guards")
        for app in settings.FIRST_PARTY_APPS
        if app != "kernel" and find_spec(f"{app}.guards")
    ]


def install(**kwargs: object) -> None:
    """Install every guard whose table exists; the one receiver of a signal in the house (post_migrate)."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in _all():
            if guard.table in tables:
                for statement in guard.statements(connection.vendor):
                    cursor.execute(statement)


@contextmanager
def lifted() -> Iterator[None]:
    """Take the guards away for a block and put them back: only the suite may do this, which flushes and copies."""
    with connection.cursor() as cursor:
        for guard in _all():
            for name in guard.names:
                suffix = "" if connection.vendor == "sqlite" else f" ON {guard.table}"
                try:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
                except DatabaseError:  # the table is not there in this run
                    continue
    try:
        yield
    finally:
        install()
