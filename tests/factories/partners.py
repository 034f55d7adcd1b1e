"""Organisations, participations, mandates, contacts, interests."""

from datetime import timedelta

import factory

from kernel import clock
from partners.models import (
    Contact,
    Interest,
    InterestKind,
    Mandate,
    MandateKind,
    Organisation,
    OrganisationKind,
    Participation,
    ParticipationKind,
    ParticipationState,
    Sector,
)
from tests.factories.accounts import PersonFactory
from tests.factories.initiative import InitiativeFactory


def long_ago():
    """A first day that any test lies after."""
    return clock.today() - timedelta(days=400)


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An association of the third sector."""

    class Meta:
        model = Organisation

    name_he = factory.Sequence(lambda n: f"ארגון {n}")
    name_en = factory.Sequence(lambda n: f"Organisation {n}")
    sector = Sector.THIRD
    kind = OrganisationKind.NGO

    @factory.lazy_attribute
    def name_key(self):
        """As the act would write it."""
        return Organisation(name_he=self.name_he, name_en=self.name_en).key_of_names()


class ParticipationFactory(factory.django.DjangoModelFactory):
    """An active partner."""

    class Meta:
        model = Participation

    initiative = factory.SubFactory(InitiativeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    state = ParticipationState.ACTIVE
    starts_on = factory.LazyFunction(long_ago)


class BackboneFactory(ParticipationFactory):
    """The backbone's participation."""

    kind = ParticipationKind.BACKBONE


class IndividualFactory(ParticipationFactory):
    """A person who takes part without an organisation."""

    organisation = None
    person = factory.SubFactory(PersonFactory)


class MandateFactory(factory.django.DjangoModelFactory):
    """A representative's mandate."""

    class Meta:
        model = Mandate

    participation = factory.SubFactory(ParticipationFactory)
    person = factory.SubFactory(PersonFactory)
    kind = MandateKind.REPRESENTATIVE
    starts_on = factory.LazyFunction(long_ago)


class ContactFactory(factory.django.DjangoModelFactory):
    """A contact that only its organisation and the backbone see."""

    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    name_he = factory.Sequence(lambda n: f"איש קשר {n}")


class InterestFactory(factory.django.DjangoModelFactory):
    """An interest by employment."""

    class Meta:
        model = Interest

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = InterestKind.EMPLOYMENT
    starts_on = factory.LazyFunction(long_ago)
