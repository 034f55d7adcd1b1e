"""Corrections and consents through the API: the same acts, rights and sentences as on the pages."""

import pytest

from measurement.models import Consent, Value
from measurement.services import cycles, reviews, submissions
from partners.models import MandateKind
from tests.factories.measurement import Loop
from tests.measurement.api import base, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    loop = Loop(partners=2)
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    submission = submissions.submit(actor=loop.actor("data_officer"), request=loop.fill(0)).submission
    reviews.accept(actor=loop.actor("coordinator"), submission=submission)
    return loop


def measure(loop):
    return f"{base(loop)}measures/{loop.definitions[0].measure.public_id}/"


def asked(loop, number="123"):
    client = client_of(loop, "data_officer")
    key = client.get(f"{measure(loop)}values/").json()[0]["value"]
    order = {"value": key, "number": number, "reason": "ספירה חוזרת"}
    return client.post(f"{measure(loop)}correct/", order, format="json")


def test_a_correction_is_asked_for_and_accepted_by_another_person(loop):
    answer = asked(loop)
    assert answer.status_code == 201, answer.json()
    row = f"{base(loop)}corrections/{answer.json()['id']}/"
    assert client_of(loop, "data_officer").post(f"{row}accept/").status_code == 403
    told = client_of(loop, "coordinator").post(f"{row}accept/").json()
    assert (told["state"], told["number"]) == ("accepted", "123.0000")
    assert Value.objects.filter(replaces__isnull=False, number=123).count() == 1


def test_a_correction_is_declined_with_a_reason(loop):
    row = f"{base(loop)}corrections/{asked(loop).json()['id']}/decline/"
    client = client_of(loop, "coordinator")
    assert "answer" in client.post(row, {}, format="json").json()["fields"]
    told = client.post(row, {"answer": "המסמך אינו תומך"}, format="json").json()
    assert (told["state"], told["answer"]) == ("declined", "המסמך אינו תומך")


def test_a_number_that_is_none_is_refused_by_its_field(loop):
    answer = asked(loop, "abc")
    assert answer.status_code == 400 and "number" in answer.json()["fields"]


def test_the_same_correction_twice_is_a_conflict(loop):
    assert asked(loop).status_code == 201
    assert asked(loop).json()["code"] == "correction_open"


def test_another_partners_corrections_are_not_there(loop):
    answer = asked(loop)
    loop.person(MandateKind.DATA_OFFICER, loop.participations[1], "other")
    other = client_of(loop, "other")
    assert other.get(f"{base(loop)}corrections/{answer.json()['id']}/").status_code == 404
    assert other.get(f"{measure(loop)}values/").json() == []


def test_consent_is_given_and_withdrawn_by_the_representative_alone(loop):
    order = {"audience": "partners", "purpose": "השוואה"}
    assert client_of(loop, "data_officer").post(f"{measure(loop)}consent/", order, format="json").status_code == 403
    client = client_of(loop, "representative")
    given = client.post(f"{measure(loop)}consent/", order, format="json")
    assert (given.status_code, given.json()["is_given"], given.json()["grain"]) == (201, True, "total")
    client.post(f"{measure(loop)}consent/withdraw/", {"audience": "partners"}, format="json")
    assert [row["is_given"] for row in client.get(f"{base(loop)}consents/").json()["results"]] == [False, True]
    assert Consent.objects.count() == 2
