"""Administrators' terms: given once, taken back at once, never the last one."""

from datetime import timedelta

import pytest

from accounts.models import AdminTerm
from accounts.services import admins, people
from audit.models import Entry
from kernel import actor as actors
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from tests.factories.accounts import AdminTermFactory, PersonFactory

pytestmark = pytest.mark.django_db


def admin_actor(person):
    return actors.for_user(person.pk)


def test_an_administrator_names_another_once():
    first = AdminTermFactory().person
    second = PersonFactory()
    one = admins.grant(actor=admin_actor(first), person=second)
    again = admins.grant(actor=admin_actor(first), person=second)
    assert one.pk == again.pk and admin_actor(second).keys("accounts.admin") == {0}
    assert Entry.objects.filter(kind="accounts.admin_term.changed").count() == 1


def test_the_last_administrator_stays():
    term = AdminTermFactory()
    AdminTermFactory(person=PersonFactory(is_active=False))
    with pytest.raises(Refused) as refusal:
        admins.end(actor=admin_actor(term.person), term=term)
    assert refusal.value.code == "last_admin"


def test_the_last_administrators_account_is_not_closed():
    term = AdminTermFactory()
    with pytest.raises(Refused) as refusal:
        people.suspend(actor=Actor.system(), person=term.person)
    term.person.refresh_from_db()
    assert refusal.value.code == "last_admin" and term.person.is_active


@pytest.mark.parametrize("days", [10, 0])
def test_a_term_that_was_taken_back_gives_nothing_from_that_moment(days):
    first = AdminTermFactory()
    second = AdminTermFactory(starts_on=clock.today() - timedelta(days=days))
    admins.end(actor=admin_actor(first.person), term=second)
    assert not admin_actor(second.person).keys("accounts.admin")
    kept = AdminTerm.objects.get(pk=second.pk)
    assert (kept.ends_on, kept.ended_at is not None) == (clock.today(), True)


def test_a_term_is_taken_back_once():
    first, second = AdminTermFactory(), AdminTermFactory()
    admins.end(actor=admin_actor(first.person), term=second)
    with pytest.raises(Conflict) as refusal:
        admins.end(actor=admin_actor(first.person), term=AdminTerm.objects.get(pk=second.pk))
    assert refusal.value.code == "ended"
    assert Entry.objects.filter(kind="accounts.admin_term.changed").count() == 1


def test_whoever_gave_it_back_today_can_be_named_again_today():
    first, second = AdminTermFactory(), AdminTermFactory()
    admins.end(actor=admin_actor(first.person), term=second)
    again = admins.grant(actor=admin_actor(first.person), person=second.person)
    assert again.pk != second.pk and admin_actor(second.person).keys("accounts.admin") == {0}


def test_others_name_nobody():
    with pytest.raises(Refused):
        admins.grant(actor=Actor(user_id=PersonFactory().pk), person=PersonFactory())
