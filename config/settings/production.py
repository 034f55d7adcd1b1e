"""Production: PostgreSQL and Redis, everything named by the environment, refused all at once when wrong."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.env import Environment
from config.settings import openid
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, CONTENT_SECURITY_POLICY, MIDDLEWARE, REST_FRAMEWORK
from config.settings.logging import LOGGING

_env = Environment()
DEBUG = False
SECRET_KEY = _env.secret("SECRET_KEY", "a random text of at least 50 letters")
SECRET_KEY_FALLBACKS = _env.words("SECRET_KEY_FALLBACKS", "older secrets, parted by commas", [])
FIELD_KEYS = _env.keys("FIELD_KEYS", "name:key of what seals bank numbers, 32 random bytes in base64 after the colon")
ALLOWED_HOSTS = _env.hosts("ALLOWED_HOSTS", "the host names of the portal, parted by commas")
PORTAL_ORIGIN = _env.origin("PORTAL_ORIGIN", "the address people see, such as https://portal.example.org")
CSRF_TRUSTED_ORIGINS = [PORTAL_ORIGIN] if PORTAL_ORIGIN else []
if PORTAL_ORIGIN and not PORTAL_ORIGIN.startswith(("https://", "http://127.0.0.1", "http://localhost")):
    _env.faults.append("PORTAL_ORIGIN must begin with https://, because sign-in and cookies need it.")
_host = urlsplit(PORTAL_ORIGIN).hostname or ""
_named = {name.lstrip(".") for name in ALLOWED_HOSTS}
if PORTAL_ORIGIN and ALLOWED_HOSTS and not any(_host == name or _host.endswith(f".{name}") for name in _named):
    _env.faults.append(f"ALLOWED_HOSTS does not name {_host}, the host of PORTAL_ORIGIN.")
if _env.flag("SHIDRA_DEMO", "must be absent", False):
    _env.faults.append("SHIDRA_DEMO is set: production does not start in demo mode. Remove it.")
DEMO = False
SECOND_FACTOR_REQUIRED = True

DATABASES = {"default": _env.database("DATABASE_URL", "postgres://user:password@host:port/name")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "options": "-c statement_timeout=20000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
    },
}
_REDIS = ("redis", "rediss", "unix")
_redis = _env.url("REDIS_URL", "redis://host:port/0 of the cache", _REDIS)
CELERY_BROKER_URL = _env.url("CELERY_BROKER_URL", "redis://host:port/1 of the queue", (*_REDIS, "redis+socket"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _redis}}

_secure = PORTAL_ORIGIN.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_NAME = "__Host-session" if _secure else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _secure else "csrf"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
SECURE_SSL_REDIRECT = False  # the proxy redirects; health checks stay inside
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # which asks for that redirect
if _env.flag("BEHIND_PROXY", "1 when a proxy sets X-Forwarded-Proto", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = _env.number("TRUSTED_PROXIES", "how many proxies stand before the web server", 0)
REST_FRAMEWORK = {**REST_FRAMEWORK, "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT}

MIDDLEWARE = [*MIDDLEWARE[:4], "whitenoise.middleware.WhiteNoiseMiddleware", *MIDDLEWARE[4:]]
STATIC_ROOT = _env.text("STATIC_ROOT", "the folder of collected static files", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "var" / "css", BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _env.text("FILES_ROOT", "the folder of uploaded files")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# In the folder of the files, but in no backup of them.
ERASED_LIST = Path(STORAGES["default"]["OPTIONS"]["location"]) / ".erased"
DEFAULT_FROM_EMAIL = _env.mail_address("MAIL_FROM", "the address that mails come from, such as updates@example.org")
MAIL_TRANSPORT = _env.text("MAIL_TRANSPORT", "smtp, or the name of an anymail backend", "smtp")
EMAIL_HOST = _env.text("SMTP_HOST", "the SMTP server", "localhost")
EMAIL_PORT = _env.number("SMTP_PORT", "the SMTP port", 587, most=65535)
EMAIL_HOST_USER = _env.text("SMTP_USER", "the SMTP user", "")
EMAIL_HOST_PASSWORD = _env.text("SMTP_PASSWORD", "the SMTP password", "")
EMAIL_USE_TLS = _env.flag("SMTP_TLS", "1 to use STARTTLS", True)
EMAIL_TIMEOUT = 60
SOCIALACCOUNT_PROVIDERS = openid.providers(_env)
CONTENT_SECURITY_POLICY = openid.allowed(CONTENT_SECURITY_POLICY, _env)
CELERY_BEAT_SCHEDULE_FILENAME = _env.text("BEAT_FILE", "where beat keeps its state", "/tmp/shidra-beat")
LOGGING["root"] = {"handlers": ["json"], "level": "INFO"}
# Read by docker/entrypoint; named here so that a wrong one is told with the others.
for _name in ("WEB_PROCESSES", "WEB_THREADS", "WORKER_PROCESSES"):
    if _env.number(_name, "how many", 1) < 1:
        _env.faults.append(f"{_name} is 0, but must be at least 1.")
_env.finish()
