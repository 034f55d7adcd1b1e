"""Sign-in by an OpenID Connect provider: whom we know by a verified address, and nobody else; no way round anything."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from accounts.models import Person
from accounts.services import people
from audit.models import Entry
from kernel.actor import Actor
from tests.accounts import toy_openid
from tests.factories.accounts import NotJoinedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with toy_openid.running() as provider:
        app = {
            "provider_id": "main",
            "name": "Toy",
            "client_id": toy_openid.CLIENT,
            "secret": toy_openid.SECRET,
            "settings": {"server_url": provider.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield provider


@pytest.fixture
def person(db):
    return people.join(actor=Actor.system(), person=NotJoinedFactory(), password="four words of my own")


def sign_in(client, provider, **claims):
    """The whole way: the button, the provider's yes, and back."""
    provider.claims = {"sub": "77", "email_verified": True, **claims}
    leaving = client.post(reverse("openid_connect_login", args=["main"]))
    assert leaving.status_code == 302 and leaving["Location"].startswith(f"{provider.address}/authorize?")
    back = provider.authorize(toy_openid.query(leaving["Location"]))
    return client.get(back.removeprefix("http://testserver"))


def is_signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_the_sign_in_page_has_a_button_for_the_provider(client, provider):
    page = client.get(reverse("account_login")).content.decode()
    assert "Toy" in page and reverse("openid_connect_login", args=["main"]) in page
    asks = client.get(reverse("openid_connect_login", args=["main"]))
    assert asks.status_code == 200 and "<form" in asks.content.decode() and provider.asked == []


def test_somebody_whom_we_know_is_signed_in_and_it_is_noted(client, provider, person):
    answer = sign_in(client, provider, email=person.email.upper())
    assert answer.status_code == 302 and is_signed_in(client)
    assert SocialAccount.objects.get().user == person
    noted = Entry.objects.get(kind="accounts.sign_in.succeeded")
    assert (noted.by_id, noted.changes) == (person.pk, {"method": [None, "socialaccount"]})


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.org"},
        {"email_verified": False},
        {"email": "stranger@example.org", "email_verified": False},
    ],
)
def test_strangers_and_unverified_addresses_get_no_account_and_no_session(client, provider, person, claims):
    before = Person.objects.count()
    answer = sign_in(client, provider, **{"email": person.email, **claims})
    assert answer.status_code in {200, 302} and not is_signed_in(client)
    assert Person.objects.count() == before and not SocialAccount.objects.exists()


@pytest.mark.parametrize("column", [{"is_active": False}, {"joined_at": None}])
def test_closed_accounts_and_people_who_have_not_joined_stay_outside(client, provider, person, column):
    Person.objects.filter(pk=person.pk).update(**column)
    sign_in(client, provider, email=person.email)
    assert not is_signed_in(client)


def test_the_second_factor_is_asked_for_all_the_same(client, provider, person):
    TOTP.activate(person, generate_totp_secret())
    answer = sign_in(client, provider, email=person.email)
    assert answer["Location"].startswith(reverse("mfa_authenticate")) and not is_signed_in(client)


def test_a_code_that_was_used_or_made_up_opens_nothing(client, provider, person):
    provider.claims = {"sub": "77", "email": person.email, "email_verified": True}
    leaving = client.post(reverse("openid_connect_login", args=["main"]))
    asked = toy_openid.query(leaving["Location"])
    callback = reverse("openid_connect_callback", args=["main"])
    for sent in ({"code": "made up", "state": asked["state"]}, {"code": "x", "state": "another"}):
        assert client.get(callback, sent).status_code in {200, 401, 403} and not is_signed_in(client)
