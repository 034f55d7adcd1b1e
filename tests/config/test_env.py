"""The reader of the environment: types, defaults, secrets in files, and all faults in one refusal."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import Environment


def test_all_faults_are_told_at_once():
    env = Environment({"PORT": "eight", "DATABASE_URL": "mysql://x/y", "SECRET_KEY": "short"})
    env.number("PORT", "the port")
    env.database("DATABASE_URL", "the database")
    env.secret("SECRET_KEY", "a random text")
    env.text("MAIL_FROM", "the sender's address")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish()
    for name in ("PORT is 'eight'", "DATABASE_URL", "SECRET_KEY is too weak", "MAIL_FROM is missing"):
        assert name in str(refusal.value)
    assert "(4)" in str(refusal.value)


def test_a_weak_secret_is_not_repeated_in_the_refusal():
    env = Environment({"SECRET_KEY": "my-own-weak-secret"})
    env.secret("SECRET_KEY", "a random text")
    assert "my-own-weak-secret" not in "".join(env.faults)


def test_what_is_good_is_read_and_nothing_is_refused():
    env = Environment({"HOSTS": "a.org, b.org,", "PROXY": "yes", "COUNT": "3"})
    assert env.words("HOSTS", "hosts") == ["a.org", "b.org"]
    assert env.flag("PROXY", "a proxy") is True
    assert env.number("COUNT", "a count") == 3
    assert env.text("ABSENT", "nothing", "default") == "default"
    env.finish()


def test_a_secret_may_stand_in_a_file(tmp_path):
    path = tmp_path / "key"
    path.write_text("x0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP\n")
    env = Environment({"SECRET_KEY_FILE": str(path)})
    assert env.secret("SECRET_KEY", "a random text").endswith("MNOP")
    env.finish()


def test_a_file_that_is_not_there_is_a_fault_with_its_name():
    env = Environment({"SECRET_KEY_FILE": "/nowhere/key"})
    env.secret("SECRET_KEY", "a random text", "")
    assert "/nowhere/key" in env.faults[0]


@pytest.mark.parametrize("address", ["postgres://u@h", "postgres://u:p@h:5432/", "http://h/x"])
def test_a_database_address_without_a_name_or_of_another_kind_is_refused(address):
    env = Environment({"DATABASE_URL": address})
    env.database("DATABASE_URL", "the database")
    assert "DATABASE_URL" in env.faults[0]


def test_a_database_address_is_taken_apart():
    env = Environment({"DATABASE_URL": "postgres://me:p%40ss@db.example.org:6543/shidra"})
    got = env.database("DATABASE_URL", "the database")
    assert (got["USER"], got["PASSWORD"], got["HOST"], got["PORT"], got["NAME"]) == (
        "me",
        "p@ss",
        "db.example.org",
        "6543",
        "shidra",
    )


KEY = base64.b64encode(bytes(range(32))).decode()


def test_keys_keep_their_order_and_their_names():
    env = Environment({"FIELD_KEYS": f" new:{KEY} , old:{KEY}"})
    assert list(env.keys("FIELD_KEYS", "keys").items()) == [("new", bytes(range(32))), ("old", bytes(range(32)))]
    env.finish()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "FIELD_KEYS is missing: keys."),
        (KEY, "FIELD_KEYS must be keys such as 2027:KEY parted by commas, and number 1 is not."),
        (f"a:{KEY},", "FIELD_KEYS must be keys such as 2027:KEY parted by commas, and number 2 is not."),
        (f"a b:{KEY}", "FIELD_KEYS must be keys such as 2027:KEY parted by commas, and number 1 is not."),
        (f"a:{KEY},a:{KEY}", "FIELD_KEYS names a twice: each key has a name of its own."),
        (f"a:{KEY[:-4]}", "FIELD_KEYS holds a, which is no key: it must be 32 random bytes in base64."),
        ("a:" + "A" * 43 + "=", "FIELD_KEYS holds a, which is no key: it must be 32 random bytes in base64."),
        ("a:hello-world", "FIELD_KEYS holds a, which is no key: it must be 32 random bytes in base64."),
    ],
)
def test_keys_that_could_seal_nothing_are_refused_with_one_sentence_that_repeats_no_key(given, said):
    env = Environment({"FIELD_KEYS": given})
    assert env.keys("FIELD_KEYS", "keys") == {}
    assert env.faults == [said]
