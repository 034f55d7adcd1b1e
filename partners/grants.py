"""What a person holds on this floor, from the mandates, individual participations and interests of one day.

All keys are of participations that are neither ended nor declined. A paused or invited one still gives its
roles, so that its people can read and answer: an act must ask for `partners.writes` (participations) as well. Grants
that are keyed by initiative or organisation and allow acts leave paused and invited ones out by themselves.

    partners.director coordinator evaluator treasurer       initiatives, by mandates in the backbone
    partners.backbone                                       initiatives, any of these four
    partners.representative alternate data_officer signatory finance_contact     participations
    partners.own                                            participations: invited, onboarding, active, paused
    partners.writes                                         the same without invited and paused
    partners.invited                                        participations that wait for an answer
    partners.funder                                         participations of that kind
    partners.funds                                          initiatives of these, once accepted
    partners.speaks                                         initiatives where one represents, reports or signs
    partners.organisation                                   organisations of any mandate
    partners.organisation_lead                              organisations where representative, not invited or paused
    partners.initiative                                     initiatives with any part: guests and invited too
    partners.takes_part                                     initiatives: onboarding, active, paused; guests not
    partners.guest                                          initiatives, as guest
    partners.interest                                       organisations with a declared interest
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from kernel.grants import Fact, Source, facts, word
from kernel.models import dates_cover
from partners import workflow
from partners.models import BACKBONE_KINDS, Interest, Mandate, Participation, ParticipationKind

NAME = "partners"
SPEAKERS = frozenset({"representative", "alternate", "data_officer", "signatory"})
_BACKBONE = frozenset(str(kind) for kind in BACKBONE_KINDS)


def _rows(user_id: int, on: date) -> list[Any]:
    running = Q(participation__ends_on__isnull=True) | Q(participation__ends_on__gte=on)
    mandates = Mandate.objects.filter(
        dates_cover(on), running, person_id=user_id, participation__state__in=workflow.OPEN
    )
    individual = Participation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), person_id=user_id, state__in=workflow.OPEN
    )
    interests = Interest.objects.filter(dates_cover(on), person_id=user_id)
    through = ("participation_id", "participation__initiative_id", "participation__organisation_id")
    return [
        facts(NAME, mandates, "kind", *through, "participation__kind", "participation__state"),
        facts(NAME, individual, word(""), "pk", "initiative_id", "organisation_id", "kind", "state"),
        facts(NAME, interests, word("interest"), third="organisation_id"),
    ]


def _fold(user_id: int, found: Iterable[Fact]) -> dict[str, set[int]]:
    out: defaultdict[str, set[int]] = defaultdict(set)
    for _source, role, participation, initiative, organisation, kind, state in found:
        if participation is not None and initiative is not None:
            _take_part(out, participation, initiative, kind, state)
            if role:
                _hold(out, role, participation, initiative, organisation, kind, state)
        elif organisation is not None:
            out["partners.interest"].add(organisation)
    return dict(out)


def _take_part(out: dict[str, set[int]], participation: int, initiative: int, kind: str, state: str) -> None:
    out["partners.own"].add(participation)
    out["partners.initiative"].add(initiative)
    if kind == ParticipationKind.FUNDER:
        out["partners.funder"].add(participation)
    if state == workflow.INVITED:
        out["partners.invited"].add(participation)
        return
    if kind == ParticipationKind.FUNDER:
        out["partners.funds"].add(initiative)
    out["partners.guest" if kind == ParticipationKind.GUEST else "partners.takes_part"].add(initiative)
    if state in workflow.ACTING:
        out["partners.writes"].add(participation)


def _hold(
    out: dict[str, set[int]],
    role: str,
    participation: int,
    initiative: int,
    organisation: int | None,
    kind: str,
    state: str,
) -> None:
    if organisation:
        out["partners.organisation"].add(organisation)
    if role in _BACKBONE:
        if kind == ParticipationKind.BACKBONE and state in workflow.ACTING:
            out[f"partners.{role}"].add(initiative)
            out["partners.backbone"].add(initiative)
        return
    out[f"partners.{role}"].add(participation)
    if role in SPEAKERS and state != workflow.INVITED:
        out["partners.speaks"].add(initiative)
    if role == "representative" and organisation and state in workflow.ACTING:
        out["partners.organisation_lead"].add(organisation)


grants = Source(NAME, _rows, _fold)
