"""The cast, and whose objects fill addresses: its own, another partner's, another initiative's. Not a test."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Person
from initiative.models import Initiative
from partners import models as partners
from tests.factories.working_groups import BodyFactory, ChairSeatFactory
from tests.matrix.visitor import Visitor
from working_groups import models as groups

PERSONAS = (
    "director",
    "coordinator",
    "evaluator",
    "treasurer",
    "steering",
    "chair",
    "lead",
    "data",
    "signatory",
    "funder",
    "ministry",
    "member",
    "applicant",
    "admin",
    "anonymous",
)


def person(name: str) -> Person:
    """A person of the demo."""
    return Person.objects.get(email=f"{name}@demo.example")


def visitors(language: str = "he") -> dict[str, Visitor]:
    """The whole cast, each in a browser of its own."""
    return {name: Visitor(None if name == "anonymous" else person(name), language) for name in PERSONAS}


@dataclass(frozen=True)
class Place:
    """Whose objects an address is filled with: a participation, a body, a person of it; and who gives to the fund."""

    initiative: Initiative
    part: Any
    body: Any
    who: Any
    giver: Any


def own() -> Place:
    """The partner of lead, data and signatory, and the group that `chair` chairs."""
    lead = person("lead")
    initiative = Initiative.objects.get(slug="5x2")
    part = partners.Participation.objects.get(initiative=initiative, mandates__person=lead)
    seat = groups.Seat.objects.get(person=person("chair"), role="chair", body__initiative=initiative)
    giver = partners.Participation.objects.get(initiative=initiative, mandates__person=person("funder"))
    return Place(initiative, part, seat.body, lead, giver)


def other() -> Place:
    """A partner and a group of the same initiative where nobody of the cast has a part, but for the backbone."""
    mine = own()
    cast = [f"{name}@demo.example" for name in PERSONAS]
    parts = partners.Participation.objects.filter(
        initiative=mine.initiative, kind="partner", state="active", organisation__isnull=False
    )
    part = parts.exclude(mandates__person__email__in=cast).order_by("pk").first()
    who = part.mandates.order_by("pk").first().person
    body = BodyFactory(initiative=mine.initiative)
    ChairSeatFactory(body=body, participation=part, person=who)
    givers = partners.Participation.objects.filter(initiative=mine.initiative, kind="funder", state="active")
    giver = givers.exclude(mandates__person__email__in=cast).filter(mandates__isnull=False).order_by("pk").first()
    return Place(mine.initiative, part, body, who, giver or part)


def elsewhere() -> Place:
    """A partner and a body of another initiative."""
    initiative = Initiative.objects.get(slug="volunteering")
    parts = partners.Participation.objects.filter(initiative=initiative, organisation__isnull=False)
    cast = [f"{name}@demo.example" for name in PERSONAS]
    part = parts.exclude(mandates__person__email__in=cast).filter(mandates__isnull=False).order_by("pk").first()
    body = groups.Body.objects.filter(initiative=initiative).order_by("pk").first()
    return Place(initiative, part, body, part.mandates.order_by("pk").first().person, part)
