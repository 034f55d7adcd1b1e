"""No key of a row leaves the portal: pages, programs, files, calendars and headers say public ids only.

The keys of the demo are moved to numbers that cannot come about otherwise, and whatever the cast can read is searched
for them: as they are, and with the marks between thousands. From day to day the director reads each sixteenth address.
"""

import io
import re
import zipfile

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import AutoField
from django.http import HttpResponse

from initiative.models import Initiative
from tests.matrix.answers import answers, said
from tests.matrix.snapshot import demo_world
from tests.matrix.world import visitors

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.one_database]
FAR = 2_035_000_000  # a moment of the year 2034, were it one
KEY = re.compile(rb"(?<![0-9A-Za-z])2,?035,?00\d,?\d{3}(?![0-9])")


def key_columns(model):
    """The columns of a model that hold keys: its own, those it points with, and those of what it is about."""
    generic = {field.fk_field for field in model._meta.private_fields if isinstance(field, GenericForeignKey)}
    for field in model._meta.local_concrete_fields:
        target = field.related_model._meta.pk if field.is_relation else field
        while target.is_relation:
            target = target.related_model._meta.pk
        table = (field.related_model if field.is_relation else model)._meta.db_table
        if field.name in generic or (isinstance(target, AutoField) and (field.primary_key or field.is_relation)):
            yield field.column, None if field.name in generic else table


def move_keys(world):
    """Every key of the world FAR away; those of content types stay, they are not the world's."""
    for model in apps.get_models(include_auto_created=True):
        columns, rows = world.rows.get(model._meta.db_table, ([], []))
        moved = {columns.index(name) for name, table in key_columns(model) if rows and table in {None, *world.rows}}
        if moved:
            far = [tuple(one + FAR if at in moved and one else one for at, one in enumerate(row)) for row in rows]
            world.rows[model._meta.db_table] = (columns, far)


def keys_in(text):
    """What stands around each key."""
    return [text[max(0, at.start() - 50) : at.end() + 10].decode(errors="replace") for at in KEY.finditer(text)]


def read(cast, every=1):
    """What each of the cast reads at each so many-th address, once for each different key; and how many answers."""
    assert not Initiative.objects.filter(pk__lt=FAR).exists()
    found, seen = {}, 0
    for address, name, asked, answer in answers(cast, every):
        seen += answer.status_code == 200
        for place in keys_in(said(answer)):
            found.setdefault((address, KEY.sub(b"KEY", place.encode())), f"{name} {asked}: {place}")
    return list(found.values()), seen


@pytest.mark.exhaustive
def test_nobody_reads_a_key_anywhere(run_folder):
    with demo_world(run_folder, move_keys):
        found, seen = read(visitors())
    assert "\n".join(found) == ""
    assert seen > 1500


@pytest.mark.sample
def test_the_director_reads_no_key(run_folder):
    with demo_world(run_folder, move_keys):
        found, seen = read({"director": visitors()["director"]}, every=16)
    assert "\n".join(found) == ""
    assert seen > 15


def test_a_planted_key_is_seen_in_every_kind_of_answer():
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sheet1.xml", "<v>2035000012</v>")
    for body in ('<option value="2035000012">', '{"id": 2035000012}', "2,035,000,012", book.getvalue()):
        assert len(keys_in(said(HttpResponse(body)))) == 1, body
    assert len(keys_in(said(HttpResponse(headers={"Content-Disposition": "report-2035000012.pdf"})))) == 1
    assert keys_in(said(HttpResponse("120350000121 a2035000012"))) == []
