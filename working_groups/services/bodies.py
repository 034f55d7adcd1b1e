"""Acts on bodies: propose, change, share the seats among sectors, charter, start, rest, wake, close."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from initiative.models import Initiative
from kernel import languages, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from kernel.workflow import move
from partners.models import MandateKind, Sector
from working_groups import workflow
from working_groups.models import Body, Decision, SeatKey
from working_groups.policies import bodies as policies

EDITABLE = ("kind", "goal", "quorum_percent", "size_limit", "facilitator", "starts_on", "ends_on")
STEERING_ONCE = _("This initiative has a steering committee already.")


def columns() -> tuple[str, ...]:
    """What a form or a file may set on a body."""
    return (*languages.columns("name"), *languages.columns("topic"), *EDITABLE)


def _chosen(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(columns())
    if unknown:
        raise TypeError(f"A body has no {sorted(unknown)}.")
    return dict(values)


def _check_facilitator(body: Body) -> None:
    mandate = body.facilitator
    if mandate is None:
        return
    fits = mandate.participation.initiative_id == body.initiative_id and mandate.kind in (
        MandateKind.COORDINATOR,
        MandateKind.DIRECTOR,
    )
    if not fits:
        sentence = _("Choose a coordinator of this initiative's backbone.")
        raise Invalid(sentence, fields={"facilitator": [sentence]})


def _check_dates(body: Body) -> None:
    if body.ends_on is not None and body.ends_on < body.starts_on:
        sentence = _("The last day comes before the first.")
        raise Invalid(sentence, fields={"ends_on": [sentence]})


def _check_goal(body: Body) -> None:
    if body.goal is not None and body.goal.initiative_id != body.initiative_id:
        sentence = _("Choose a goal of this initiative.")
        raise Invalid(sentence, fields={"goal": [sentence]})


@transaction.atomic
def propose(*, actor: Actor, initiative: Initiative, values: Mapping[str, Any]) -> Body:
    """Director, coordinator. Writes a proposed body. Refuses a second steering committee."""
    require(policies.may_propose_body(actor, initiative))
    body = Body(initiative=initiative, **_chosen(values))
    _check_facilitator(body)
    _check_goal(body)
    _check_dates(body)
    writing.insert(body, STEERING_ONCE, "second_steering")
    audit.record(
        actor=actor,
        kind="working_groups.body.proposed",
        subject=body,
        initiative=initiative,
        about={"body": body.pk},
        changes={"kind": [None, body.kind], "name": [None, str(body)]},
    )
    return body


@transaction.atomic
def change(*, actor: Actor, body: Body, values: Mapping[str, Any]) -> Body:
    """Director, coordinator. Changes names, dates, quorum, facilitator. Refuses a closed body and a stale version."""
    require(policies.may_edit_body(actor, body))
    new = _chosen(values)
    differences = audit.differences(body, new)
    for name, value in new.items():
        setattr(body, name, value)
    _check_facilitator(body)
    _check_goal(body)
    _check_dates(body)
    writing.altered(body, new, STEERING_ONCE, check=writing.check_columns)
    _record(actor, body, "changed", differences)
    return body


@transaction.atomic
def set_keys(*, actor: Actor, body: Body, keys: Mapping[str, tuple[int, int, int]]) -> Body:
    """Director, coordinator. Replaces the key: sector to (least, most, quorum %). Refuses a most under its least."""
    require(policies.may_edit_body(actor, body))
    before = {key.sector: f"{key.least}-{key.most}" for key in body.seat_keys.all()}
    new = [
        SeatKey(body=body, sector=sector, least=least, most=most, quorum_percent=quorum)
        for sector, (least, most, quorum) in keys.items()
        if least or most or quorum
    ]
    for key in new:
        if key.most < key.least:
            raise Invalid(
                _("%(sector)s: the most must not be under the least.") % {"sector": key.get_sector_display()},
                fields={f"most_{key.sector}": [_("Not under the least.")]},
            )
        writing.check_columns(key)
    SeatKey.objects.filter(body=body).exclude(sector__in=[key.sector for key in new]).delete()
    SeatKey.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["body", "sector"],
        update_fields=["least", "most", "quorum_percent"],
    )
    after = {key.sector: f"{key.least}-{key.most}" for key in new}
    changed = {name: [before.get(name), after.get(name)] for name in {*before, *after}}
    with translation.override(None):  # the sector's word as the catalogue knows it
        told = {str(Sector(name).label): pair for name, pair in changed.items() if pair[0] != pair[1]}
    _record(actor, body, "changed", told)
    return body


@transaction.atomic
def charter(*, actor: Actor, body: Body, decision: Decision | None = None) -> Body:
    """The director. The body is chartered, by a decision if there is one. Refuses another initiative's decision."""
    require(policies.may_charter(actor, body))
    if decision is not None and (decision.body.initiative_id != body.initiative_id or not decision.is_decided):
        raise Invalid(_("Choose a decision of this initiative that was decided."))
    move(body, "charter", workflow.BODY, charter=decision)
    _record(actor, body, "chartered", {"decision": [None, str(decision)]} if decision else {})
    return body


@transaction.atomic
def start(*, actor: Actor, body: Body) -> Body:
    """Director, coordinator. The body works. Refuses while no chair sits."""
    require(policies.may_start(actor, body))
    move(body, "start", workflow.BODY)
    _record(actor, body, "started")
    return body


@transaction.atomic
def rest(*, actor: Actor, body: Body) -> Body:
    """Director, coordinator. The body rests; it can be woken."""
    require(policies.may_rest(actor, body))
    move(body, "rest", workflow.BODY)
    _record(actor, body, "rested")
    return body


@transaction.atomic
def wake(*, actor: Actor, body: Body) -> Body:
    """Director, coordinator. The body works again. Refuses while no chair sits."""
    require(policies.may_wake(actor, body))
    move(body, "wake", workflow.BODY)
    _record(actor, body, "woken")
    return body


@transaction.atomic
def close(*, actor: Actor, body: Body, product: str, product_language: str = "") -> Body:
    """The director. The body ends with what it made. Refuses while a task is open, or without a product."""
    require(policies.may_close(actor, body))
    if not product.strip():
        sentence = _("Say what this body leaves behind: a report, goals, a plan.")
        raise Invalid(sentence, fields={"product": [sentence]})
    move(
        body,
        "close",
        workflow.BODY,
        product=product,
        product_language=product_language or languages.current(),
    )
    if body.tasks.filter(state__in=("open", "doing")).exists():
        raise Conflict(_("A task was opened meanwhile: finish or drop it first."), "open_tasks")
    _record(actor, body, "closed", {"product": [None, product]})
    return body


def _record(actor: Actor, body: Body, act: str, changes: Mapping[str, Any] | None = None) -> None:
    audit.record(
        actor=actor,
        kind=f"working_groups.body.{act}",
        subject=body,
        initiative=body.initiative,
        about={"body": body.pk},
        changes=changes,
    )
