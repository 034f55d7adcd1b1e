"""Answers carry their reason; an actor is a value; refusals are exceptions with a code."""

import pytest

from kernel.actor import Actor, merge
from kernel.errors import Refused
from kernel.permissions import Allowed, Denied, ask, first, policy, require


def test_a_denial_is_false_and_holds_its_sentence():
    answer = Denied("late", "The period is locked.")
    assert not answer
    assert answer.sentence == "The period is locked."


def test_the_first_refusal_wins():
    assert first(Allowed(), Denied("a"), Denied("b")).code == "a"
    assert first(Allowed(), Allowed())


def test_require_refuses_with_the_code_of_the_answer():
    with pytest.raises(Refused) as refusal:
        require(Denied("own_submission", "Another person must accept it."))
    assert refusal.value.code == "own_submission"
    assert refusal.value.status == 403


def test_a_policy_is_asked_by_its_name():
    @policy("kernel.test.ask")
    def may_ask(actor, obj):
        return Allowed() if actor.has(obj, "kernel.asker") else Denied("no_role")

    asker = Actor(user_id=1, grants={"kernel.asker": frozenset({7})})
    assert ask("kernel.test.ask", asker, 7)
    assert ask("kernel.test.ask", asker, 8).code == "no_role"
    assert not ask("kernel.test.ask", Actor.public(), 7)


def test_two_policies_may_not_share_a_name():
    @policy("kernel.test.twice")
    def one(actor, obj):
        return Allowed()

    with pytest.raises(ValueError, match="kernel.test.twice"):

        @policy("kernel.test.twice")
        def two(actor, obj):
            return Allowed()


def test_grants_of_several_floors_are_merged():
    merged = merge([{"a": {1}}, {"a": {2}, "b": {3}}])
    assert merged == {"a": frozenset({1, 2}), "b": frozenset({3})}


def test_the_public_and_the_system_hold_nothing_by_name():
    assert Actor.public().is_public
    assert not Actor.system().is_public
    assert Actor.system().keys("partners.director") == frozenset()
