"""Mails of the suite go through our own backend, as in life; pytest's plugin would put Django's in its place."""

import os
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import connection

from tests.communication.killed import Portal, Postbox
from tests.processes import free_port

BACKEND = "communication.mail_backend.RowBackend"


@pytest.fixture(autouse=True)
def our_backend(settings):
    """The mail backend of the installations; the transport stays in memory."""
    settings.EMAIL_BACKEND = BACKEND
    settings.MAIL_TRANSPORT = "locmem"
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def postbox():
    """A real SMTP server of the test's own."""
    handler = Postbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def on_files(tmp_path, postbox):
    portal = Portal(tmp_path / "var", postbox.port)
    yield portal
    portal.end()


@pytest.fixture
def on_services(tmp_path, postbox, transactional_db):
    name = connection.settings_dict["NAME"]
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    portal = Portal(tmp_path / "var", postbox.port, address)
    yield portal
    portal.end()
