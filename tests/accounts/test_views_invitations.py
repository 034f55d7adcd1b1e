"""The page behind an invitation's link: opening it changes nothing, answering it once decides."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Invitation
from accounts.services import invitations
from audit.models import Entry
from kernel import clock
from kernel.actor import Actor
from tests.factories.accounts import NotJoinedFactory, PersonFactory

pytestmark = pytest.mark.django_db
GOOD = "four words of my own"


@pytest.fixture
def person(db):
    return NotJoinedFactory(language="he")


@pytest.fixture
def token(person):
    return invitations.invite(actor=Actor.system(), person=person)[1]


def page(token, name="invitation"):
    return reverse(f"accounts:{name}", args=[token])


def test_a_mail_scanner_that_opens_the_link_ten_times_changes_nothing(client, person, token):
    for _time in range(10):
        answer = client.get(page(token))
        assert answer.status_code == 200 and str(person) in answer.content.decode()
    person.refresh_from_db()
    assert person.joined_at is None and Invitation.objects.get().state == "sent"


def test_accepting_with_codes_by_mail_signs_in_without_a_password(client, person, token):
    answer = client.post(page(token), {"way": "code"})
    assert (answer.status_code, answer["Location"]) == (302, "/he/")
    person.refresh_from_db()
    assert person.joined_at is not None and not person.has_usable_password()
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Entry.objects.filter(kind="accounts.sign_in.succeeded").count() == 1


def test_accepting_with_a_password_sets_it(client, person, token):
    client.post(page(token), {"way": "password", "password": GOOD})
    person.refresh_from_db()
    assert person.check_password(GOOD)


def test_a_password_beside_codes_by_mail_is_asked_about(client, person, token):
    answer = client.post(page(token), {"way": "code", "password": GOOD})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    person.refresh_from_db()
    assert person.joined_at is None


@pytest.mark.parametrize("password", ["", "short", "passwordpassword"])
def test_a_poor_password_is_named_and_nothing_happens(client, person, token, password):
    answer = client.post(page(token), {"way": "password", "password": password})
    assert answer.status_code == 422
    person.refresh_from_db()
    assert person.joined_at is None


def test_a_used_link_says_what_to_do(client, token):
    client.post(page(token), {"way": "code"})
    for method in (Client().get, Client().post):
        answer = method(page(token))
        assert answer.status_code == 410 and "כבר התקבלה" in answer.content.decode()


def test_an_expired_link_says_what_to_do(client, person, token):
    with clock.at(clock.now() + timedelta(days=15)):
        answer = client.post(page(token), {"way": "code"})
    assert answer.status_code == 410 and "פקעה" in answer.content.decode()
    person.refresh_from_db()
    assert person.joined_at is None


@pytest.mark.parametrize(("again", "told"), [(False, "was taken back"), (True, "newest mail")])
def test_a_link_that_was_taken_back_promises_a_newer_one_only_where_there_is_one(client, person, token, again, told):
    invitations.withdraw(actor=Actor.system(), invitation=Invitation.objects.get())
    if again:
        invitations.invite(actor=Actor.system(), person=person)
    with translation.override("en"):
        answer = client.get(page(token))
    assert answer.status_code == 410 and told in answer.content.decode()


def test_another_code_is_asked_for_on_the_page_of_the_code(client):
    known = PersonFactory()
    asked = client.post("/en/account/login/code/", {"email": known.email}, follow=True)
    shown = asked.content.decode()
    assert 'action="/en/account/login/code/"' in shown and "Send another code" in shown
    again = client.post("/en/account/login/code/", {"email": known.email})
    assert again.status_code == 302 and again["Location"].endswith("/code/confirm/")


def test_a_made_up_link_tells_nothing(client, db):
    answer = client.get(page("made-up-token"))
    assert answer.status_code == 404 and "אינו שלם" in answer.content.decode()


def test_a_declined_invitation_is_closed_and_nobody_joined(client, person, token):
    assert client.get(page(token, "invitation-decline")).status_code == 405
    client.post(page(token, "invitation-decline"))
    assert Invitation.objects.get().state == "declined"
    assert client.get(page(token)).status_code == 410


def test_somebody_else_who_is_signed_in_cannot_take_it(signed_in, person, token):
    client = signed_in(PersonFactory())
    assert "אדם אחר מחובר" in client.get(page(token)).content.decode()
    answer = client.post(page(token), {"way": "code"})
    assert answer.status_code == 422
    assert Invitation.objects.get().state == "sent"


def test_who_has_an_account_signs_in_first_and_then_accepts(client, signed_in):
    member = PersonFactory()
    token = invitations.invite(actor=Actor.system(), person=member)[1]
    answer = client.post(page(token))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login") + "?next=")
    assert Invitation.objects.get().state == "sent"
    assert signed_in(member).post(page(token)).status_code == 302
    assert Invitation.objects.get().state == "accepted"


def test_the_page_is_in_the_language_of_its_address(client, token):
    english = client.get(page(token).replace("/he/", "/en/")).content.decode()
    assert "Accept the invitation" in english and 'dir="ltr"' in english
