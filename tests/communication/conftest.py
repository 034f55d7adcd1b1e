"""Mails of the suite go through our own backend, as in life; pytest's plugin would put Django's in its place."""

import pytest
from django.core import mail

BACKEND = "communication.mail_backend.RowBackend"


@pytest.fixture(autouse=True)
def our_backend(settings):
    """The mail backend of the installations; the transport stays in memory."""
    settings.EMAIL_BACKEND = BACKEND
    settings.MAIL_TRANSPORT = "locmem"
    mail.outbox = []
    return mail.outbox
