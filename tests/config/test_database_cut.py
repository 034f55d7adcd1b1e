"""PostgreSQL loses every connection: the request in flight answers in a sentence, nothing is half done, the next works.

The web server of the image, with the settings of production, on the database of the suite.
"""

import threading
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import ApiToken, IdempotencyKey, Person
from accounts.services import tokens
from audit.models import Entry
from kernel import clock
from kernel.actor import Actor
from tests.factories.accounts import PersonFactory
from tests.processes import ask, wait_for

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.exhaustive, pytest.mark.django_db(transaction=True)]
FAULT = {"he": "משהו אצלנו השתבש", "en": "Something went wrong on our side"}


class Portal:
    """The web server, as one person and a program of that person ask it."""

    def __init__(self, production, signed_in) -> None:
        self.base = f"http://{production['BIND']}"
        self.person = PersonFactory(language="he", function="before")
        actor = Actor(user_id=self.person.pk)
        until = clock.today() + timedelta(days=30)
        order = {"name": "a program", "scopes": ["read", "write"], "expires_on": until}
        self.token, secret = tokens.make(actor=actor, **order)
        key = signed_in(self.person).cookies["sessionid"].value
        csrf = "c" * 32
        self.browser = {"Cookie": f"__Host-session={key}; __Host-csrf={csrf}", "X-CSRFToken": csrf}
        self.program = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def ask(self, path, headers, data=None, method=None):
        """Status and text."""
        headers = {"Host": "portal.example.org", **headers}
        request = urllib.request.Request(f"{self.base}{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def post(self, path, **fields):
        """As a form does."""
        return self.ask(path, self.browser, urllib.parse.urlencode(fields).encode())


@pytest.fixture
def portal(production, built, start, settings, signed_in):
    settings.SECRET_KEY = production["SECRET_KEY"]  # it signs the session
    made = Portal(production, signed_in)
    start("web")
    wait_for(lambda: ask(f"{made.base}/healthz", "portal.example.org")[0] == 200, 60, "the web server answers")
    return made


def cut():
    """Terminate every other backend of this database; how many there were."""
    with connection.cursor() as cursor:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        cursor.execute(f"SELECT count(pg_terminate_backend(pid)) {others}")
        return cursor.fetchone()[0]


def waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


@contextmanager
def held_up():
    """Whoever writes an entry of the log waits, and loses its connection while it does."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_entry IN EXCLUSIVE MODE")
        yield
        wait_for(waits, 4, "the request waits in the middle of its act")  # less than its patience with a lock
        assert cut() > 0


def in_flight(act):
    """The answer of a request whose connection is cut in the middle of its act."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(act()))
    with held_up():
        thread.start()
    thread.join(30)
    return answers[0]


def test_the_next_requests_are_answered_though_every_connection_was_cut(portal):
    assert portal.ask("/api/v1/me/", portal.program)[0] == 200
    for _time in range(3):
        assert cut() > 0
        good = [portal.ask("/api/v1/me/", portal.program)[0] for _n in range(6)]
        good += [portal.ask("/he/me/profile/", portal.browser)[0] for _n in range(6)]
        assert set(good) == {200}


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_form_in_flight_gets_a_page_with_a_sentence_and_nothing_is_half_done(portal, language):
    address = reverse("accounts:profile").replace("/he/", f"/{language}/")
    fields = {"name_he": "שם חדש", "function": "after", "language": "he"}
    entries = Entry.objects.count()
    status, page = in_flight(lambda: portal.post(address, **fields))
    assert status == 500 and FAULT[language] in page and "<main" in page and "Traceback" not in page
    assert Person.objects.get(pk=portal.person.pk).function == "before" and Entry.objects.count() == entries
    assert portal.post(address, **fields)[0] == 200  # the page after it
    assert Person.objects.get(pk=portal.person.pk).function == "after"


def test_a_button_in_flight_is_not_done_and_can_be_pressed_again(portal):
    address = reverse("accounts:token-revoke", args=[portal.token.public_id])
    status, page = in_flight(lambda: portal.post(address, idempotency_key="one-click-0123456789"))
    assert status == 500 and FAULT["he"] in page
    assert ApiToken.objects.get().revoked_at is None
    assert portal.post(address, idempotency_key="one-click-0123456789")[0] == 200
    assert ApiToken.objects.get().revoked_at is not None


def test_a_program_in_flight_gets_json_and_its_retry_under_the_same_key_is_the_first_act(portal):
    order = (
        "/api/v1/me/",
        {**portal.program, "Idempotency-Key": "one-call-0123456789"},
        b'{"function": "after"}',
        "PATCH",
    )
    status, body = in_flight(lambda: portal.ask(*order))
    assert status == 500 and '"fault"' in body and not IdempotencyKey.objects.exists()
    assert Person.objects.get(pk=portal.person.pk).function == "before"
    assert portal.ask(*order)[0] == 200
    assert Person.objects.get(pk=portal.person.pk).function == "after"
