"""The second call of an act under the same key does nothing and gets the same answer."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import IdempotencyKey
from accounts.services import idempotency
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(db):
    return Actor(user_id=PersonFactory().pk)


def call(body, path="/api/v1/things/"):
    raw = RequestFactory().post(path, body, content_type="application/json")
    return Request(raw, parsers=[JSONParser()])


def counting():
    done = []

    def act():
        done.append(1)
        return Response({"n": len(done)}, status=201, headers={"ETag": '"x-1"'})

    return done, act


def test_a_page_goes_where_its_first_click_went(actor):
    assert idempotency.once(actor=actor, key="k", scope="/a/") is None
    idempotency.once(actor=actor, key="k", scope="/a/", answer="/there/")
    assert idempotency.once(actor=actor, key="k", scope="/a/") == "/there/"


def test_the_same_key_on_another_page_and_of_another_person_is_another_key(actor):
    idempotency.once(actor=actor, key="k", scope="/a/", answer="/there/")
    assert idempotency.once(actor=actor, key="k", scope="/b/") is None
    assert idempotency.once(actor=Actor(user_id=PersonFactory().pk), key="k", scope="/a/") is None


def test_a_click_while_the_first_still_runs_is_told_to_wait(actor, monkeypatch):
    monkeypatch.setattr(idempotency, "PATIENCE", 0.0)
    idempotency.once(actor=actor, key="k", scope="/a/")
    with pytest.raises(Conflict):
        idempotency.once(actor=actor, key="k", scope="/a/")


def test_a_refused_act_gives_its_key_back(actor):
    idempotency.once(actor=actor, key="k", scope="/a/")
    idempotency.once(actor=actor, key="k", scope="/a/", answer="")
    assert idempotency.once(actor=actor, key="k", scope="/a/") is None


def test_a_claim_whose_process_died_is_taken_over(actor):
    idempotency.once(actor=actor, key="k", scope="/a/")
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert idempotency.once(actor=actor, key="k", scope="/a/") is None


def test_the_public_has_no_keys():
    assert idempotency.once(actor=Actor.public(), key="k", scope="/a/") is None
    assert not IdempotencyKey.objects.exists()


def test_the_api_acts_once_and_repeats_its_answer(actor):
    done, act = counting()
    first = idempotency.once_api(actor=actor, key="k", request=call({"a": 1}), act=act)
    second = idempotency.once_api(actor=actor, key="k", request=call({"a": 1}), act=act)
    assert done == [1]
    assert (first.status_code, first.data) == (second.status_code, second.data) == (201, {"n": 1})
    assert second["ETag"] == '"x-1"' and second["Idempotent-Replay"] == "true"


def test_another_body_under_the_key_is_refused(actor):
    done, act = counting()
    idempotency.once_api(actor=actor, key="k", request=call({"a": 1}), act=act)
    for other in (call({"a": 2}), call({"a": 1}, path="/api/v1/others/")):
        with pytest.raises(idempotency.KeyRefused) as refusal:
            idempotency.once_api(actor=actor, key="k", request=other, act=act)
        assert refusal.value.status == 422
    assert done == [1]


def test_a_refused_act_keeps_no_answer(actor):
    def refuse():
        raise Refused("no")

    with pytest.raises(Refused):
        idempotency.once_api(actor=actor, key="k", request=call({}), act=refuse)
    assert not IdempotencyKey.objects.exists()


def test_a_key_is_free_again_after_a_day(actor):
    done, act = counting()
    idempotency.once_api(actor=actor, key="k", request=call({"a": 1}), act=act)
    with clock.at(clock.now() + timedelta(hours=25)):
        idempotency.once_api(actor=actor, key="k", request=call({"a": 2}), act=act)
        assert idempotency.purge() == 0
    assert done == [1, 1]


def test_an_endless_key_is_refused(actor):
    _done, act = counting()
    with pytest.raises(idempotency.KeyRefused):
        idempotency.once_api(actor=actor, key="k" * 81, request=call({}), act=act)


def test_a_call_that_waited_too_long_for_the_first_is_told_so(actor, monkeypatch):
    def waits(**columns):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(IdempotencyKey.objects, "create", waits)
    done, act = counting()
    with pytest.raises(Conflict):
        idempotency.once_api(actor=actor, key="k", request=call("{}"), act=act)
    assert done == []
