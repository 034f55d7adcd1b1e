"""Guessing is counted for all processes together: two web servers judge as many tries as one would.

With the image's own command, the settings of production, PostgreSQL and Redis. Each server is a process of its own;
every other try goes to the other one, and several come at once.
"""

import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie

import pytest
import redis
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from accounts.services import people
from audit.models import Entry
from kernel.actor import Actor
from tests.factories.accounts import NotJoinedFactory
from tests.processes import ask, free_port, wait_for

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.exhaustive, pytest.mark.django_db(transaction=True)]
GOOD = "four words of my own"
TRIES, JUDGED = 30, 5


class Straight(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *args):
        return None


class Stranger:
    """A browser that somebody guesses with; its cookies go to whichever server is asked."""

    def __init__(self, servers):
        self.servers, self.cookies, self.tries = servers, {}, 0
        self.opener = urllib.request.build_opener(Straight)

    def ask(self, path, **fields):
        """Status, text and place of an answer; a form brings the token of its cookie."""
        self.tries += 1
        base = self.servers[self.tries % len(self.servers)]
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": "portal.example.org", "Cookie": kept, "X-CSRFToken": self.cookies.get("__Host-csrf", "")}
        data = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            answer = self.opener.open(urllib.request.Request(f"{base}{path}", data, headers), timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            for line in answer.headers.get_all("Set-Cookie", ()):
                self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")


@pytest.fixture
def servers(production, built, start):
    """The addresses of two web servers with one database and one cache, which is empty."""
    redis.Redis.from_url(production["REDIS_URL"]).flushdb()
    bases = []
    for _server in range(2):
        production["BIND"] = f"127.0.0.1:{free_port()}"
        start("web")
        bases.append(f"http://{production['BIND']}")
    for base in bases:
        wait_for(lambda base=base: ask(f"{base}/healthz", "portal.example.org")[0] == 200, 60, "a web server answers")
    return bases


@pytest.fixture
def person(settings, production):
    """Somebody with a password, an authenticator app, and the secrets of the servers."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.SECRET_KEY = production["SECRET_KEY"]
    return people.join(actor=Actor.system(), person=NotJoinedFactory(language="en"), password=GOOD)


def guess(servers, email, password, first=0):
    """One try in a browser of its own; which server is asked first, `first` says."""
    stranger = Stranger(servers[first % 2 :] + servers[: first % 2])
    stranger.ask(reverse("account_login"))
    return stranger.ask(reverse("account_login"), login=email, password=password)


def reasons():
    """Why tries failed, and how often."""
    return Counter(entry.changes["reason"][1] for entry in Entry.objects.filter(kind="accounts.sign_in.failed"))


def test_of_thirty_passwords_for_one_account_five_are_judged(servers, person):
    with ThreadPoolExecutor(6) as hands:
        tries = [hands.submit(guess, servers, person.email, f"wrong words number {n}", n) for n in range(TRIES)]
        answers = [one.result() for one in tries]
    assert {status for status, _text, _place in answers} == {422}
    assert reasons() == {"mismatch": JUDGED, "too_many": TRIES - JUDGED}
    assert guess(servers, person.email, GOOD)[2] == "", "the sixth try is refused, even the right one"


def test_of_thirty_accounts_tried_from_one_place_twenty_are_judged(servers, person):
    with ThreadPoolExecutor(6) as hands:
        tries = [hands.submit(guess, servers, f"somebody{n}@example.org", GOOD, n) for n in range(TRIES - 2)]
        assert {one.result()[0] for one in tries} == {422}
    assert reasons() == {"mismatch": 20, "too_many": TRIES - 22}


def test_second_factors_are_counted_over_both(servers, person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    stranger = Stranger(servers)
    stranger.ask(reverse("account_login"))
    assert stranger.ask(reverse("account_login"), login=person.email, password=GOOD)[2] == reverse("mfa_authenticate")
    for _try in range(JUDGED):  # by turns: neither server has seen five
        assert stranger.ask(reverse("mfa_authenticate"), code="000000")[0] == 200
    right = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    status, _text, place = stranger.ask(reverse("mfa_authenticate"), code=right)
    assert (status, place) != (302, "/en/"), "a right code after five wrong ones lets in"
    assert not Entry.objects.filter(kind="accounts.sign_in.succeeded").exists()


def test_a_code_by_mail_stands_three_tries_over_both(servers, person):
    stranger = Stranger(servers)
    stranger.ask(reverse("account_request_login_code"))
    status, _text, place = stranger.ask(reverse("account_request_login_code"), email=person.email)
    assert (status, place) == (302, reverse("account_confirm_login_code"))
    for _number in range(3):
        status, _text, place = stranger.ask(reverse("account_confirm_login_code"), code="BAD-BAD")
    assert status == 302 and place == reverse("account_request_login_code"), "the third ends it"
    assert stranger.ask(reverse("account_confirm_login_code"))[0] == 302
