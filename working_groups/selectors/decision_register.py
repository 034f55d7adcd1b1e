"""The register of decisions: lines of the list, and the answers of one decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kernel.actor import Actor
from kernel.languages import Text
from working_groups.models import Decision, Response
from working_groups.selectors import words


@dataclass(frozen=True)
class DecisionLine:
    """One decision of the register."""

    number: int
    title: Text
    url: str
    body: str
    state: Any
    state_label: str
    outcome: str
    outcome_label: str
    decided_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class AnswerLine:
    """The answer of one seat."""

    person: str
    organisation: str
    answer: str
    answer_label: str
    is_recused: bool
    reason: str
    reason_language: str
    at: Any
    is_own: bool


def line(row: Decision) -> DecisionLine:
    """A decision as a line."""
    return DecisionLine(
        number=row.number,
        title=words.decision_title(row),
        url=row.get_absolute_url(),
        body=str(row.body),
        state=row.state,
        state_label=str(row.get_state_display()),
        outcome=row.outcome,
        outcome_label=str(row.get_outcome_display()),
        decided_on=row.decided_on,
        due_on=row.due_on,
    )


def answers(actor: Actor, decision: Decision) -> list[AnswerLine]:
    """The electorate with its answers, as the actor may see them."""
    rows = Response.objects.visible_to(actor).filter(decision=decision)
    rows = rows.select_related("seat__person", "seat__participation__organisation", "seat__participation__person")
    missing = _("No answer") if decision.is_decided else _("No answer yet")
    out = [
        AnswerLine(
            person=str(row.seat.person),
            organisation=str(row.seat.participation.organisation or ""),
            answer=row.answer,
            answer_label=str(row.get_answer_display() if row.answer else missing),
            is_recused=row.is_recused,
            reason=row.reason,
            reason_language=row.reason_language,
            at=row.answered_at,
            is_own=row.seat.person_id == actor.user_id,
        )
        for row in rows
    ]
    return sorted(out, key=lambda row: (row.is_recused, row.organisation, row.person))


def by_consent(decision: Decision, lines: Sequence[AnswerLine]) -> bool:
    """Whether a meeting took it by consent: its seats stand there, and nobody was asked one by one."""
    was_held = decision.is_decided and decision.item_id is not None
    return was_held and bool(lines) and not any(line.answer for line in lines)


def own_response(actor: Actor, decision: Decision) -> Response | None:
    """The actor's own row in the electorate, if there is one."""
    if actor.user_id is None:
        return None
    rows = Response.objects.filter(decision=decision, seat__person_id=actor.user_id)
    return rows.select_related("decision__body__initiative", "seat__participation").first()
