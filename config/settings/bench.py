"""The benchmarks: as production, but on a database that may be thrown away and without a worker."""

from config.env import Environment
from config.settings.embedded import *  # noqa: F403
from config.settings.embedded import DATABASES, MIDDLEWARE, VAR

_env = Environment()
DEMO = True  # the seeded world is the demo's
ALLOWED_HOSTS = ["testserver"]
DATABASES["default"]["NAME"] = VAR / "bench.sqlite3"
if _given := _env.text("DATABASE_URL", "a database that may be thrown away", ""):
    DATABASES = {"default": _env.database("DATABASE_URL", _given)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "bench-files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAIL_TRANSPORT = "locmem"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
CELERY_TASK_ALWAYS_EAGER = True
_env.finish()
