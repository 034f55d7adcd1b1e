"""Production refuses what is missing or wrong, all at once; and .env.example explains every setting it reads."""

import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GOOD = {
    "SECRET_KEY": "x0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_ORIGIN": "https://portal.example.org",
    "DATABASE_URL": "postgres://shidra@localhost/shidra",
    "REDIS_URL": "redis://localhost/0",
    "CELERY_BROKER_URL": "redis://localhost/1",
    "FILES_ROOT": "/srv/files",
    "MAIL_FROM": "updates@example.org",
}
SHOW = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SECURE_HSTS_SECONDS, s.DEBUG)"


def read_settings(given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production", **given}
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )


def test_an_empty_environment_is_told_everything_it_lacks_at_once():
    done = read_settings({})
    assert done.returncode != 0
    for name in GOOD:
        assert f"{name} is missing" in done.stderr


def test_demo_mode_and_a_plain_address_are_refused():
    done = read_settings({**GOOD, "SHIDRA_DEMO": "1", "PORTAL_ORIGIN": "http://portal.example.org"})
    assert done.returncode != 0
    assert "SHIDRA_DEMO is set" in done.stderr
    assert "PORTAL_ORIGIN must begin with https://" in done.stderr


def test_a_full_environment_starts_with_strict_cookies():
    done = read_settings(GOOD)
    assert done.stderr == ""
    assert done.stdout.split() == ["__Host-session", "31536000", "False"]


def test_every_setting_is_explained_in_the_example_and_the_example_names_no_other():
    source = (ROOT / "config/settings/production.py").read_text(encoding="utf-8")
    entrypoint = (ROOT / "docker/entrypoint").read_text(encoding="utf-8")
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    read = set(re.findall(r'_env\.\w+\(\s*"([A-Z_]+)"', source))
    read |= set(re.findall(r"\$\{([A-Z_]+):-", entrypoint)) | set(re.findall(r"\$\{([A-Z_]+):", compose))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert read - explained == {"PYTHON", "SHIDRA_DEMO"}, "A setting without a word of explanation in .env.example."
    assert explained - read == set(), "The example names a setting that nothing reads."
