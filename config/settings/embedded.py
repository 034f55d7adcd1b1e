"""The embedded mode: SQLite in WAL mode, Celery on files, mails as files, all under var/. No server to install."""

import base64
import contextlib
import os
import secrets
from pathlib import Path

from config.env import Environment
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, MIDDLEWARE
from config.settings.logging import LOGGING  # noqa: F401

_env = Environment()
VAR = Path(os.environ.get("SHIDRA_VAR", BASE_DIR / "var"))
DEBUG = False
DEMO = _env.flag("SHIDRA_DEMO", "1 shows the demo people on the sign-in page", False)
PORT = _env.number("PORT", "the port of the web server", 8000)
PORTAL_ORIGIN = _env.text("PORTAL_ORIGIN", "the address people see", f"http://127.0.0.1:{PORT}")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"http://127.0.0.1:{PORT}", f"http://localhost:{PORT}"]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _own(name: str, made: str) -> str:
    """A secret of this installation, made once and kept with its data; nobody else reads it at any moment."""
    path = VAR / name
    VAR.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError), open(path, "x", encoding="ascii", opener=_private) as file:
        file.write(made)
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _env.text("SECRET_KEY", "a secret of the installation", "") or _own(
    "secret_key", secrets.token_urlsafe(64)
)
FIELD_KEYS = _env.keys(
    "FIELD_KEYS",
    "the keys of bank numbers",
    _env.text("FIELD_KEYS", "", "") or _own("field_keys", f"own:{base64.b64encode(secrets.token_bytes(32)).decode()}"),
)

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "shidra.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
                "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Without a proxy the web server hands out the static files itself; what people uploaded never goes this way.
MIDDLEWARE = [*MIDDLEWARE[:4], "whitenoise.middleware.WhiteNoiseMiddleware", *MIDDLEWARE[4:]]
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "var" / "css", BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
MAIL_TRANSPORT = "files"
MAIL_FOLDER = VAR / "mail"
ERASED_LIST = VAR / "erased.txt"

_QUEUE = VAR / "queue"
CELERY_BROKER_URL = "filesystem://localhost"
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(_QUEUE / "ready"),
    "data_folder_out": str(_QUEUE / "ready"),
    "processed_folder": str(_QUEUE / "done"),
    "control_folder": str(_QUEUE / "control"),
    "polling_interval": 0.2,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
_env.finish()
