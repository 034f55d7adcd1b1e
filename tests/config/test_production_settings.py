"""Production refuses what is missing or wrong, all at once; and .env.example explains every setting it reads."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GOOD = {
    "SECRET_KEY": "x0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
    "FIELD_KEYS": "2027:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=",
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_ORIGIN": "https://portal.example.org",
    "DATABASE_URL": "postgres://shidra@localhost/shidra",
    "REDIS_URL": "redis://localhost/0",
    "CELERY_BROKER_URL": "redis://localhost/1",
    "FILES_ROOT": "/srv/files",
    "MAIL_FROM": "updates@example.org",
}
SHOW = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SECURE_HSTS_SECONDS, s.DEBUG)"


def read_settings(given: dict[str, str], show: str = SHOW) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production", **given}
    return subprocess.run(
        [sys.executable, "-c", show], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )


def test_an_empty_environment_is_told_everything_it_lacks_at_once():
    done = read_settings({})
    assert done.returncode != 0
    for name in GOOD:
        assert f"{name} is missing" in done.stderr


def test_a_sign_in_provider_is_whole_or_refused_and_forms_may_lead_to_it():
    show = (
        "from django.conf import settings as s;"
        "print(s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0]['settings']['server_url'],"
        " s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][-1])"
    )
    named = {"OPENID_SERVER": "https://id.example.org:8443/realm/"}
    half = read_settings(GOOD | named, show)
    assert half.returncode != 0 and "OPENID_CLIENT_ID is missing" in half.stderr and "OPENID_SECRET" in half.stderr
    whole = read_settings(GOOD | named | {"OPENID_CLIENT_ID": "shidra", "OPENID_SECRET": "s"}, show)
    assert whole.stdout.split() == ["https://id.example.org:8443/realm", "https://id.example.org:8443"], whole.stderr
    plain = read_settings(GOOD | {"OPENID_SERVER": "http://id.example.org"}, show)
    assert plain.returncode != 0 and "OPENID_SERVER" in plain.stderr


def test_demo_mode_and_a_plain_address_are_refused():
    done = read_settings({**GOOD, "SHIDRA_DEMO": "1", "PORTAL_ORIGIN": "http://portal.example.org"})
    assert done.returncode != 0
    assert "SHIDRA_DEMO is set" in done.stderr
    assert "PORTAL_ORIGIN must begin with https://" in done.stderr


# Three broken .env files as they are really written, each with every sentence that it must get.
BROKEN = {
    "the example, copied and not filled in": (
        {},
        tuple(
            f"{name} is missing"
            for name in ("SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "FILES_ROOT")
        ),
    ),
    "values from other programs": (
        {
            **GOOD,
            "SECRET_KEY": "change-me-change-me-change-me-change-me-change-me-change-me",
            "FIELD_KEYS": "change-me",
            "DATABASE_URL": "mysql://shidra@localhost/shidra",
            "REDIS_URL": "localhost:6379",
            "CELERY_BROKER_URL": "amqp://localhost//",
            "SMTP_PORT": "smtp",
            "SMTP_TLS": "starttls",
            "WORKER_PROCESSES": "two",
        },
        (
            "SECRET_KEY is too weak",
            "FIELD_KEYS must be keys such as 2027:KEY parted by commas, and number 1 is not.",
            "DATABASE_URL is 'mysql://shidra@localhost/shidra', but must be postgres://",
            "REDIS_URL is 'localhost:6379', but must be redis://host:port/0",
            "CELERY_BROKER_URL is 'amqp://localhost//', but must be redis://host:port/1",
            "SMTP_PORT is 'smtp', but must be a whole number",
            "SMTP_TLS is 'starttls', but must be 1 or 0",
            "WORKER_PROCESSES is 'two', but must be a whole number",
        ),
    ),
    "slips of the hand": (
        {
            **GOOD,
            "FIELD_KEYS": "2027:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU",
            "ALLOWED_HOSTS": "https://portal.example.org/",
            "PORTAL_ORIGIN": "https://portal.example.org/he/",
            "MAIL_FROM": "updates",
            "FILES_ROOT": "",
            "SMTP_PORT": "70000",
            "TRUSTED_PROXIES": "-1",
            "WEB_THREADS": "0",
        },
        (
            "FIELD_KEYS holds 2027, which is no key: it must be 32 random bytes in base64",
            "ALLOWED_HOSTS holds 'https://portal.example.org/', but must be",
            "PORTAL_ORIGIN is 'https://portal.example.org/he/', but must be",
            "MAIL_FROM is 'updates', but must be",
            "FILES_ROOT is missing",
            "SMTP_PORT is '70000', but must be a whole number up to 65535",
            "TRUSTED_PROXIES is '-1', but must be a whole number",
            "WEB_THREADS is 0, but must be at least 1",
        ),
    ),
}


def lines_of_the_example() -> dict[str, str]:
    """What a copy of .env.example sets before anybody has filled it in."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_once_with_a_sentence_for_each_fault(name):
    changes, sentences = BROKEN[name]
    done = read_settings({**lines_of_the_example(), **changes})
    assert done.returncode != 0
    for sentence in sentences:
        assert sentence in done.stderr, f"{name}: not told: {sentence}\n{done.stderr[-2000:]}"
    assert f"The settings are not complete ({len(sentences)})" in done.stderr


def test_an_origin_of_a_host_that_is_not_answered_is_refused():
    done = read_settings({**GOOD, "ALLOWED_HOSTS": "other.example.org"})
    assert "ALLOWED_HOSTS does not name portal.example.org, the host of PORTAL_ORIGIN" in done.stderr
    assert read_settings({**GOOD, "ALLOWED_HOSTS": ".example.org"}).returncode == 0


def test_a_full_environment_starts_with_strict_cookies():
    done = read_settings(GOOD)
    assert done.stderr == ""
    assert done.stdout.split() == ["__Host-session", "31536000", "False"]


def test_every_setting_is_explained_in_the_example_and_the_example_names_no_other():
    source = (ROOT / "config/settings/production.py").read_text(encoding="utf-8")
    entrypoint = (ROOT / "docker/entrypoint").read_text(encoding="utf-8")
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    source += (ROOT / "config/settings/openid.py").read_text(encoding="utf-8")
    read = set(re.findall(r'\b_?env\.\w+\(\s*"([A-Z_]+)"', source))
    read |= set(re.findall(r"\$\{([A-Z_]+):-", entrypoint)) | set(re.findall(r"\$\{([A-Z_]+):", compose))
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert read - explained == {"PYTHON", "SHIDRA_DEMO"}, "A setting without a word of explanation in .env.example."
    assert explained - read == set(), "The example names a setting that nothing reads."


COUNTED = """
import django; django.setup()
from rest_framework.test import APIRequestFactory
from kernel.api_rules import ReadRate
for claimed in ("1.1.1.1", "2.2.2.2"):
    request = APIRequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"{claimed}, 203.0.113.7", REMOTE_ADDR="10.0.0.1")
    print(ReadRate().get_ident(request))
"""


@pytest.mark.parametrize(("proxies", "counted"), [("1", "203.0.113.7"), ("0", "10.0.0.1")])
def test_a_visitor_who_makes_addresses_up_stays_one_visitor_to_the_api(proxies, counted):
    assert read_settings({**GOOD, "TRUSTED_PROXIES": proxies}, COUNTED).stdout.split() == [counted, counted]
