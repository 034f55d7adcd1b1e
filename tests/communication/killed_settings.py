"""Settings of the portal whose worker is killed: its mails go to a server of the test, its clock is set by a file.

On the files of the embedded mode, or, where TEST_PRODUCTION is 1, the settings of production on PostgreSQL and Redis.
"""

import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

if os.environ["TEST_PRODUCTION"] == "1":
    from config.settings.production import *  # noqa: F403
else:
    from config.settings.embedded import *  # noqa: F403

    # Tables straight from the models, as in the suite on SQLite.
    MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in INSTALLED_APPS}  # noqa: F405

MAIL_TRANSPORT = "smtp"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = "127.0.0.1", int(os.environ["TEST_SMTP_PORT"]), False
# What beat does each minute and each quarter of an hour, often enough for a test.
CELERY_BEAT_SCHEDULE = {
    name: {"task": f"communication.tasks.{name}", "schedule": 1.5}
    for name in ("plan_digests", "send_mails", "dispatch_entries")
}
_CLOCK = Path(os.environ["TEST_CLOCK"])
_really_now = timezone.now


def _shifted_now():
    """The moment that the test plays, moving as time does."""
    return _really_now() + timedelta(seconds=float(_CLOCK.read_text(encoding="ascii")))


timezone.now = _shifted_now
