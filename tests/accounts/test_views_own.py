"""One's own pages change what they show; administrators' buttons do what they say; headers and cookies."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from accounts.models import AdminTerm, ApiToken, Person
from audit.models import Entry
from kernel import clock
from tests.factories.accounts import AdminTermFactory, NotJoinedFactory, PersonFactory

pytestmark = pytest.mark.django_db


def profile(**changes):
    return {"name_he": "דנה", "name_en": "Dana", "function": "", "telephone": "", **changes}


def test_the_profile_is_saved_with_one_entry_that_hides_the_name(signed_in):
    person = PersonFactory()
    client = signed_in(person)
    answer = client.post(reverse("accounts:profile"), profile(function="ריכוז נתונים", telephone="03-123-4567"))
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.name_en, person.telephone, person.function_language) == ("Dana", "+97231234567", "he")
    entry = Entry.objects.get(kind="accounts.person.changed")
    assert "Dana" not in str(entry.changes) and "1234567" not in str(entry.changes)
    client.post(reverse("accounts:profile"), profile(function="ריכוז נתונים", telephone="+97231234567"))
    assert Entry.objects.filter(kind="accounts.person.changed").count() == 1


@pytest.mark.parametrize("changes", [{"name_he": "", "name_en": " "}, {"telephone": "12"}, {"name_en": "a\u202eb"}])
def test_what_cannot_be_saved_is_named_and_what_was_typed_stays(signed_in, changes):
    person = PersonFactory()
    answer = signed_in(person).post(reverse("accounts:profile"), profile(function="typed text", **changes))
    assert answer.status_code == 422 and "typed text" in answer.content.decode()
    assert Person.objects.get(pk=person.pk).name_he == person.name_he


def test_a_name_with_quotes_and_angle_brackets_comes_back_as_typed(signed_in):
    person = PersonFactory()
    client = signed_in(person)
    client.post(reverse("accounts:profile"), profile(name_he='ד"ר <b>כהן</b>'))
    page = client.get(person.get_absolute_url()).content.decode()
    assert "<b>כהן" not in page and "&lt;b&gt;כהן" in page


def test_the_language_of_the_settings_is_the_language_of_the_answer(signed_in):
    person = PersonFactory(language="he")
    client = signed_in(person)
    answer = client.post(
        reverse("accounts:settings"), {"language": "en", "time_zone": "Europe/London", "calendar": "muslim"}
    )
    assert answer["Location"] == "/en/me/settings/" and client.cookies["shidra_language"].value == "en"
    person.refresh_from_db()
    assert (person.language, person.time_zone, person.calendar) == ("en", "Europe/London", "muslim")


def test_a_token_is_shown_once_on_the_page(signed_in):
    client = signed_in(PersonFactory())
    sent = {"name": "report", "scopes": ["read"], "expires_on": str(clock.today())}
    made = client.post(reverse("accounts:tokens"), sent)
    secret = re.search(r"shidra_[\w-]{20,}", made.content.decode()).group(0)
    later = client.get(reverse("accounts:tokens")).content.decode()
    assert made.status_code == 201 and secret not in later and "report" in later
    token = ApiToken.objects.get()
    client.post(reverse("accounts:token-revoke", args=[token.public_id]))
    assert "בוטל" in client.get(reverse("accounts:tokens")).content.decode()


def test_nobody_finds_anothers_token_to_revoke(signed_in):
    client = signed_in(PersonFactory())
    client.post(reverse("accounts:tokens"), {"name": "a", "scopes": ["read"], "expires_on": str(clock.today())})
    address = reverse("accounts:token-revoke", args=[ApiToken.objects.get().public_id])
    assert signed_in(PersonFactory()).post(address).status_code == 404
    assert ApiToken.objects.get().is_live


def test_administrators_close_and_open_an_account_and_others_do_not_find_it(signed_in):
    admin, person = AdminTermFactory().person, PersonFactory()
    close, again = (reverse(f"accounts:person-{act}", args=[person.public_id]) for act in ("suspend", "resume"))
    assert signed_in(PersonFactory()).post(close).status_code == 404
    signed_in(admin).post(close)
    assert not Person.objects.get(pk=person.pk).is_active
    signed_in(admin).post(again)
    assert Person.objects.get(pk=person.pk).is_active


def test_nobody_closes_their_own_account(signed_in):
    admin = AdminTermFactory().person
    client = signed_in(admin)
    client.post(reverse("accounts:person-suspend", args=[admin.public_id]))
    assert Person.objects.get(pk=admin.pk).is_active
    assert "החשבון שלך" in client.get(admin.get_absolute_url()).content.decode()


def test_a_new_administrator_is_entered_and_invited_and_a_double_click_does_it_once(signed_in):
    client = signed_in(AdminTermFactory().person)
    for _click in range(2):
        client.post(reverse("accounts:term-new"), {"email": "new@example.org", "name": "New", "ends_on": ""})
    assert AdminTerm.objects.filter(person__email="new@example.org").count() == 1
    assert mail.outbox[0].to == ["new@example.org"]


def test_a_double_click_on_an_invitation_sends_one_mail(signed_in):
    client, person = signed_in(AdminTermFactory().person), NotJoinedFactory()
    address = reverse("accounts:person-invite", args=[person.public_id])
    answers = [client.post(address, {"idempotency_key": "k1"}) for _click in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"] and len(mail.outbox) == 1


def test_the_command_prints_a_link_that_lets_the_first_administrator_in_once(capsys, client):
    call_command("create_admin", email="first@example.org", name="First", language="en")
    link = re.search(r"https?://[^/]+(/en/invitations/\S+)", capsys.readouterr().out).group(1)
    assert client.post(link, {"way": "code"}).status_code == 302
    assert client.get(reverse("accounts:operations")).status_code == 200
    assert Client().post(link, {"way": "code"}).status_code == 410
    assert mail.outbox == []


def test_the_command_refuses_what_is_no_address():
    with pytest.raises(CommandError):
        call_command("create_admin", email="nobody")


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("name", ["account_login", "accounts:profile", "portal_api:root", "portal_api:docs"])
def test_every_answer_carries_the_headers_of_security(signed_in, name):
    answer = signed_in(PersonFactory()).get(reverse(name), follow=True)
    policy = answer["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy and "geolocation=()" in answer["Permissions-Policy"]
    assert {key: answer.get(key) for key in HEADERS} == HEADERS


def test_over_https_an_answer_binds_the_browser_to_it_for_a_year(client, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 24 * 3600, True
    told = client.get(reverse("account_login"), secure=True)["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"


def test_the_session_cookie_is_for_the_server_only(client):
    person = PersonFactory()
    person.set_password("four words of my own")
    person.save()
    client.post(reverse("account_login"), {"login": person.email, "password": "four words of my own"})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
