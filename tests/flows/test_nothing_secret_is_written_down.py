"""What nobody may find again: passwords, codes, tokens, cookies, bank numbers, bodies of mails and of orders.

Each is a word that goes in by its door, well and badly. Then it is looked for in all that is written down on the way:
the lines of the log as production writes them, and every entry of the audit. Mails to administrators about faults are
not sent at all: they would hold what was typed.
"""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.services import people, tokens
from audit.models import Entry
from communication.services import mails
from funding.services import payees
from kernel import clock
from kernel.actor import Actor
from tests.actors import actor_of
from tests.conftest import made_fresh
from tests.factories.accounts import NotJoinedFactory
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db
PASSWORD, WRONG, NEW = "zpassword of four words", "zwrong words of a password", "znewer words of a password"
TOKEN, NUMBER, BODY = "ztoken" + "0" * 30, "99-887-766554", "zbody of an order"


@pytest.fixture
def written(caplog):
    """All lines of the log, as the formatter of production writes them."""
    from config.settings.logging import LOGGING

    how = dict(LOGGING["formatters"]["json"])
    formatter = import_string(how.pop("()"))(how.pop("format"), **how)
    for name in LOGGING["handlers"]["json"]["filters"]:
        caplog.handler.addFilter(import_string(LOGGING["filters"][name]["()"])())
    with caplog.at_level(logging.INFO):
        yield lambda: [formatter.format(record) for record in caplog.records]


def found(words, lines):
    """Which of the words stand in a line of the log, or in an entry of the audit."""
    entries = [json.dumps(row, default=str, ensure_ascii=False) for row in Entry.objects.values()]
    return {(word, line[:300]) for word in words for line in [*lines, *entries] if word in line}


