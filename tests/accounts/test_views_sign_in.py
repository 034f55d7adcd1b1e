"""Coming in: password, code, reset, the demo's roles; what a stranger can and cannot do; going out."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.services import people
from audit.models import Entry
from kernel.actor import Actor
from tests.factories.accounts import NotJoinedFactory, PersonFactory

pytestmark = pytest.mark.django_db
GOOD = "four words of my own"


@pytest.fixture
def person(db):
    return people.join(actor=Actor.system(), person=NotJoinedFactory(language="en"), password=GOOD)


def sign_in(client, person, password=GOOD, **query):
    return client.post(reverse("account_login"), {"login": person.email, "password": password, **query})


def ask_for_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def code_of(letter):
    return re.search(r"^([A-Z0-9-]{6,10})$", letter.body, re.M).group(1)


def kinds():
    return list(Entry.objects.filter(kind__startswith="accounts.sign_in").values_list("kind", flat=True))


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_persons_home_in_the_persons_language(client, person):
    answer = sign_in(client, person)
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    assert kinds() == ["accounts.sign_in.succeeded"]
    person.refresh_from_db()
    assert person.last_seen_on is not None


def test_the_session_gets_a_new_key_at_sign_in(client, person):
    client.get(reverse("account_login"))
    client.session.save()
    before = client.session.session_key
    sign_in(client, person)
    assert client.session.session_key != before


def test_a_wrong_password_is_one_sentence_and_one_entry(client, person):
    answer = sign_in(client, person, "not this one at all")
    assert answer.status_code == 422 and not is_in(client)
    assert kinds() == ["accounts.sign_in.failed"]


def test_a_wrong_password_ten_times_leaves_the_code_by_mail_open(client, person):
    answers = [sign_in(client, person, f"wrong words number {n}") for n in range(10)]
    assert "קוד בדואר" in answers[-1].content.decode()
    assert not is_in(client)
    ask_for_code(client, person.email)
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_of(mail.outbox[-1])})
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    assert kinds().count("accounts.sign_in.failed") == 10 and kinds().count("accounts.sign_in.succeeded") == 1


def test_a_wrong_code_is_noted_and_lets_nobody_in(client, person):
    ask_for_code(client, person.email)
    client.post(reverse("account_confirm_login_code"), {"code": "ABC-DEF"})
    assert not is_in(client)
    assert kinds() == ["accounts.sign_in.failed"]


def test_a_code_works_once(client, person):
    ask_for_code(client, person.email)
    code = code_of(mail.outbox[-1])
    other = Client()
    ask_for_code(other, person.email)
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).status_code == 302
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(other)


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_the_same_answer_for_those_who_exist_and_those_who_do_not(person, name):
    answers = []
    for email in (person.email, NotJoinedFactory().email, "nobody@example.org"):
        answer = Client().post(reverse(name), {"email": email}, follow=True)
        answers.append((answer.status_code, answer.redirect_chain, len(answer.content.decode().replace(email, ""))))
    assert len({(status, str(chain)) for status, chain, _size in answers}) == 1
    assert max(size for *_rest, size in answers) - min(size for *_rest, size in answers) < 80
    assert [letter.to for letter in mail.outbox] == [[person.email]]


def test_a_wrong_password_and_an_unknown_address_answer_alike(person):
    pages = [
        sign_in(Client(), who, "some wrong words here").content.decode().replace(who.email, "")
        for who in (person, PersonFactory.build(email="nobody@example.org"))
    ]
    assert abs(len(pages[0]) - len(pages[1])) < 80


def test_a_reset_link_comes_from_our_own_origin_whatever_the_host(settings, client, person):
    settings.PORTAL_ORIGIN = "https://portal.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "evil.example"})
    (letter,) = mail.outbox
    assert "https://portal.example.org/en/account/password/reset/key/" in letter.body
    assert "evil" not in letter.body + str(letter.message())


def test_a_reset_link_sets_a_password_once_and_ends_other_sessions(client, person):
    elsewhere = Client()
    sign_in(elsewhere, person)
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body).group(1)
    for _time in range(10):  # mail scanners open links
        form = client.get(link, follow=True)
    new = "horse battery staple correct"
    answer = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.check_password(new)
    assert elsewhere.get(reverse("accounts:security")).status_code == 302
    again = Client().get(link, follow=True).content.decode()
    assert "password1" not in again
    assert Entry.objects.filter(kind="accounts.factor.changed").count() == 1


@pytest.mark.parametrize("guess", ["short", "passwordpassword", "123456789012"])
def test_a_guessable_password_is_refused_at_the_reset(client, person, guess):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body).group(1)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": guess, "password2": guess})
    person.refresh_from_db()
    assert person.check_password(GOOD)


@pytest.mark.parametrize(
    "evil",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "/\tevil//", "/a\r\nb: c"],
)
def test_no_sign_in_leads_to_a_foreign_place(client, person, evil):
    answer = sign_in(client, person, next=evil)
    assert answer.status_code == 302
    parts = urlsplit(answer["Location"])
    assert not parts.netloc and not parts.scheme and not answer["Location"].startswith(("//", "/\\"))


def test_a_sign_in_goes_on_to_the_page_that_asked_for_it(client, person):
    assert sign_in(client, person, next="/he/me/profile/")["Location"] == "/he/me/profile/"


def test_who_has_not_joined_or_is_closed_does_not_come_in(client):
    invited = NotJoinedFactory()
    closed = people.join(actor=Actor.system(), person=NotJoinedFactory(), password=GOOD)
    people.suspend(actor=Actor.system(), person=closed)
    for who in (invited, closed):
        sign_in(client, who)
        ask_for_code(client, who.email)
    assert not is_in(client) and mail.outbox == []


def test_nobody_signs_up(client):
    answer = client.post(reverse("account_signup"), {"email": "new@example.org", "password1": GOOD})
    assert not is_in(client) and answer.status_code in {200, 302, 403}
    assert people.find("new@example.org") is None


def test_signing_out_ends_the_session_and_clears_the_browser(client, person):
    sign_in(client, person)
    assert client.get(reverse("account_logout")).status_code == 200 and is_in(client)
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"' and not is_in(client)
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_a_closed_account_loses_its_session_at_once(client, person):
    sign_in(client, person)
    people.suspend(actor=Actor.system(), person=person)
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_the_demos_roles_stand_on_the_page_in_the_demo_only(settings, client):
    PersonFactory(email="director@demo.example")
    address = reverse("accounts:persona", args=["director"])
    assert address not in client.get(reverse("account_login")).content.decode()
    assert client.post(address).status_code == 404 and not is_in(client)
    settings.DEMO = True
    page = client.get(reverse("account_login")).content.decode()
    assert address in page and reverse("accounts:persona", args=["lead"]) not in page
    assert client.get(address).status_code == 405
    assert client.post(address)["Location"] == "/he/" and is_in(client)
    assert kinds() == ["accounts.sign_in.succeeded"]


def test_a_made_up_role_of_the_demo_is_refused_with_a_sentence(settings, client):
    settings.DEMO = True
    PersonFactory(email="somebody@demo.example")
    assert client.post(reverse("accounts:persona", args=["somebody"])).status_code == 403
    assert not is_in(client)


def test_a_form_without_its_token_is_refused(person):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, person).status_code == 403 and not is_in(client)
