"""Acts on decisions: propose, change, translate, table, decide, record. Answers of seats are in `responses`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from kernel import clock, languages, text_states, writing
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.models import dates_cover
from kernel.permissions import require
from kernel.text_states import TextState
from kernel.workflow import move
from partners.selectors import mandates
from working_groups import representation, workflow
from working_groups.models import (
    AgendaItem,
    Body,
    Decision,
    DecisionState,
    MeetingState,
    Outcome,
    Response,
    Seat,
)
from working_groups.models.seats import VOTERS
from working_groups.policies import decisions as policies
from working_groups.selectors import electorate
from working_groups.services import numbering

EDITABLE = ("rule", "visibility", "concerns", "supersedes", "due_on", "item")


def columns() -> tuple[str, ...]:
    """What a form may set on a decision."""
    return (*languages.columns("text"), *EDITABLE)


def _chosen(body: Body, values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(columns())
    if unknown:
        raise TypeError(f"A decision has no {sorted(unknown)}.")
    item, old = values.get("item"), values.get("supersedes")
    if item is not None and item.meeting.body_id != body.pk:
        raise Invalid(_("Choose an item of this body's own agenda."))
    if old is not None and (old.body.initiative_id != body.initiative_id or old.state != DecisionState.DECIDED):
        raise Invalid(_("Only a decision in force can be replaced."))
    return dict(values)


def _new(actor: Actor, body: Body, values: Mapping[str, Any]) -> Decision:
    decision = Decision(
        body=body,
        number=1,
        quorum_percent=body.quorum_percent,
        **_chosen(body, values),
        **mandates.stamp(actor, initiative=body.initiative),
    )
    if not (getattr(decision, languages.column("text", languages.default())) or "").strip():
        raise Invalid(
            _("Write the decision in the initiative's first language too."),
            fields={languages.column("text", languages.default()): [_("This text is needed.")]},
        )
    for code, text in languages.values(decision, "text").items():
        setattr(decision, languages.column("text_state", code), TextState.DRAFT if text else TextState.MISSING)
    writing.check_columns(decision)
    decision.number = numbering.next_number(body, "decisions_count")
    return decision


@transaction.atomic
def propose(*, actor: Actor, body: Body, values: Mapping[str, Any]) -> Decision:
    """Who runs the body, who votes there. A proposed decision with the body's next number."""
    require(policies.may_propose_decision(actor, body))
    decision = _new(actor, body, values)
    decision.save(force_insert=True)
    note(actor, decision, "proposed")
    return decision


@transaction.atomic
def change(*, actor: Actor, decision: Decision, values: Mapping[str, Any], seen: int | None = None) -> Decision:
    """Who runs the body, who proposed it. Text, rule, who sees it. Refuses once it is tabled, and a stale version."""
    require(policies.may_edit_decision(actor, decision))
    new = _chosen(decision.body, values)
    if seen is not None:
        decision.version = seen
    texts = {code: new[languages.column("text", code)] for code in languages.codes() if f"text_{code}" in new}
    differences = audit.differences(decision, new)
    writing.altered(decision, {**new, **text_states.after_edit(decision, "text", texts)}, check=writing.check_columns)
    note(actor, decision, "changed", differences)
    return decision


@transaction.atomic
def translate(*, actor: Actor, decision: Decision, language: str, text: str) -> Decision:
    """Who runs the body. The text in another language than the first, also after it was decided; it is a draft then."""
    require(policies.may_translate_decision(actor, decision))
    if language == languages.default() or language not in languages.codes():
        raise Invalid(_("The text in the first language is what was decided: only the others may be added."))
    column = languages.column("text", language)
    state = TextState.DRAFT if text else TextState.MISSING
    differences = audit.differences(decision, {column: text})
    Decision.objects.filter(pk=decision.pk).update(
        **{column: text, languages.column("text_state", language): state}, version=F("version") + 1
    )
    decision.refresh_from_db()
    note(actor, decision, "changed", differences)
    return decision


@transaction.atomic
def table(*, actor: Actor, decision: Decision, due_on: date | None = None) -> Decision:
    """The chair. Puts it to the body and freezes who may answer and who is recused. Refuses when nobody may."""
    require(policies.may_table(actor, decision))
    seats = Seat.objects.filter(
        dates_cover(clock.today()),
        body=decision.body_id,
        role__in=VOTERS,
        participation__state__in=("onboarding", "active"),
    ).select_related("participation")
    recused = electorate.recused_seats(decision, seats)
    if not [seat for seat in seats if seat.pk not in recused]:
        raise Refused(_("Nobody here may decide this: every seat is empty or has an interest."), "nobody_eligible")
    changes: dict[str, Any] = {"due_on": due_on} if due_on else {}
    move(
        decision,
        "table",
        workflow.DECISION,
        tabled_at=clock.now(),
        quorum_percent=decision.body.quorum_percent,
        version=decision.version + 1,
        **changes,
    )
    Response.objects.bulk_create(
        [Response(decision=decision, seat=seat, is_recused=seat.pk in recused, at=clock.now()) for seat in seats]
    )
    asked = [seat.person_id for seat in seats if seat.pk not in recused]
    note(actor, decision, "tabled", {"eligible": [None, len(asked)], "recused": [None, len(recused)]}, asked)
    return decision


