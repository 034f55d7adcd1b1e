"""What a password must be, how it is kept, and what is wrong with one: in the reader's language."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from config.settings import security
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("password", ["abc", "password1234", "111111111111", "kzqvwxjmt rbp#" * 10])
def test_a_refused_password_is_refused_in_hebrew(password):
    person = PersonFactory()
    with translation.override("he"), pytest.raises(ValidationError) as refusal:
        validate_password(password, person)
    assert refusal.value.messages
    assert not [said for said in refusal.value.messages if re.search("[A-Za-z]", said)]


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("kzqvwxjmtrb", False),  # eleven
        ("kzqvwxjmtrbp", True),
        ("ארבע מילים בלי שום קשר", True),
        ("קצרה מדי", False),
        ("kzqvwxjmtrbp " * 8 + "and more of it", True),  # longer than the estimate reads
        ("kzqvwxjmt rbp#" * 9 + "!?", True),
        ("kzqvwxjmt rbp#" * 9 + "!?.", False),  # a hundred and twenty-nine
    ],
)
def test_twelve_letters_of_any_kind_are_enough(password, is_good):
    try:
        validate_password(password, PersonFactory.build())
    except ValidationError:
        assert not is_good
    else:
        assert is_good


def test_passwords_are_kept_as_argon2id():
    assert security.PASSWORD_HASHERS[0].endswith(".Argon2PasswordHasher")
    hasher = Argon2PasswordHasher()
    kept = hasher.encode("kzqvwxjmtrbp", hasher.salt())
    assert kept.startswith("argon2$argon2id$") and hasher.verify("kzqvwxjmtrbp", kept)
