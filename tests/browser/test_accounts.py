"""What only a browser can show of accounts: a passkey from its first use to a sign-in, and the docs of the API."""

import pytest
from django.urls import reverse

from accounts.services import people
from kernel.actor import Actor
from tests.factories.accounts import NotJoinedFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOOD = "four words of my own"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(tab):
    wire = tab.context.new_cdp_session(tab)
    wire.send("WebAuthn.enable", {"enableUI": False})
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_passkey_is_added_under_the_content_policy_and_opens_the_door(visit):
    person = people.join(actor=Actor.system(), person=NotJoinedFactory(language="en"), password=GOOD)
    tab = visit("/en/sign-in/?next=/en/me/security/")
    with_authenticator(tab)
    tab.locator("details.signin__more summary").click()
    tab.fill("input[name=login]", person.email)
    tab.fill("input[name=password]", GOOD)
    tab.locator("details.signin__more button").click()
    tab.goto("/en/account/2fa/webauthn/add/")
    tab.fill("input[name=password]", GOOD)
    tab.locator("main form button").click()
    tab.fill("input[name=name]", "My laptop")
    tab.check("input[name=passwordless]")
    tab.click("#mfa_webauthn_add")
    tab.wait_for_url("**/recovery-codes/")
    tab.goto("/en/me/security/")
    assert tab.get_by_text("My laptop").is_visible()

    tab.locator("details.menu summary").last.click()
    tab.locator("form[action*=logout] button").click()
    tab.goto("/en/sign-in/?next=/en/me/security/")
    tab.click("#passkey_login")
    tab.wait_for_url(lambda url: "sign-in" not in url)
    assert tab.get_by_text("My laptop").is_visible()


def test_the_docs_of_the_api_are_readable_without_any_other_host(visit, listener, client):
    schema = client.get(reverse("portal_api:schema"), headers={"accept": "application/vnd.oai.openapi+json"}).json()
    nouns = {tag for path in schema["paths"].values() for one in path.values() for tag in one["tags"]}
    mine = [path for path, ones in schema["paths"].items() for one in ones.values() if one["tags"] == ["me"]]
    tab = visit(reverse("portal_api:docs"))
    tab.locator("#operations-tag-me").wait_for()
    assert {tag.get_attribute("data-tag") for tag in tab.locator(".opblock-tag").all()} == nouns
    assert {"me", "measures", "requests", "organisations"} <= nouns
    tab.locator("#operations-tag-me").click()
    tab.locator("[data-path='/api/v1/me/']").first.wait_for()
    shown = [line.get_attribute("data-path") for line in tab.locator(".opblock-summary-path").all()]
    assert sorted(shown) == sorted(mine) and "/api/v1/me/tokens/" in shown
    # The library sets one style by itself, which the policy refuses; the page is whole without it.
    listener.complaints[:] = [text for text in listener.complaints if "style" not in text]


def test_a_passkey_that_does_not_come_is_told_in_a_sentence(visit):
    tab = visit("/en/sign-in/")
    refuse = "name => { navigator.credentials.get = () => Promise.reject(new DOMException('no', name)) }"
    tab.evaluate(refuse, "NotAllowedError")
    tab.click("#passkey_login")
    tab.locator(".toast--bad", has_text="No passkey was confirmed").wait_for()
    tab.evaluate(refuse, "SecurityError")
    tab.click("#passkey_login")
    tab.locator(".toast--bad", has_text="localhost").wait_for()
