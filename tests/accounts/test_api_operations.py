"""What administrators do by the API: terms, accounts, failed mails, the director of an orphan; and nobody else does."""

from datetime import timedelta

import pytest

from accounts.models import AdminTerm, Invitation
from accounts.services import tokens
from communication.models import Mail
from kernel import clock
from kernel.actor import Actor
from partners.models import Mandate
from tests.conftest import made_fresh
from tests.factories.accounts import AdminTermFactory, NotJoinedFactory, PersonFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def admin(db):
    return AdminTermFactory().person


def test_an_administrator_is_named_and_taken_back(signed_in, admin):
    client = signed_in(admin)
    sent = {"email": "new@example.org", "name": "נועה"}
    made = client.post("/api/v1/administrators/", sent, content_type=JSON)
    assert made.status_code == 201 and made.json()["ends_on"] is None
    assert [row["id"] for row in client.get("/api/v1/administrators/").json()["results"]][1:] == [made.json()["id"]]
    end = f"/api/v1/administrators/{made.json()['id']}/end/"
    ended = client.post(end)
    assert ended.status_code == 200 and ended.json()["ended_at"]
    assert (client.post(end).status_code, client.post(end).json()["code"]) == (409, "ended")
    assert AdminTerm.objects.running().count() == 1


def test_a_missing_address_is_named(signed_in, admin):
    answer = signed_in(admin).post("/api/v1/administrators/", {"name": "נועה"}, content_type=JSON)
    assert answer.status_code == 400 and "email" in answer.json()["fields"]


@pytest.mark.parametrize("place", ["administrators/", "administrators/{term}/end/", "people/{person}/suspend/"])
def test_an_old_session_and_a_token_do_none_of_it(signed_in, admin, place, client):
    other = AdminTermFactory()
    url = "/api/v1/" + place.format(term=other.public_id, person=other.person.public_id)
    old = signed_in(admin)
    made_fresh(old, admin, 6 * 60)
    _token, secret = tokens.make(
        actor=Actor(user_id=admin.pk), name="x", scopes=["read", "write"], expires_on=clock.today()
    )
    named = {"email": "new@example.org", "name": "נועה"} if place == "administrators/" else {}
    sent = {"data": named, "content_type": JSON}
    answers = [old.post(url, **sent), client.post(url, **sent, headers={"Authorization": f"Bearer {secret}"})]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(403, "not_fresh")] * 2
    other.refresh_from_db()
    assert other.ended_at is None and other.person.is_active and AdminTerm.objects.count() == 2


def test_an_account_is_closed_and_opened_again_but_not_ones_own(signed_in, admin):
    client, person = signed_in(admin), PersonFactory()
    assert client.post(f"/api/v1/people/{person.public_id}/suspend/").status_code == 200
    person.refresh_from_db()
    assert not person.is_active
    assert client.post(f"/api/v1/people/{person.public_id}/suspend/").status_code == 409
    assert client.post(f"/api/v1/people/{person.public_id}/resume/").status_code == 200
    own = client.post(f"/api/v1/people/{admin.public_id}/suspend/")
    assert (own.status_code, own.json()["code"]) == (403, "own_account")


def test_somebody_who_has_not_joined_is_invited_again(signed_in, admin):
    person = NotJoinedFactory()
    assert signed_in(admin).post(f"/api/v1/people/{person.public_id}/invite/").status_code == 200
    assert Invitation.objects.filter(person=person, state="sent").count() == 1


def test_failed_mails_are_listed_without_their_words_and_sent_again(signed_in, admin):
    mail = Mail.objects.create(
        person=PersonFactory(), message_id="<a@b>", kind="digest", is_secret=False, state="failed", text="secret words"
    )
    client = signed_in(admin)
    listed = client.get("/api/v1/operations/mails/")
    assert [row["public_id"] for row in listed.json()["results"]] == [mail.public_id]
    assert "secret words" not in listed.content.decode()
    again = f"/api/v1/operations/mails/{mail.public_id}/retry/"
    assert client.post(again).json()["state"] == "queued"


def test_a_director_is_named_where_none_is_left(signed_in, admin, cast):
    yesterday = clock.today() - timedelta(days=1)
    Mandate.objects.filter(kind="director").update(ends_on=yesterday)
    sent = {"email": "new@example.org", "name_he": "נועה"}
    url = f"/api/v1/initiatives/{cast.initiative.slug}/director/"
    assert signed_in(cast.coordinator).post(url, sent, content_type=JSON).status_code == 404
    made = signed_in(admin).post(url, sent, content_type=JSON)
    assert made.status_code == 201 and made.json()["kind"] == "director"


@pytest.mark.parametrize(
    ("method", "place"),
    [
        ("get", "administrators/"),
        ("post", "administrators/"),
        ("get", "operations/mails/"),
        ("post", "people/{person}/suspend/"),
        ("post", "administrators/{term}/end/"),
    ],
)
def test_for_everybody_else_it_is_not_there(signed_in, cast, admin, method, place):
    place = place.format(person=admin.public_id, term=AdminTerm.objects.first().public_id)
    answer = getattr(signed_in(cast.director), method)(f"/api/v1/{place}")
    assert answer.status_code == 404
