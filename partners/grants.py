"""What a person holds on this floor, from the mandates, individual participations and interests of one day.

One query. All keys are of participations that are neither ended nor declined. A paused or invited one still gives its
roles, so that its people can read and answer: an act must ask for `partners.writes` (participations) as well. Grants
that are keyed by initiative or organisation and allow acts leave paused and invited ones out by themselves.

    partners.director coordinator evaluator treasurer       initiatives, by mandates in the backbone
    partners.backbone                                       initiatives, any of these four
    partners.representative alternate data_officer signatory finance_contact     participations
    partners.own                                            participations: invited, onboarding, active, paused
    partners.writes                                         the same without invited and paused
    partners.invited                                        participations that wait for an answer
    partners.funder                                         participations of that kind
    partners.organisation                                   organisations of any mandate
    partners.organisation_lead                              organisations where representative, not invited or paused
    partners.initiative                                     initiatives with any part: guests and invited too
    partners.takes_part                                     initiatives: onboarding, active, paused; guests not
    partners.guest                                          initiatives, as guest
    partners.interest                                       organisations with a declared interest
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, Value
from django.db.models.functions import Cast

from kernel.models import dates_cover
from kernel.prepared import Prepared
from partners import workflow
from partners.models import BACKBONE_KINDS, Interest, Mandate, Participation, ParticipationKind

_BACKBONE = frozenset(str(kind) for kind in BACKBONE_KINDS)


def grants(user_id: int, on: date) -> dict[str, set[int]]:
    """Names and keys, as told above."""
    out: defaultdict[str, set[int]] = defaultdict(set)
    for role, participation, initiative, organisation, kind, state in _ROWS.rows(user_id, on):
        if state:
            _take_part(out, participation, initiative, kind, state)
        if role == "interest":
            out["partners.interest"].add(organisation)
        elif role:
            _hold(out, role, participation, initiative, organisation, kind, state)
    return dict(out)


def _text(value: str) -> Any:
    return Cast(Value(value), CharField())


def _none() -> Any:
    return Cast(Value(None), IntegerField())


def _rows(user_id: int, on: date) -> Any:
    running = Q(participation__ends_on__isnull=True) | Q(participation__ends_on__gte=on)
    mandates = Mandate.objects.filter(
        dates_cover(on), running, person_id=user_id, participation__state__in=workflow.OPEN
    ).values_list(
        Cast("kind", CharField()),
        F("participation_id"),
        F("participation__initiative_id"),
        F("participation__organisation_id"),
        Cast("participation__kind", CharField()),
        Cast("participation__state", CharField()),
    )
    individual = Participation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), person_id=user_id, state__in=workflow.OPEN
    ).values_list(
        _text(""),
        F("pk"),
        F("initiative_id"),
        F("organisation_id"),
        Cast("kind", CharField()),
        Cast("state", CharField()),
    )
    interests = Interest.objects.filter(dates_cover(on), person_id=user_id).values_list(
        _text("interest"), _none(), _none(), F("organisation_id"), _text(""), _text("")
    )
    return mandates.order_by().union(individual.order_by(), interests.order_by(), all=True)


_ROWS = Prepared(_rows, int, date)


def _take_part(out: dict[str, set[int]], participation: int, initiative: int, kind: str, state: str) -> None:
    out["partners.own"].add(participation)
    out["partners.initiative"].add(initiative)
    if kind == ParticipationKind.FUNDER:
        out["partners.funder"].add(participation)
    if state == workflow.INVITED:
        out["partners.invited"].add(participation)
        return
    out["partners.guest" if kind == ParticipationKind.GUEST else "partners.takes_part"].add(initiative)
    if state in workflow.ACTING:
        out["partners.writes"].add(participation)


def _hold(
    out: dict[str, set[int]], role: str, participation: int, initiative: int, organisation: int, kind: str, state: str
) -> None:
    if organisation:
        out["partners.organisation"].add(organisation)
    if role in _BACKBONE:
        if kind == ParticipationKind.BACKBONE and state in workflow.ACTING:
            out[f"partners.{role}"].add(initiative)
            out["partners.backbone"].add(initiative)
        return
    out[f"partners.{role}"].add(participation)
    if role == "representative" and organisation and state in workflow.ACTING:
        out["partners.organisation_lead"].add(organisation)
