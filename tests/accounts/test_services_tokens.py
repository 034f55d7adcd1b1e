"""Tokens: shown once, kept as a hash, no more than their person."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import ApiToken
from accounts.services import tokens
from audit.models import Entry
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return PersonFactory()


@pytest.fixture
def actor(person):
    return Actor(user_id=person.pk)


def make(actor, **changes):
    wanted = {"name": "nightly report", "scopes": ["read"], "expires_on": clock.today() + timedelta(days=30)}
    return tokens.make(actor=actor, **{**wanted, **changes})


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_opens_the_api_and_stands_nowhere_in_the_database(client, actor, person):
    token, secret = make(actor)
    answer = client.get("/api/v1/me/", headers=bearer(secret))
    assert answer.status_code == 200 and answer.json()["id"] == person.public_id
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert secret not in str(ApiToken.objects.values()) + str(list(Entry.objects.values()))
    assert Entry.objects.filter(kind="accounts.token.created").count() == 1


def test_a_token_in_the_address_opens_nothing(client, actor):
    _token, secret = make(actor)
    assert client.get(f"/api/v1/me/?token={secret}&access_token={secret}").status_code == 401


def test_a_token_that_only_reads_writes_nothing(client, actor):
    _token, secret = make(actor)
    answer = client.patch("/api/v1/me/", {"function": "x"}, content_type="application/json", headers=bearer(secret))
    assert answer.status_code == 403 and answer.json()["code"] == "permission_denied"


def test_a_token_that_writes_writes(client, actor, person):
    _token, secret = make(actor, scopes=["read", "write"])
    answer = client.patch(
        "/api/v1/me/", {"function": "data coordination"}, content_type="application/json", headers=bearer(secret)
    )
    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.function == "data coordination"


def test_a_token_makes_no_other_token(client, actor):
    _token, secret = make(actor, scopes=["read", "write"])
    body = {"name": "child", "scopes": ["read"], "expires_on": str(clock.today())}
    answer = client.post("/api/v1/me/tokens/", body, content_type="application/json", headers=bearer(secret))
    assert answer.status_code == 403 and ApiToken.objects.count() == 1


def test_a_revoked_an_expired_and_a_made_up_token_answer_alike(client, actor):
    token, revoked = make(actor)
    tokens.revoke(actor=actor, token=token)
    _other, expired = make(actor)
    answers = [client.get("/api/v1/me/", headers=bearer(secret)) for secret in (revoked, "shidra_made_up")]
    with clock.at(clock.now() + timedelta(days=32)):
        answers.append(client.get("/api/v1/me/", headers=bearer(expired)))
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    with pytest.raises(Conflict):
        tokens.revoke(actor=actor, token=token)


def test_the_token_of_a_closed_account_is_dead(client, actor, person):
    _token, secret = make(actor)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/api/v1/me/", headers=bearer(secret)).status_code == 401


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read", "everything"]}, "scopes"),
        ({"expires_on": clock.today() - timedelta(days=1)}, "expires_on"),
        ({"expires_on": clock.today() + timedelta(days=366)}, "expires_on"),
    ],
)
def test_a_token_without_name_scope_or_end_is_refused(actor, changes, field):
    with pytest.raises(Invalid) as refusal:
        make(actor, **changes)
    assert list(refusal.value.fields) == [field]
    assert not ApiToken.objects.exists()


def test_nobody_revokes_anothers_token(actor):
    token, _secret = make(actor)
    with pytest.raises(Refused):
        tokens.revoke(actor=Actor(user_id=PersonFactory().pk), token=token)


def test_a_token_too_many_is_refused_on_the_page_with_what_was_typed(signed_in, person, actor):
    for _n in range(tokens.MOST):
        make(actor)
    sent = {"name": "my script", "scopes": ["read"], "expires_on": clock.today().isoformat()}
    answer = signed_in(person).post(reverse("accounts:tokens"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "my script" in page and "<form" in page
