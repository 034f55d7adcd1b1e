"""The suite: SQLite in memory or the database that DATABASE_URL names; fast hasher; tasks run in place."""

import os
import tempfile
from pathlib import Path

from config.env import Environment
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR

_env = Environment()
VAR = Path(tempfile.gettempdir()) / f"shidra-test-{os.getpid()}"
SECRET_KEY = "test-" + "k" * 60
FIELD_KEYS = {"test": bytes(range(32))}
DEBUG = False
DEMO = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"

DATABASES = {"default": _env.database("DATABASE_URL", "the database of the suite", "sqlite:///:memory:")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # A file makes the database visible to a worker or a server that a test starts.
    if os.environ.get("SHIDRA_TEST_DB_FILE"):
        DATABASES["default"]["TEST"] = {"NAME": os.environ["SHIDRA_TEST_DB_FILE"]}

# As many entries as an installation keeps: with few of them a walk computes the same figures again and again.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20000}}}
# The live server of browser tests serves the sources; nothing is collected, so any folder that is there will do.
STATIC_ROOT = BASE_DIR / "docs"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ERASED_LIST = VAR / "erased.txt"
MAIL_TRANSPORT = "locmem"
MAIL_FOLDER = VAR / "mail"
CELERY_BROKER_URL = "memory://"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
_env.finish()
