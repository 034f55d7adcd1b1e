"""Migrations are complete, name their change, and stand on their own."""

import io
import re

import pytest
from django.core.management import call_command

from tests.architecture import source


@pytest.mark.django_db
def test_models_and_migrations_agree():
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)
    assert "No changes" in out.getvalue()


def test_no_migration_imports_code_of_the_floors_but_plain_columns():
    allowed = re.compile(
        r"^(?:import|from) (?:kernel\.(?:clock|models|languages|periods)|[a-z_]+\.(?:querysets|models))"
    )
    found = []
    for path in source.files(".py", *source.FLOORS):
        if "migrations" not in path.parts:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            ours = re.match(rf"^(?:import|from) (?:{'|'.join(source.FLOORS)})\b", line)
            if ours and not allowed.match(line):
                found.append(f"{source.name(path)}: {line}")
    assert found == []


def test_migrations_are_named_by_hand():
    found = [
        source.name(path)
        for path in source.files(".py", *source.FLOORS)
        if "migrations" in path.parts and re.search(r"_auto_|_\d{8}_", path.name)
    ]
    assert found == []