@pytest.fixture
def person(db):
    return people.join(actor=Actor.system(), person=NotJoinedFactory(language="en"), password=PASSWORD)


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def secrets_of(letter):
    """Codes and tokens of a mail, and a sentence of it."""
    return [*re.findall(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}\b|(?<=/key/)[^/\s]+|(?<=/invitations/)[^/\s]+", letter.body)]


def test_signing_in_by_every_way_leaves_no_password_code_or_cookie(client, person, written):
    secrets = [PASSWORD, WRONG, NEW]
    for password in (WRONG, PASSWORD):
        client.post(reverse("account_login"), {"login": person.email, "password": password})
        secrets.append(client.cookies[project.SESSION_COOKIE_NAME].value if password == PASSWORD else WRONG)
    other = Client(raise_request_exception=False)
    other.post(reverse("account_request_login_code"), {"email": person.email})
    other.post(reverse("account_reset_password"), {"email": person.email})
    mails.send_due()
    secrets += [one for letter in mail.outbox for one in secrets_of(letter)]
    link = re.search(r"https?://[^/]+(/\S+key/\S+)", mail.outbox[-1].body)[1]
    form = other.get(link, follow=True).redirect_chain[-1][0]
    other.post(form, {"password1": NEW, "password2": WRONG})
    other.post(form, {"password1": NEW, "password2": NEW})
    other.get(link)
    assert len(secrets) >= 6 and found(secrets, written()) == set()
    assert any('"shidra.requests"' in line for line in written())


@pytest.mark.parametrize(
    "path",
    [
        "/he/invitations/{}/",
        "/he/invitations/{}/decline/",
        "/u/{}",
        "/he/go/{}/",
        "/he/account/password/reset/key/1-{}/",
        "/he/account/confirm-email/{}/",
        "/he/nothing/{}/",
        "/api/v1/{}/",
        "/api/v1/me/?token={}",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_of_a_mail_that_opens_nothing_leaves_no_token(client, person, written, path, method):
    getattr(client, method)(path.format(TOKEN), headers={"authorization": f"Bearer {TOKEN}"})
    assert found([TOKEN], written()) == set()


def test_what_django_says_of_an_address_names_its_route(client, db, written):
    client.get(f"/he/invitations/{TOKEN}/")
    told = [json.loads(line) for line in written() if "django.request" in line]
    assert [line["message"] for line in told] == ["Not Found: he/invitations/<str:token>/"]


def test_a_token_of_the_interface_and_what_is_sent_with_it_leave_nothing(client, person, written, monkeypatch):
    order = {"name": "a program", "scopes": ["read", "write"], "expires_on": clock.today() + timedelta(days=9)}
    _token, secret = tokens.make(actor=actor_of(person), **order)
    headers = {"authorization": f"Bearer {secret}"}
    for body in (json.dumps({"function": BODY + "\u202e"}), "{" + BODY, json.dumps({BODY: 1}), json.dumps([BODY])):
        client.patch("/api/v1/me/", body, content_type="application/json", headers=headers)
    monkeypatch.setattr(people, "change", fall)
    answer = client.patch("/api/v1/me/", {"function": BODY}, content_type="application/json", headers=headers)
    assert answer.status_code == 500
    assert found([secret, BODY], written()) == set()
    assert any("RuntimeError" in line for line in written()), "the fault itself is told"


def fall(**words):
    raise RuntimeError("a fault")


def test_a_fault_leaves_neither_what_was_typed_nor_the_cookie(client, person, written, monkeypatch):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr(people, "change", fall)
    answer = client.post(reverse("accounts:profile"), {"name_en": BODY, "function": BODY, "telephone": "03-5555555"})
    assert answer.status_code == 500
    cookie = client.cookies[project.SESSION_COOKIE_NAME].value
    assert found([BODY, cookie, "03-5555555"], written()) == set()


def test_a_bank_number_leaves_nothing_when_it_is_given_refused_and_looked_at(cast, client, written):
    world = FundWorld(cast)
    world.receive(100_00)
    given = {"participation": cast.partner, "holder": "zholder", "bank_code": "12-345", "number": NUMBER}
    account = payees.propose(actor=actor_of(world.finance), **given)
    client.force_login(cast.treasurer, backend="django.contrib.auth.backends.ModelBackend")
    made_fresh(client, cast.treasurer)
    ids = [cast.initiative.slug, world.fund.public_id]
    looked = client.post(reverse("funding:payee-look", args=[*ids, account.public_id]))
    assert NUMBER.replace("-", "") in looked.content.decode().replace("-", "")
    client.force_login(world.finance, backend="django.contrib.auth.backends.ModelBackend")
    made_fresh(client, world.finance)
    address = reverse("funding:payee-new", args=[*ids, world.grant(50_00).public_id])
    assert client.post(address, {"number": NUMBER, "holder": "", "bank_code": ""}).status_code == 422
    assert found([NUMBER, NUMBER.replace("-", ""), "zholder"], written()) == set()


def test_a_mail_that_fails_leaves_its_kind_and_not_its_body(settings, written):
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", 1
    mail.EmailMessage("zsubject", BODY, "a@example.org", ["zreader@example.org"]).send()
    mails.send_due()
    assert found([BODY, "zsubject", "zreader"], written()) == set()


def test_a_line_stays_one_line_whatever_stands_in_an_address(client, db, written):
    client.get("/he/a%0Ab%0D%E2%80%AEc/")
    logging.getLogger("shidra").warning("a\nb\r\u2028\u202ec")
    lines = written()
    assert lines and all(line.isascii() and line.isprintable() for line in lines)


def test_no_fault_is_mailed_to_anybody():
    production = (project.BASE_DIR / "config/settings/production.py").read_text(encoding="utf-8")
    assert "ADMINS" not in production and project.ADMINS == [] and project.MANAGERS == []


def test_a_secret_in_the_log_and_in_an_entry_would_be_seen(cast, written):
    logging.getLogger("shidra").warning("the password is %s", PASSWORD)
    Entry.objects.create(kind="a", subject=cast.lead, changes={"number": ["", NUMBER]}, at=clock.now())
    assert {word for word, _line in found([PASSWORD, NUMBER, WRONG], written())} == {PASSWORD, NUMBER}
