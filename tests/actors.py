"""The cast: the demo people in one initiative, a stranger with a sign-in, and a visitor without one.

    cast = make_cast()
    cast.initiative, cast.backbone, cast.partner, cast.grantee …   rows
    cast.director, cast.lead, …                                    people
    actor_of(cast.lead)                                            the actor of a person; of None: the public

`steering` chairs the steering committee, where `chair` and `funder` sit too; `chair` chairs the group, `member` sits in
it and `coordinator` facilitates it.
"""

from dataclasses import dataclass
from typing import Any

from accounts.models import Person
from initiative.models import Initiative
from kernel import actor as actors
from kernel.actor import Actor
from partners.models import MandateKind, Participation, ParticipationKind, Sector
from tests.factories.accounts import AdminTermFactory, PersonFactory
from tests.factories.initiative import InitiativeFactory
from tests.factories.partners import (
    IndividualFactory,
    InterestFactory,
    MandateFactory,
    OrganisationFactory,
    ParticipationFactory,
)
from tests.factories.working_groups import BodyFactory, ChairSeatFactory, SeatFactory, SteeringFactory
from working_groups.models import Body

ROLES = (
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
    "admin",
    "applicant",
    "stranger",
    "anonymous",
)


@dataclass
class Cast:
    """One initiative with its people. `anonymous` is None: nobody is signed in."""

    initiative: Initiative
    backbone: Participation
    partner: Participation
    other: Participation
    chairing: Participation
    funding: Participation
    guest: Participation
    individual: Participation
    committee: Body
    group: Body
    director: Person
    coordinator: Person
    evaluator: Person
    treasurer: Person
    steering: Person
    chair: Person
    lead: Person
    data: Person
    signatory: Person
    funder: Person
    ministry: Person
    member: Person
    admin: Person
    applicant: Person
    stranger: Person
    anonymous: None = None

    def person(self, role: str) -> Person | None:
        """The person of a role."""
        return getattr(self, role)  # type: ignore[no-any-return]

    def actor(self, role: str) -> Actor:
        """The actor of a role."""
        return actor_of(self.person(role))


def actor_of(person: Person | None) -> Actor:
    """The actor of a person with what it holds now; the public for nobody."""
    return actors.for_user(person.pk) if person is not None else Actor.public()


def _someone(role: str, **columns: Any) -> Person:
    return PersonFactory.build(
        email=f"{role}@demo.example", name_he=f"דמות {role}", name_en=f"Persona {role}", **columns
    )


def _together(*rows: Any) -> Any:
    """Rows of one table by one statement: most tests begin with this cast."""
    return type(rows[0])._default_manager.bulk_create(rows)


def make_cast(**initiative: Any) -> Cast:
    """The whole cast in a new initiative; keyword arguments are the initiative's columns."""
    row = InitiativeFactory(**initiative)
    people = {role: _someone(role) for role in ROLES if role != "anonymous"}
    _together(*people.values())
    sectors = (Sector.THIRD, Sector.THIRD, Sector.BUSINESS, Sector.THIRD, Sector.THIRD, Sector.PUBLIC)
    kinds = ("backbone", "partner", "partner", "partner", "funder", "guest")
    organisations = _together(*(OrganisationFactory.build(sector=sector) for sector in sectors))
    backbone, partner, other, chairing, funding, guest, individual = _together(
        *(
            ParticipationFactory.build(initiative=row, organisation=organisation, kind=ParticipationKind(kind))
            for organisation, kind in zip(organisations, kinds, strict=True)
        ),
        IndividualFactory.build(initiative=row, person=people["member"]),
    )
    held = (
        (backbone, "director", MandateKind.DIRECTOR),
        (backbone, "coordinator", MandateKind.COORDINATOR),
        (backbone, "evaluator", MandateKind.EVALUATOR),
        (backbone, "treasurer", MandateKind.TREASURER),
        (partner, "lead", MandateKind.REPRESENTATIVE),
        (partner, "data", MandateKind.DATA_OFFICER),
        (partner, "signatory", MandateKind.SIGNATORY),
        (other, "steering", MandateKind.REPRESENTATIVE),
        (chairing, "chair", MandateKind.REPRESENTATIVE),
        (funding, "funder", MandateKind.REPRESENTATIVE),
        (guest, "ministry", MandateKind.REPRESENTATIVE),
    )
    mandates = _together(
        *(
            MandateFactory.build(participation=participation, person=people[role], kind=kind)
            for participation, role, kind in held
        )
    )
    facilitator = next(mandate for mandate in mandates if mandate.kind == MandateKind.COORDINATOR)
    committee, group = _together(
        SteeringFactory.build(initiative=row), BodyFactory.build(initiative=row, facilitator=facilitator)
    )
    _together(
        ChairSeatFactory.build(body=committee, participation=other, person=people["steering"]),
        SeatFactory.build(body=committee, participation=chairing, person=people["chair"]),
        SeatFactory.build(body=committee, participation=funding, person=people["funder"]),
        ChairSeatFactory.build(body=group, participation=chairing, person=people["chair"]),
        SeatFactory.build(body=group, participation=individual, person=people["member"]),
    )
    AdminTermFactory(person=people["admin"])
    _together(
        InterestFactory.build(person=people["evaluator"], organisation=other.organisation),
        InterestFactory.build(person=people["funder"], organisation=partner.organisation),
    )
    return Cast(
        initiative=row,
        backbone=backbone,
        partner=partner,
        other=other,
        chairing=chairing,
        funding=funding,
        guest=guest,
        individual=individual,
        committee=committee,
        group=group,
        **people,
    )
