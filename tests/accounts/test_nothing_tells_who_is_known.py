"""Coming in tells nobody who has an account: for a known and an unknown address the same work, answer and sentence.

Not the clock is read, which tells of the machine: counted are runs of the password's hasher, letters that are written,
and queries.
"""

import re
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.services import letters, people
from kernel.actor import Actor
from tests.factories.accounts import NotJoinedFactory

pytestmark = pytest.mark.django_db
GOOD = "four words of my own"
CHANGING = re.compile(r"nonce-[^\"']+|[A-Za-z0-9]{64}|[0-9a-f]{32}|[\w.]+@[\w.]+")
KNOWN, UNKNOWN = "known", ("unknown", "invited", "closed")
# Finding the person, its mail address among the confirmed ones, the row of a letter: less than a thousandth of a hash.
SPREAD = 6


@pytest.fixture
def addresses(db):
    """Somebody who has joined, and those who cannot come in: nobody, who only was invited, whose account is closed."""

    def joined():
        return people.join(actor=Actor.system(), person=NotJoinedFactory(language="he"), password=GOOD)

    closed = joined()
    people.suspend(actor=Actor.system(), person=closed)
    invited = NotJoinedFactory(language="he")
    return {KNOWN: joined().email, "unknown": "nobody@example.org", "invited": invited.email, "closed": closed.email}


class Work:
    """What an answer cost."""

    def __init__(self):
        self.hashes = self.letters = self.queries = 0


@contextmanager
def counted():
    work, encode, build = Work(), MD5PasswordHasher.encode, letters.build

    def counting_encode(*args, **more):
        work.hashes += 1
        return encode(*args, **more)

    def counting_build(*args, **more):
        work.letters += 1
        return build(*args, **more)

    hasher = patch.object(MD5PasswordHasher, "encode", counting_encode)
    with hasher, patch.object(letters, "build", counting_build), CaptureQueriesContext(connection) as queries:
        yield work
    work.queries = len(queries)


def told(answer):
    """What a reader sees, without what is another one each time."""
    way = [(CHANGING.sub("", place), status) for place, status in answer.redirect_chain]
    return answer.status_code, way, CHANGING.sub("", answer.content.decode())


def asked(name, **fields):
    """The answer to a stranger's form, and what it cost."""
    client = Client()
    client.get(reverse(name))
    with counted() as work:
        answer = client.post(reverse(name), fields)
    page = client.get(answer.url, follow=True) if answer.status_code == 302 else answer
    page.redirect_chain = [(answer.headers.get("Location", ""), answer.status_code)]
    return told(page), work


def alike(mine, theirs):
    """Nothing tells the two apart."""
    (seen, work), (other_seen, other) = mine, theirs
    assert seen == other_seen
    assert (work.hashes, work.letters) == (other.hashes, other.letters)
    assert abs(work.queries - other.queries) <= SPREAD, (work.queries, other.queries)


@pytest.mark.parametrize("who", UNKNOWN)
def test_a_wrong_password_costs_as_many_hashes_whoever_it_is(addresses, who):
    wrong = {"password": "not these words at all"}
    mine = asked("account_login", login=addresses[KNOWN], **wrong)
    assert mine[1].hashes > 0
    alike(mine, asked("account_login", login=addresses[who], **wrong))


@pytest.mark.parametrize("who", UNKNOWN)
@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_a_code_and_a_reset_write_a_letter_whoever_asks(addresses, name, who):
    mine = asked(name, email=addresses[KNOWN])
    assert mine[1].letters == 1
    alike(mine, asked(name, email=addresses[who]))
    assert [letter.to for letter in mail.outbox] == [[addresses[KNOWN]]]


@pytest.mark.parametrize("who", UNKNOWN)
def test_too_many_tries_are_told_alike(addresses, who):
    def last(email):
        for number in range(7):
            answer = asked("account_login", login=email, password=f"wrong words number {number}")
        return answer

    alike(last(addresses[KNOWN]), last(addresses[who]))