@transaction.atomic
def decide(*, actor: Actor, decision: Decision, decided_on: date | None = None) -> Decision:
    """The chair. Closes the answers and counts them. Refuses without the quorum of the eligible.

    Closing comes first, so that what the register shows is what was counted; a refusal opens them again.
    """
    require(policies.may_decide(actor, decision))
    moment = clock.now()
    Response.objects.filter(decision=decision, locked_at__isnull=True).update(locked_at=moment)
    result = electorate.standing(decision)
    _check_quorum(result.quorum)
    adopted = representation.is_adopted(result.count, decision.rule)
    if adopted and decision.supersedes is not None:
        move(decision.supersedes, "supersede", workflow.DECISION)
    move(
        decision,
        "decide",
        workflow.DECISION,
        outcome=Outcome.ADOPTED if adopted else Outcome.REJECTED,
        decided_at=moment,
        decided_on=decided_on or clock.today(),
        version=decision.version + 1,
        **text_states.after_approval(decision, "text"),
    )
    counted = result.count
    note(
        actor,
        decision,
        "decided",
        {
            "outcome": [None, decision.outcome],
            "votes_for": [None, counted.votes_for],
            "votes_against": [None, counted.against],
            "abstained": [None, counted.abstained],
            "recused": [None, counted.recused],
        },
    )
    return decision


def _check_quorum(quorum: representation.Quorum) -> None:
    if quorum.empty_sectors:
        raise Refused(
            _("A sector whose seats are all recused cannot be asked: this body cannot decide it."), "sector_recused"
        )
    if not quorum.is_reached:
        sentence = _("No quorum: %(present)s of %(eligible)s took part, %(needed)s are needed.")
        words = {"present": quorum.present, "eligible": quorum.eligible, "needed": quorum.needed}
        raise Refused(sentence % words, "no_quorum")


@transaction.atomic
def record(
    *,
    actor: Actor,
    body: Body,
    item: AgendaItem,
    values: Mapping[str, Any],
    outcome: str = Outcome.ADOPTED,
    decided_on: date | None = None,
) -> Decision:
    """The chair. Notes what a held meeting decided by consent of those who came. Refuses without their quorum.

    The act that the floors above call when a decision and what it decides are written together.
    """
    require(policies.may_record_decision(actor, body))
    if item.meeting.state != MeetingState.HELD:
        raise Refused(_("This meeting was not held yet: put the decision to the body instead."), "not_held")
    decision = _new(actor, body, {**values, "item": item})
    attended = item.meeting.attendance.filter(seat__isnull=False, seat__role__in=VOTERS)
    seats = [row.seat for row in attended.select_related("seat__participation")]
    recused = electorate.recused_seats(decision, seats)
    _check_quorum(electorate.quorum_of_meeting(decision, item.meeting, recused))
    moment = clock.now()
    if decision.supersedes is not None and outcome == Outcome.ADOPTED:
        move(decision.supersedes, "supersede", workflow.DECISION)
    decision.state, decision.outcome = DecisionState.DECIDED, outcome
    decision.tabled_at = decision.decided_at = moment
    decision.decided_on = decided_on or clock.day_of(item.meeting.starts_at)
    for column, state in text_states.after_approval(decision, "text").items():
        setattr(decision, column, state)
    decision.save(force_insert=True)
    Response.objects.bulk_create(
        [
            Response(decision=decision, seat=seat, is_recused=seat.pk in recused, at=moment, locked_at=moment)
            for seat in seats
        ]
    )
    note(actor, decision, "recorded", {"outcome": [None, outcome]})
    return decision


def note(
    actor: Actor,
    decision: Decision,
    act: str,
    changes: Mapping[str, Any] | None = None,
    people: list[int] | None = None,
) -> None:
    """The entry of an act about a decision."""
    body = decision.body
    audit.record(
        actor=actor,
        kind=f"working_groups.decision.{act}",
        subject=decision,
        initiative=body.initiative,
        about={"body": body.pk, **({"people": people} if people else {})},
        changes=changes,
        title=lambda: f"{decision.number}. {languages.text(decision, 'text').value}",
    )
