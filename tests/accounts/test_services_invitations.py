"""Invitations: one link, once, in time, for one person; the mail leaves in the invited person's language."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import Invitation, Person
from accounts.models.invitations import InvitationState
from accounts.selectors import invitations as selectors
from accounts.services import invitations, people
from audit.models import Entry
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from tests.factories.accounts import NotJoinedFactory, PersonFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def entries(kind):
    return Entry.objects.filter(kind=kind).count()


def test_a_new_address_makes_one_person_who_is_not_in_yet():
    first = people.ensure(actor=SYSTEM, email=" Dana@Example.org ", name={"he": "דנה"}, language="he")
    second = people.ensure(actor=SYSTEM, email="dana@example.ORG", name={"he": "אחרת"})
    assert first.pk == second.pk
    assert (second.email, second.name_he, second.joined_at) == ("dana@example.org", "דנה", None)
    assert not second.has_usable_password()
    assert entries("accounts.person.created") == 1


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [("no address", {"he": "דנה"}, "email"), ("a@b.org", {"he": " ", "en": ""}, "name_he")],
)
def test_a_wrong_address_and_a_missing_name_are_named(email, name, field):
    with pytest.raises(Invalid) as refusal:
        people.ensure(actor=SYSTEM, email=email, name=name)
    assert field in refusal.value.fields
    assert not Person.objects.exists()


def test_a_person_without_a_role_that_gives_roles_enters_nobody():
    with pytest.raises(Refused):
        people.ensure(actor=Actor(user_id=1), email="a@b.org", name={"en": "A"})


@pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("en", "ltr")])
def test_the_mail_comes_in_the_persons_language_with_a_whole_link(settings, language, direction):
    settings.PORTAL_ORIGIN = "https://portal.example.org"
    person = NotJoinedFactory(language=language)
    invitation, token = invitations.invite(actor=SYSTEM, person=person)
    (letter,) = mail.outbox
    marked = letter.alternatives[0][0]
    assert letter.to == [person.email]
    assert f"https://portal.example.org/{language}/invitations/{token}/" in letter.body
    assert f'dir="{direction}"' in marked and token in marked
    assert letter.extra_headers["X-Shidra-Expires"] == invitation.expires_at.isoformat()
    assert letter.extra_headers["X-Shidra-Secret"] == "yes"
    assert bool(re.search("[א-ת]", letter.subject)) is (language == "he")


def test_the_token_is_stored_nowhere():
    invitation, token = invitations.invite(actor=SYSTEM, person=NotJoinedFactory())
    invitation.refresh_from_db()
    assert invitation.token_hash == selectors.digest(token)
    assert not any(token in str(entry.changes) + entry.subject_title for entry in Entry.objects.all())


def test_inviting_again_kills_the_earlier_link():
    person = NotJoinedFactory()
    _first, old = invitations.invite(actor=SYSTEM, person=person)
    _second, new = invitations.invite(actor=SYSTEM, person=person)
    assert selectors.standing(selectors.by_token(old)).code == "replaced"
    assert selectors.standing(selectors.by_token(new)).code == "open"


def test_accepting_lets_the_person_in_once():
    person = NotJoinedFactory()
    _invitation, token = invitations.invite(actor=SYSTEM, person=person)
    actor = Actor(user_id=person.pk)
    one, other = selectors.by_token(token), selectors.by_token(token)
    invitations.accept(actor=actor, invitation=one, password="four words of my own")
    with pytest.raises(Conflict):
        invitations.accept(actor=actor, invitation=other, password="another one comes late")
    person.refresh_from_db()
    assert person.joined_at is not None and person.check_password("four words of my own")
    assert person.emailaddress_set.get().verified
    assert entries("accounts.invitation.accepted") == 1 and entries("accounts.person.joined") == 0


def test_an_expired_invitation_is_not_accepted():
    person = NotJoinedFactory()
    _invitation, token = invitations.invite(actor=SYSTEM, person=person)
    with clock.at(clock.now() + timedelta(days=15)):
        found = selectors.by_token(token)
        assert selectors.standing(found).code == "expired"
        with pytest.raises(Conflict):
            invitations.accept(actor=Actor(user_id=person.pk), invitation=found)
    person.refresh_from_db()
    assert person.joined_at is None


def test_nobody_else_answers_an_invitation():
    person, stranger = NotJoinedFactory(), PersonFactory()
    invitation, _token = invitations.invite(actor=SYSTEM, person=person)
    for act in (invitations.accept, invitations.decline):
        with pytest.raises(Refused):
            act(actor=Actor(user_id=stranger.pk), invitation=invitation)
    assert Invitation.objects.get().state == InvitationState.SENT


def test_a_declined_and_a_withdrawn_invitation_are_closed():
    person = NotJoinedFactory()
    first, _token = invitations.invite(actor=SYSTEM, person=person)
    invitations.decline(actor=Actor(user_id=person.pk), invitation=first)
    second, _token = invitations.invite(actor=SYSTEM, person=person)
    invitations.withdraw(actor=SYSTEM, invitation=second)
    assert [selectors.standing(row).code for row in (first, second)] == ["declined", "withdrawn"]


def test_a_closed_account_is_not_invited():
    with pytest.raises(Refused):
        invitations.invite(actor=SYSTEM, person=PersonFactory(is_active=False))
    assert mail.outbox == []


def test_links_without_a_mail_are_for_commands_only():
    with pytest.raises(Refused):
        invitations.issue_link(
            actor=Actor(user_id=1, grants={"accounts.admin": frozenset({0})}),
            person=NotJoinedFactory(),
            lasts=timedelta(minutes=15),
        )


def test_roles_come_from_the_floors_that_know_them_and_a_missing_floor_is_skipped(settings):
    settings.INVITATION_ROLES = ["nowhere.at_all", "tests.accounts.roles.invited_roles"]
    assert selectors.roles(7) == ["role of 7"]
