"""The embedded portal with a real SMTP server and, if named, another broker: for the tests that kill its worker."""

import os

from config.settings.embedded import *  # noqa: F403

MAIL_TRANSPORT = "smtp"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ.get("TEST_SMTP_PORT", "25"))
if os.environ.get("TEST_BROKER"):
    CELERY_BROKER_URL = os.environ["TEST_BROKER"]
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
