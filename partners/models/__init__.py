"""Tables of partners."""

from partners.models.contacts import Contact, ShownTo
from partners.models.interests import Interest, InterestKind
from partners.models.mandates import BACKBONE_KINDS, PARTNER_KINDS, Mandate, MandateKind, MandateStamp
from partners.models.organisations import District, Organisation, OrganisationKind, OrganisationSize, Sector
from partners.models.participations import Participation, ParticipationKind, ParticipationState

__all__ = [
    "BACKBONE_KINDS",
    "PARTNER_KINDS",
    "Contact",
    "District",
    "Interest",
    "InterestKind",
    "Mandate",
    "MandateKind",
    "MandateStamp",
    "Organisation",
    "OrganisationKind",
    "OrganisationSize",
    "Participation",
    "ParticipationKind",
    "ParticipationState",
    "Sector",
    "ShownTo",
]
