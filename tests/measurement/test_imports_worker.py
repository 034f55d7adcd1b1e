"""The worker reads what was sent: the row is the job, a dead worker loses nothing, and reading twice writes once."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadedfile import SimpleUploadedFile as File
from django.urls import reverse

from audit.models import Entry
from documents.models import Document
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from measurement import imports, tasks
from measurement.models import PublicFigure, StagedValue, Upload
from measurement.services import cycles, staging, uploads
from tests.factories.measurement import Loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    made = Loop(partners=2, measures=1)
    cycles.open_cycle(actor=made.actor("coordinator"), cycle=made.cycle)
    return made


def table(loop, *lines):
    code = loop.definitions[0].measure.code
    rows = "".join(f"{code},{period},{number}\n" for period, number in lines)
    return File("figures.csv", f"measure,period,number\n{rows}".encode())


def sent(loop, *lines, source="Ministry"):
    return uploads.receive(
        actor=loop.actor("coordinator"),
        initiative=loop.initiative,
        request=None,
        file=table(loop, *lines),
        settings={"source": source},
    )


def years(count):
    return [(str(2000 + place), 100 + place) for place in range(count)]


def page(client, loop, upload, **headers):
    client.force_login(loop.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    return client.get(upload.get_absolute_url(), headers=headers).content.decode()


def test_a_file_is_kept_and_waits_for_the_worker(loop, client):
    upload = sent(loop, *years(3))
    assert (upload.state, upload.document.versions.get().name) == ("received", "figures.csv")
    assert not StagedValue.objects.exists()
    body = page(client, loop, upload)
    assert f'hx-get="{upload.get_absolute_url()}"' in body and "hx-trigger" in body


def test_the_bell_is_rung_once_the_file_is_kept(loop, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload = sent(loop, *years(3))
    upload.refresh_from_db()
    assert (upload.state, upload.lines, upload.staged.count()) == ("staged", 3, 3)


def test_the_page_stops_asking_when_the_file_was_read(loop, client):
    upload = sent(loop, *years(3))
    tasks.run_imports()
    body = page(client, loop, upload, **{"HX-Request": "true"})
    assert "hx-trigger" not in body and "<html" not in body and "count/" in body


def test_a_worker_that_died_between_chunks_is_taken_over(loop, client, monkeypatch):
    monkeypatch.setattr(staging, "CHUNK", 4)
    upload, real, calls = sent(loop, *years(10)), staging._stage, []

    def dies(row, rows):
        if calls:
            raise OSError("killed")
        calls.append(1)
        real(row, rows)

    monkeypatch.setattr(staging, "_stage", dies)
    with pytest.raises(OSError, match="killed"):
        tasks.run_imports()
    upload.refresh_from_db()
    assert (upload.state, upload.lines, upload.staged.count()) == ("received", 10, 4)
    body = page(client, loop, upload)
    assert "<progress" in body and 'value="4"' in body
    monkeypatch.setattr(staging, "_stage", real)
    tasks.run_imports()
    upload.refresh_from_db()
    assert (upload.state, upload.staged.count()) == ("staged", 10)


def test_two_workers_write_the_rows_once(loop):
    upload = sent(loop, *years(5))
    reading, again = imports.of(upload), Upload.objects.get()
    staging.take(actor=Actor.system(), upload=upload, reading=reading)
    with pytest.raises(Conflict):
        staging.take(actor=Actor.system(), upload=again, reading=reading)
    assert StagedValue.objects.count() == 5
    assert Entry.objects.filter(kind="measurement.upload.checked").count() == 1


def test_a_file_that_was_left_while_it_was_read_stages_nothing(loop):
    upload = sent(loop, *years(3))
    reading = imports.of(upload)
    uploads.withdraw(actor=loop.actor("coordinator"), upload=Upload.objects.get())
    with pytest.raises(Conflict):
        staging.take(actor=Actor.system(), upload=upload, reading=reading)
    assert not StagedValue.objects.exists()


def test_only_the_portal_reads(loop):
    upload = sent(loop, *years(2))
    with pytest.raises(Refused):
        staging.take(actor=loop.actor("director"), upload=upload, reading=imports.of(upload))


def test_a_file_that_makes_its_reader_fail_is_refused_and_not_tried_for_ever(loop, monkeypatch):
    upload = sent(loop, *years(2))
    monkeypatch.setattr(imports, "of", lambda row: 1 / 0)
    tasks.run_imports()
    upload.refresh_from_db()
    assert (upload.state, upload.findings[0]["code"]) == ("refused", "unreadable")
    assert tasks.run_imports() == 0


def test_of_many_errors_two_hundred_are_listed_and_the_rest_is_counted(loop):
    upload = sent(loop, *[(str(2000 + place % 20), "abc") for place in range(250)])
    tasks.run_imports()
    upload.refresh_from_db()
    assert upload.state == "refused" and upload.findings[-1]["code"] == "more"
    assert len(upload.findings) == 201 and upload.findings[-1]["sentence"]["en"][:3].strip().isdigit()


def test_the_same_file_again_changes_nothing_and_keeps_no_second_copy(loop):
    first = sent(loop, *years(2))
    with pytest.raises(Conflict) as told:
        sent(loop, *years(2))
    assert told.value.current == first
    assert (Upload.objects.count(), Document.objects.count()) == (1, 1)


def test_sources_of_single_lines_are_kept(loop):
    code = loop.definitions[0].measure.code
    data = (
        "measure,period,number,source,url,retrieved_on\n"
        f"{code},2017,10,Bureau of Statistics,https://example.org/a,2018-05-01\n{code},2018,12,,,\n"
    )
    upload = uploads.receive(
        actor=loop.actor("coordinator"),
        initiative=loop.initiative,
        request=None,
        file=SimpleUploadedFile("f.csv", data.encode()),
        settings={"source": "Ministry"},
    )
    tasks.run_imports()
    uploads.count(actor=loop.actor("coordinator"), upload=Upload.objects.get(pk=upload.pk))
    first, second = PublicFigure.objects.order_by("period")
    assert (first.source, first.url, str(first.retrieved_on)) == (
        "Bureau of Statistics",
        "https://example.org/a",
        "2018-05-01",
    )
    assert (second.source, second.number) == ("Ministry", Decimal(12))


def test_a_category_that_is_not_there_is_named(loop):
    code = loop.definitions[0].measure.code
    data = f"measure,period,number,combination\n{code},2017,10,sex=x\n{code},2018,10,sex=f\n"
    uploads.receive(
        actor=loop.actor("coordinator"),
        initiative=loop.initiative,
        request=None,
        file=SimpleUploadedFile("f.csv", data.encode()),
        settings={"source": "Ministry"},
    )
    tasks.run_imports()
    upload = Upload.objects.get()
    assert [(one["code"], one["place"]) for one in upload.findings] == [("unknown_category", "D2")]


def test_what_is_no_table_is_told_at_once_and_not_kept(client, loop):
    client.force_login(loop.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("measurement:figures-new", args=[loop.initiative.slug])
    for data in (b"%PDF-1.7", b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        answer = client.post(url, {"file": SimpleUploadedFile("f.xlsx", data), "source": "Ministry"})
        assert answer.status_code == 422
    assert not Upload.objects.exists() and not Document.objects.exists()
