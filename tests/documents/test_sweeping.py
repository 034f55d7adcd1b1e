"""Bytes that an act left behind when it was refused are deleted at night; what a document names stays."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from documents.models import Version
from documents.services import documents, sweeping
from documents.tasks import sweep
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


@pytest.fixture(autouse=True)
def _private_place(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def add(cast):
    return documents.add(actor=cast.actor("lead"), file=ContentFile(PDF, name="a.pdf"), owner=cast.partner)


def refused(cast):
    """An act that is refused after its file was stored."""
    with pytest.raises(Conflict), transaction.atomic():
        add(cast)
        raise Conflict("no")


def stored():
    return [f"documents/{name}" for name in default_storage.listdir("documents")[1]]


def aged(days):
    then = (clock.now() - timedelta(days=days)).timestamp()
    for name in stored():
        os.utime(default_storage.path(name), (then, then))


def test_what_a_refused_act_left_behind_is_deleted_and_documents_stay(cast):
    kept = add(cast).versions.get()
    refused(cast)
    assert len(stored()) == 2
    aged(days=2)
    sweep()
    assert stored() == [kept.file.name]
    with Version.objects.get().file.open() as file:
        assert file.read() == PDF


def test_a_file_of_today_may_belong_to_an_act_that_still_runs(cast):
    refused(cast)
    assert sweeping.sweep(actor=Actor.system()) == 0 and len(stored()) == 1


def test_nothing_was_ever_stored():
    assert sweeping.sweep(actor=Actor.system()) == 0


def test_only_the_system_sweeps(cast):
    with pytest.raises(Refused):
        sweeping.sweep(actor=cast.actor("admin"))
