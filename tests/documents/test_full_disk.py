"""A disk without room: no part of a file is left, no row names it, and the person gets one sentence."""

import errno
import resource
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from audit.models import Entry
from documents.models import Document, Link, Version
from documents.services import documents
from kernel.errors import NoRoom
from measurement.models import Upload
from measurement.services import cycles
from tests.factories.measurement import Loop
from tests.factories.working_groups import MeetingFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + b"0" * 50_000
ROOM = 4096  # bytes that a file may have while there is no room


@pytest.fixture(autouse=True)
def _private_place(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


@contextmanager
def no_room():
    """The kernel itself breaks off the writing of any file after some bytes, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def left():
    return default_storage.listdir("documents")[1] if default_storage.exists("documents") else []


def nothing_is_left():
    return left() == [] and not any(kind.objects.exists() for kind in (Document, Version, Link))


def test_the_store_of_django_alone_leaves_a_part_behind(tmp_path):
    with no_room(), pytest.raises(OSError):
        FileSystemStorage(tmp_path).save("documents/a", ContentFile(PDF))
    assert left()


def test_a_file_without_room_leaves_nothing(cast):
    with no_room(), pytest.raises(NoRoom):
        documents.add(actor=cast.actor("lead"), file=SimpleUploadedFile("a.pdf", PDF), owner=cast.partner)
    assert nothing_is_left()


@pytest.mark.parametrize(("language", "words"), [("he", "לא נותר"), ("en", "no room left")])
def test_who_uploads_a_paper_reads_one_sentence_and_what_was_typed_is_there(cast, signed_in, language, words):
    meeting = MeetingFactory(body=cast.group)
    ids = [cast.initiative.slug, meeting.body.public_id, meeting.public_id]
    address = reverse("working_groups:meeting-materials", args=ids).replace("/he/", f"/{language}/")
    client = signed_in(cast.chair)
    with no_room():
        answer = client.post(address, {"file": SimpleUploadedFile("a.pdf", PDF), "title": "Four words of mine"})
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "Four words of mine" in page
    assert nothing_is_left() and not Entry.objects.exists()
    assert client.post(address, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 302


def test_a_program_gets_the_sentence_and_nothing_stays_of_a_table_that_could_not_be_kept(signed_in):
    loop = Loop(partners=1)
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    client = signed_in(loop.people["data_officer"])
    entries = Entry.objects.count()
    address = f"/api/v1/initiatives/{loop.initiative.slug}/requests/{loop.request(0).public_id}/uploads/"
    with no_room():
        answer = client.post(address, {"file": SimpleUploadedFile("a.csv", b"code,value\n" * 2000)})
    assert (answer.status_code, answer.json()["code"]) == (507, "no_room")
    assert nothing_is_left() and not Upload.objects.exists() and Entry.objects.count() == entries


@pytest.mark.parametrize("path", ["/he/me/profile/", "/api/v1/me/"])
@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EDQUOT, "Quota exceeded")]
)
def test_a_full_disk_anywhere_else_is_told_as_such(cast, signed_in, monkeypatch, path, fault):
    client = signed_in(cast.lead)
    client.raise_request_exception = False

    def fail(*args, **more):
        raise fault

    monkeypatch.setattr("kernel.middleware.actors.for_user", fail)
    answer = client.get(path)
    assert answer.status_code == 507
    assert "לא נותר" in answer.content.decode() or "לא נותר" in answer.json()["detail"]


@pytest.mark.one_database  # the disk of PostgreSQL cannot be filled from here
@pytest.mark.django_db(transaction=True)
def test_a_database_without_room_refuses_in_a_sentence_and_goes_on_reading(cast, signed_in):
    client = signed_in(cast.lead)
    client.raise_request_exception = False
    before = Entry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what earlier tests freed is room too
        cursor.execute("PRAGMA page_count")
        pages, most = cursor.fetchone()[0], "PRAGMA max_page_count = "
        cursor.execute(f"{most}{pages}")
        try:
            statuses = [
                client.post(reverse("accounts:profile"), {"name_he": f"שם {n}", "function": "x" * 60}).status_code
                for n in range(300)
            ]
        finally:
            cursor.execute(f"{most}1073741823")
    assert 507 in statuses and set(statuses) <= {302, 507}
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert Entry.objects.count() == before + statuses.count(302)
