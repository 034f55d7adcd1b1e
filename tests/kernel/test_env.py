"""The environment is refused with all its faults at once."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import Environment


def test_every_fault_is_told_at_once():
    env = Environment({"PORT": "eighty", "DEMO": "maybe"})
    env.text("SECRET", "a secret")
    env.number("PORT", "the port")
    env.flag("DEMO", "demo mode")
    env.database("DATABASE_URL", "postgres://user:password@host:port/name")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish()
    text = str(refusal.value)
    assert "(4)" in text
    for name in ("SECRET", "PORT", "DEMO", "DATABASE_URL"):
        assert name in text


def test_a_weak_secret_is_refused_without_being_shown():
    env = Environment({"SECRET_KEY": "change-me"})
    env.secret("SECRET_KEY", "a random text")
    assert env.faults and "change-me" not in env.faults[0]


def test_a_secret_may_stand_in_a_file(tmp_path):
    path = tmp_path / "key"
    path.write_text("s3cret\n")
    assert Environment({"MAIL_PASSWORD_FILE": str(path)}).text("MAIL_PASSWORD", "x") == "s3cret"


def test_a_database_address_is_read():
    read = Environment({"DATABASE_URL": "postgres://u:p%40@h:5433/n"}).database("DATABASE_URL", "x")
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == ("u", "p@", "h", "5433", "n")
