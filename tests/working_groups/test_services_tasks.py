"""A task belongs to a person and an organisation; every turn of it is told."""

from datetime import timedelta

import pytest

from audit.models import Entry
from kernel import clock
from kernel.errors import Invalid, Refused
from partners.models import ParticipationState
from tests.factories.working_groups import TaskFactory
from working_groups.models import Task
from working_groups.services import tasks

pytestmark = pytest.mark.django_db


def soon(days=7):
    return clock.today() + timedelta(days=days)


def given(cast, role="chair", **columns):
    return tasks.give(
        actor=cast.actor(role),
        body=cast.group,
        participation=cast.partner,
        person=cast.lead,
        title="לאסוף נתוני נוכחות",
        due_on=soon(),
        **columns,
    )


def test_a_chair_gives_a_task_to_a_partner_without_a_seat(cast):
    task = given(cast)
    assert (task.first_due_on, task.by) == (task.due_on, cast.chair)
    assert Entry.objects.get().about["people"] == sorted([cast.lead.pk, cast.chair.pk])


def test_a_member_gives_no_tasks(cast):
    with pytest.raises(Refused):
        given(cast, "member")


def test_a_representative_gives_tasks_at_home_only(cast):
    lead = cast.actor("lead")
    task = tasks.give(actor=lead, participation=cast.partner, person=cast.data, title="דוח", due_on=soon())
    assert task.body is None
    with pytest.raises(Refused):
        tasks.give(actor=lead, participation=cast.other, person=cast.steering, title="דוח", due_on=soon())


def test_a_stranger_and_a_day_gone_by_are_refused_at_their_field(cast):
    with pytest.raises(Invalid) as refusal:
        tasks.give(
            actor=cast.actor("director"), participation=cast.partner, person=cast.stranger, title="א", due_on=soon()
        )
    assert "person" in refusal.value.fields
    with pytest.raises(Invalid) as refusal:
        tasks.give(
            actor=cast.actor("director"), participation=cast.partner, person=cast.lead, title="א", due_on=soon(-1)
        )
    assert "due_on" in refusal.value.fields


def test_the_owner_starts_and_finishes_and_the_giver_opens_again(cast):
    task = given(cast)
    lead, chair = cast.actor("lead"), cast.actor("chair")
    with pytest.raises(Refused):
        tasks.start(actor=chair, task=task)
    tasks.start(actor=lead, task=task)
    tasks.finish(actor=lead, task=task)
    assert Task.objects.get(pk=task.pk).done_at is not None
    with pytest.raises(Refused):
        tasks.reopen(actor=lead, task=task, reason="חסר")
    tasks.reopen(actor=chair, task=task, reason="חסרים נתונים מצפון")
    fresh = Task.objects.get(pk=task.pk)
    assert (fresh.state, fresh.done_at, fresh.reason) == ("open", None, "חסרים נתונים מצפון")


def test_dropping_and_moving_ask_why_and_keep_the_first_day(cast):
    task = given(cast)
    lead = cast.actor("lead")
    with pytest.raises(Invalid):
        tasks.move(actor=lead, task=task, due_on=soon(20), reason="")
    tasks.move(actor=lead, task=task, due_on=soon(20), reason="ממתינים לנתונים")
    fresh = Task.objects.get(pk=task.pk)
    assert (fresh.due_on, fresh.first_due_on) == (soon(20), soon(7))
    with pytest.raises(Invalid):
        tasks.drop(actor=lead, task=task, reason="")
    tasks.drop(actor=lead, task=task, reason="כבר אין צורך")
    assert Task.objects.get(pk=task.pk).state == "dropped"


def test_a_paused_partner_reads_and_does_not_act(cast):
    task = given(cast)
    cast.partner.state = ParticipationState.PAUSED
    cast.partner.save()
    with pytest.raises(Refused) as refusal:
        tasks.start(actor=cast.actor("lead"), task=task)
    assert refusal.value.code == "paused"


def test_the_representative_hands_over_at_home(cast):
    task = given(cast)
    lead = cast.actor("lead")
    with pytest.raises(Invalid):
        tasks.hand_over(actor=lead, task=task, person=cast.steering)
    tasks.hand_over(actor=lead, task=task, person=cast.data)
    assert Task.objects.get(pk=task.pk).person == cast.data
    with pytest.raises(Refused):
        tasks.hand_over(actor=cast.actor("data"), task=task, person=cast.lead)


def test_every_act_leaves_one_entry(cast):
    task = TaskFactory(body=cast.group, participation=cast.partner, person=cast.lead, by=cast.chair)
    tasks.change(actor=cast.actor("chair"), task=task, title="ניסוח אחר")
    tasks.start(actor=cast.actor("lead"), task=task)
    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True)) == [
        "working_groups.task.changed",
        "working_groups.task.started",
    ]
