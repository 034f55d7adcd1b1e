"""Acts on tasks: give, change, start, finish, drop, reopen, move the day, hand over."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit import services as audit
from kernel import clock, languages, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.models import dates_cover
from kernel.permissions import require
from kernel.workflow import move as move_state
from partners.models import Mandate, Participation
from partners.selectors import mandates
from working_groups import workflow
from working_groups.models import AgendaItem, Body, Decision, Task
from working_groups.policies import tasks as policies


def _check_owner(participation: Participation, person: Person) -> None:
    belongs = participation.person_id == person.pk or (
        Mandate.objects.filter(dates_cover(clock.today()), participation=participation, person=person).exists()
    )
    if not belongs:
        sentence = _("Choose somebody who holds a mandate in this organisation.")
        raise Invalid(sentence, fields={"person": [sentence]})


def _check_reason(reason: str) -> None:
    if not reason.strip():
        sentence = _("Say why, in a sentence.")
        raise Invalid(sentence, fields={"reason": [sentence]})


def _check_day(due_on: date) -> None:
    if due_on < clock.today():
        sentence = _("This day has passed: choose today or later.")
        raise Invalid(sentence, fields={"due_on": [sentence]})


@transaction.atomic
def give(
    *,
    actor: Actor,
    participation: Participation,
    person: Person,
    title: str,
    due_on: date,
    body: Body | None = None,
    item: AgendaItem | None = None,
    decision: Decision | None = None,
    title_language: str = "",
) -> Task:
    """Who runs the body, the backbone, a representative at home. Refuses a stranger as owner, and a day gone by."""
    answer = policies.may_give_task(actor, body) if body is not None else None
    require(answer if answer else policies.may_give_inside(actor, participation))
    _check_place(participation, body, item, decision)
    if not participation.is_open:
        sentence = _("This partner takes part no longer.")
        raise Invalid(sentence, fields={"participation": [sentence]})
    _check_owner(participation, person)
    _check_day(due_on)
    task = Task(
        initiative_id=participation.initiative_id,
        body=body,
        item=item,
        decision=decision,
        participation=participation,
        person=person,
        title=title,
        title_language=title_language or languages.current(),
        due_on=due_on,
        first_due_on=due_on,
        **mandates.stamp(actor, initiative=participation.initiative),
    )
    writing.check_columns(task)
    task.save(force_insert=True)
    _record(actor, task, "given", {"due_on": [None, due_on]})
    return task


def _check_place(
    participation: Participation, body: Body | None, item: AgendaItem | None, decision: Decision | None
) -> None:
    initiatives = {participation.initiative_id}
    if body is not None:
        initiatives.add(body.initiative_id)
    if decision is not None:
        initiatives.add(decision.body.initiative_id)
    if item is not None and (body is None or item.meeting.body_id != body.pk):
        raise Invalid(_("Choose an item of this body's own agenda."))
    if len(initiatives) > 1:
        raise Invalid(_("The owner, the body and the decision must be of one initiative."))


@transaction.atomic
def change(*, actor: Actor, task: Task, title: str, title_language: str = "", seen: int | None = None) -> Task:
    """The giver. Other words for the task. Refuses once it is done or dropped, and a stale version."""
    require(policies.may_edit_task(actor, task))
    if seen is not None:
        task.version = seen
    new = {"title": title, "title_language": title_language or task.title_language}
    differences = audit.differences(task, new)
    writing.altered(task, new, check=writing.check_columns)
    _record(actor, task, "changed", differences)
    return task


@transaction.atomic
def start(*, actor: Actor, task: Task) -> Task:
    """The owner. Work has begun."""
    require(policies.may_start_task(actor, task))
    move_state(task, "start", workflow.TASK, version=task.version + 1)
    _record(actor, task, "started")
    return task


@transaction.atomic
def finish(*, actor: Actor, task: Task) -> Task:
    """The owner. It is done."""
    require(policies.may_finish_task(actor, task))
    move_state(task, "finish", workflow.TASK, done_at=clock.now(), version=task.version + 1)
    _record(actor, task, "finished")
    return task


@transaction.atomic
def drop(*, actor: Actor, task: Task, reason: str, reason_language: str = "") -> Task:
    """The owner, the giver. It will not be done. Refuses without a reason."""
    require(policies.may_drop_task(actor, task))
    _check_reason(reason)
    move_state(task, "drop", workflow.TASK, version=task.version + 1, **_why(reason, reason_language))
    _record(actor, task, "dropped", {"reason": [None, reason]})
    return task


@transaction.atomic
def reopen(*, actor: Actor, task: Task, reason: str, reason_language: str = "") -> Task:
    """The giver. It was not done after all. Refuses without a reason."""
    require(policies.may_reopen_task(actor, task))
    _check_reason(reason)
    move_state(task, "reopen", workflow.TASK, done_at=None, version=task.version + 1, **_why(reason, reason_language))
    _record(actor, task, "reopened", {"reason": [None, reason]})
    return task


@transaction.atomic
def move(*, actor: Actor, task: Task, due_on: date, reason: str, reason_language: str = "") -> Task:
    """The owner, the giver. Another day; the first one stays. Refuses without a reason, and a day gone by."""
    require(policies.may_move_task(actor, task))
    _check_reason(reason)
    _check_day(due_on)
    before = task.due_on
    _guarded(task, {"due_on": due_on, **_why(reason, reason_language)}, due_on=before)
    _record(actor, task, "moved", {"due_on": [before, due_on], "reason": [None, reason]})
    return task


@transaction.atomic
def hand_over(*, actor: Actor, task: Task, person: Person) -> Task:
    """The representative. To somebody else of the same organisation. Refuses a stranger."""
    require(policies.may_hand_over(actor, task))
    _check_owner(task.participation, person)
    before = task.person
    _guarded(task, {"person": person}, person=before)
    people = {"person": [before.public_id, person.public_id]}
    _record(actor, task, "handed_over", people, [before.pk])
    return task


def _why(reason: str, language: str) -> dict[str, str]:
    return {"reason": reason, "reason_language": language or languages.current()}


def _guarded(task: Task, new: Mapping[str, Any], **seen: Any) -> None:
    won = Task.objects.filter(pk=task.pk, state=task.state, **seen).update(**new, version=F("version") + 1)
    if won != 1:
        raise Conflict(_("Somebody else was here first: reload to see the present state."), "moved_on")
    for name, value in new.items():
        setattr(task, name, value)
    task.version += 1


def _record(
    actor: Actor, task: Task, act: str, changes: Mapping[str, Any] | None = None, people: list[int] | None = None
) -> None:
    concerned = {task.person_id, *([task.by_id] if task.by_id else []), *(people or [])}
    audit.record(
        actor=actor,
        kind=f"working_groups.task.{act}",
        subject=task,
        initiative=task.initiative,
        organisation=task.participation.organisation,
        about={
            "participation": task.participation_id,
            "people": sorted(concerned),
            **({"body": task.body_id} if task.body_id else {}),
        },
        changes=changes,
    )
