"""The authenticator app from its first code to recovery, through the pages; passkeys as far as a page shows them."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.adapters import MFAAdapter
from accounts.selectors.sessions import device, handle
from accounts.services import people
from audit.models import Entry
from kernel.actor import Actor
from tests.factories.accounts import NotJoinedFactory

pytestmark = pytest.mark.django_db
GOOD = "four words of my own"


@pytest.fixture
def person(db):
    return people.join(actor=Actor.system(), person=NotJoinedFactory(language="en"), password=GOOD)


def code_now(secret):
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def sign_in(person):
    client = Client()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": GOOD})
    return client, answer


def add_app(client):
    """Reauthenticate, read the secret, type the first code."""
    address = reverse("mfa_activate_totp")
    form = client.get(address, follow=True)
    if form.redirect_chain:
        form = client.post(form.redirect_chain[-1][0], {"password": GOOD}, follow=True)
    secret = form.context["form"].secret
    client.post(address, {"code": code_now(secret)})
    return secret


def forget_used_codes():
    # A code works once; two steps of one test fall into the same half minute.
    cache.clear()


def test_an_app_is_added_told_by_mail_and_then_asked_for(person, django_capture_on_commit_callbacks):
    client, _answer = sign_in(person)
    with django_capture_on_commit_callbacks(execute=True):
        secret = add_app(client)
    assert Authenticator.objects.filter(user=person, type="totp").count() == 1
    assert "An authenticator app was added to your account" in [letter.subject for letter in mail.outbox]
    assert Entry.objects.filter(kind="accounts.factor.changed").exists()

    again, answer = sign_in(person)
    assert answer["Location"] == reverse("mfa_authenticate") and "_auth_user_id" not in again.session
    forget_used_codes()
    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200 and "_auth_user_id" not in again.session
    right = again.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert right["Location"] == "/en/" and again.session["_auth_user_id"] == str(person.pk)


def test_a_code_of_the_app_works_once(person):
    client, _answer = sign_in(person)
    secret = add_app(client)
    forget_used_codes()
    code, first, second = code_now(secret), sign_in(person)[0], sign_in(person)[0]
    for opened in (first, second):
        opened.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" in first.session and "_auth_user_id" not in second.session


def test_the_second_factor_is_asked_after_a_code_by_mail_too(person):
    client, _answer = sign_in(person)
    add_app(client)
    other = Client()
    other.post(reverse("account_request_login_code"), {"email": person.email})
    code = re.search(r"^([A-Z0-9-]{6,10})$", mail.outbox[-1].body, re.M).group(1)
    answer = other.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer["Location"] == reverse("mfa_authenticate") and "_auth_user_id" not in other.session


def test_a_recovery_code_opens_once(person):
    client, _answer = sign_in(person)
    add_app(client)
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    first, _answer = sign_in(person)
    assert first.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    second, _answer = sign_in(person)
    second.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert "_auth_user_id" in first.session and "_auth_user_id" not in second.session
    page = first.get(reverse("accounts:security")).content.decode()
    assert f"{len(codes) - 1}" in page


def test_nobody_adds_an_app_without_the_password_again(person):
    client, _answer = sign_in(person)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_pages_of_passkeys_run_no_inline_script(person, language):
    client, _answer = sign_in(person)
    client.get(reverse("mfa_add_webauthn"))
    client.post(reverse("account_reauthenticate"), {"password": GOOD})
    for name in ("mfa_add_webauthn", "mfa_list_webauthn"):
        page = client.get(reverse(name).replace("/he/", f"/{language}/")).content.decode()
        scripts = re.findall(r"<script([^>]*)>", page)
        assert scripts and all("src=" in tag or "application/json" in tag for tag in scripts)
        assert "style=" not in page


def test_ending_all_other_sessions_leaves_ones_own(person):
    here, there, elsewhere = (sign_in(person)[0] for _time in range(3))
    assert here.get(reverse("accounts:sessions")).content.decode().count('name="session"') == 2
    here.post(reverse("accounts:sessions-end"))
    assert here.get(reverse("accounts:security")).status_code == 200
    for other in (there, elsewhere):
        assert other.get(reverse("accounts:security")).status_code == 302
    assert Entry.objects.filter(kind="accounts.session.ended").count() == 1


def test_one_session_is_ended_by_its_handle_and_never_ones_own_or_a_strangers(person):
    here, there = sign_in(person)[0], sign_in(person)[0]
    stranger = people.join(actor=Actor.system(), person=NotJoinedFactory(), password=GOOD)
    foreign = sign_in(stranger)[0]
    key = UserSession.objects.get(session_key=foreign.session.session_key)
    own = UserSession.objects.get(session_key=here.session.session_key)
    for row in (key, own):
        here.post(reverse("accounts:sessions-end"), {"session": handle(row)})
    assert foreign.get(reverse("accounts:security")).status_code == 200
    assert here.get(reverse("accounts:security")).status_code == 200
    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post(reverse("accounts:sessions-end"), {"session": handle(other)})
    assert there.get(reverse("accounts:security")).status_code == 302


def test_the_secret_of_the_app_is_stored_encrypted(person):
    client, _answer = sign_in(person)
    secret = add_app(client)
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored and MFAAdapter().decrypt(stored) == secret


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/130 Safari/537.36 Edg/130", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_in_two_words(agent, expected):
    assert device(agent) == expected


@pytest.mark.parametrize(("language", "label"), [("he", "שם מפתח הגישה"), ("en", "Name of the passkey")])
def test_the_field_of_a_passkeys_name_says_what_the_name_is_for(person, language, label):
    client, _answer = sign_in(person)
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "laptop", "credential": {}})
    url = reverse("mfa_edit_webauthn", args=[key.pk])
    client.get(url)
    client.post(reverse("account_reauthenticate"), {"password": GOOD})
    page = client.get(url.replace("/he/", f"/{language}/")).content.decode()
    assert label in page and "laptop" in page and "aria-describedby" in page
    assert client.post(url, {"name": "x" * 101}).status_code == 200
    assert client.post(url, {"name": "מחשב העבודה"}).status_code == 302
    key.refresh_from_db()
    assert key.data["name"] == "מחשב העבודה"


@pytest.mark.parametrize(("language", "unused"), [("he", "עדיין לא היה בשימוש"), ("en", "not yet")])
def test_the_list_of_passkeys_is_wholly_in_the_readers_language(person, language, unused):
    client, _answer = sign_in(person)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "laptop", "credential": {}})
    client.get(reverse("mfa_list_webauthn"))
    client.post(reverse("account_reauthenticate"), {"password": GOOD})
    page = client.get(reverse("mfa_list_webauthn").replace("/he/", f"/{language}/")).content.decode()
    assert "laptop" in page and unused in page and "Not used" not in page
