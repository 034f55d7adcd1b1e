"""A guarded move: one winner, the state that was read, both databases alike."""

import pytest

from accounts.models import Invitation, Person
from kernel import clock
from kernel.errors import Conflict, Refused
from kernel.workflow import Transition, Workflow, move

LIFE = Workflow(
    "invitation",
    Transition(("sent",), "accept", "accepted", "the person"),
    Transition(("sent",), "withdraw", "withdrawn", "who sent it"),
)


@pytest.fixture
def invitation(db):
    person = Person.objects.create(email="b@example.org", name_he="ב")
    return Invitation.objects.create(person=person, token_hash="x" * 64, expires_at=clock.now())


def test_a_move_changes_the_row_and_the_object(invitation):
    now = clock.now()
    before = move(invitation, "accept", LIFE, answered_at=now)
    assert before == "sent"
    assert invitation.state == "accepted"
    assert Invitation.objects.get(pk=invitation.pk).answered_at == now


def test_the_second_of_two_gets_a_conflict(invitation):
    stale = Invitation.objects.get(pk=invitation.pk)
    move(invitation, "accept", LIFE)
    with pytest.raises(Conflict):
        move(stale, "withdraw", LIFE)
    assert Invitation.objects.get(pk=invitation.pk).state == "accepted"


def test_an_act_that_does_not_start_here_is_refused(invitation):
    move(invitation, "accept", LIFE)
    with pytest.raises(Refused) as refusal:
        move(invitation, "withdraw", LIFE)
    assert refusal.value.code == "wrong_state"


def test_the_table_tells_what_may_be_done():
    assert LIFE.acts("sent") == ("accept", "withdraw")
    assert LIFE.acts("accepted") == ()
    assert LIFE.may("accept", "sent")
