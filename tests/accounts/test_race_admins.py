"""Two administrators who take each other's administration at the same moment, on PostgreSQL: one stays."""

import threading

import pytest
from django.db import connection, connections

from accounts.models import AdminTerm
from accounts.services import admins, people
from kernel.actor import Actor
from kernel.errors import DomainError
from tests.factories.accounts import AdminTermFactory

ROUNDS = 15

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


def end(term):
    """Take the term back."""
    admins.end(actor=Actor.system(), term=term)


def suspend(term):
    """Close the account of the term's person."""
    people.suspend(actor=Actor.system(), person=term.person)


def attack(act, term, start, answers):
    """One of the two, on a connection of its own."""
    try:
        start.wait(30)
        act(term)
        answers.append("done")
    except DomainError as refusal:
        answers.append(refusal.code)
    except Exception as error:  # a deadlock or a time-out is what must not be
        answers.append(f"{type(error).__name__}: {error}"[:200])
    finally:
        connections.close_all()


@pytest.mark.parametrize(("one", "other"), [(end, end), (suspend, suspend), (end, suspend)])
def test_of_two_who_end_each_others_administration_one_is_refused(one, other):
    terms = [AdminTermFactory(), AdminTermFactory()]
    for _round in range(ROUNDS):
        start, answers = threading.Barrier(2), []
        both = [
            threading.Thread(target=attack, args=(act, term, start, answers))
            for act, term in zip((one, other), terms, strict=True)
        ]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(60)
        assert sorted(answers) == ["done", "last_admin"]
        assert AdminTerm.objects.in_office().count() == 1
        # The next round begins with two again.
        terms = [AdminTerm.objects.in_office().get(), AdminTermFactory()]
