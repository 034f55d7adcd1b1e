"""A backup comes back into an empty place as it was, on both databases; a flipped bit and a full place are refused."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings

from tests.processes import prepared

pytestmark = pytest.mark.slow
PUT_IN = """
from django.core.files.base import ContentFile
from accounts.services import people
from documents.services import documents
from kernel.actor import Actor
actor = Actor.system()
person = people.ensure(actor=actor, email="noa@demo.example", name={"he": "נועה"})
documents.add(actor=actor, file=ContentFile(b"%PDF-1.4 a page", name="page.pdf"), owner=person)
"""
READ = """
from accounts.models import Person
from documents.models import Version
print(Person.objects.get().name_he, Version.objects.get().file.read() == b"%PDF-1.4 a page", Person.objects.get().email)
"""


class Portal:
    """An installation of its own, worked by its commands."""

    def __init__(self, **names: str) -> None:
        self.names = {**os.environ, "PYTHONIOENCODING": "utf-8", "SHIDRA_DEMO": "0", **names}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *words],
            env=self.names, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def good(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def embedded(folder: Path) -> Portal:
    return Portal(DJANGO_SETTINGS_MODULE="config.settings.embedded", SHIDRA_VAR=str(folder))


def backed_up(portal: Portal, folder: Path) -> Path:
    portal.good("shell", "-v0", "-c", PUT_IN)
    return Path(portal.good("backup", "--to", str(folder)).splitlines()[-1])


@pytest.fixture(scope="module")
def first(tmp_path_factory, run_folder):
    """The folder of an embedded portal with a person and a file, and its backup."""
    folder = tmp_path_factory.mktemp("first")
    prepared(run_folder, folder)
    return folder, backed_up(embedded(folder), tmp_path_factory.mktemp("kept"))


def test_an_embedded_portal_comes_back_with_every_row_and_file(first, tmp_path):
    folder, backup = first
    other = embedded(tmp_path / "two")
    assert "all as they were" in other.good("restore", str(backup))
    assert "נועה True" in other.good("shell", "-v0", "-c", READ)
    for name in ("secret_key", "field_keys"):
        assert (folder / name).read_text() == (tmp_path / "two" / name).read_text()
        assert (tmp_path / "two" / name).stat().st_mode & 0o777 == 0o600
    refused = other.run("restore", str(backup))
    assert refused.returncode and "not empty" in refused.stderr


def test_whoever_was_made_anonymous_since_does_not_come_back_with_a_name(first, tmp_path):
    with sqlite3.connect(first[1] / "database.sqlite3") as database:
        public_id = database.execute("SELECT public_id FROM accounts_person").fetchone()[0]
    (tmp_path / "erased.txt").write_text(public_id)
    other = embedded(tmp_path)
    assert "1 people" in other.good("restore", str(first[1]))
    assert "erased.invalid" in other.good("shell", "-v0", "-c", READ)


def test_a_changed_bit_a_missing_file_and_no_backup_at_all_are_told_before_anything_is_touched(first, tmp_path):
    backup = shutil.copytree(first[1], tmp_path / "copy")
    other = embedded(tmp_path / "two")
    assert "manifest.txt" in other.run("restore", str(tmp_path)).stderr
    path = backup / "database.sqlite3"
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    assert "not as it was written" in other.run("restore", str(backup)).stderr
    path.unlink()
    assert "missing" in other.run("restore", str(backup)).stderr
    assert not (tmp_path / "two/shidra.sqlite3").exists()


@pytest.fixture
def databases():
    """Two empty databases on the server of the suite."""
    address = os.environ["DATABASE_URL"]
    names = [f"backup_{number}_{os.getpid()}" for number in (1, 2)]
    server = psycopg2.connect(address)
    server.autocommit = True
    with server.cursor() as cursor:
        for name in names:
            cursor.execute(f"CREATE DATABASE {name}")
    yield [urlsplit(address)._replace(path=f"/{name}").geturl() for name in names]
    with server.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


@pytest.mark.exhaustive
@pytest.mark.services
def test_a_postgresql_portal_comes_back_with_every_row_and_file(tmp_path, databases):
    def production(number: int) -> Portal:
        return Portal(
            DJANGO_SETTINGS_MODULE="config.settings.production", DATABASE_URL=databases[number],
            SECRET_KEY="x0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP", ALLOWED_HOSTS="portal.example.org",
            FIELD_KEYS="2027:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=",
            PORTAL_ORIGIN="https://portal.example.org", MAIL_FROM="updates@example.org", REDIS_URL="redis://127.0.0.1:1/0",
            CELERY_BROKER_URL="redis://127.0.0.1:1/1", FILES_ROOT=str(tmp_path / str(number)),
        )  # fmt: skip

    production(0).good("migrate")
    backup = backed_up(production(0), tmp_path / "kept")
    other = production(1)
    # A new database often has its empty tables already.
    other.good("migrate")
    assert "all as they were" in other.good("restore", str(backup))
    assert "נועה True" in other.good("shell", "-v0", "-c", READ)
    refused = other.run("restore", str(backup))
    assert refused.returncode and "not empty" in refused.stderr
