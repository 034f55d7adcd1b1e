"""A password is not made of the names of those whom a person works with."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.factories.accounts import PersonFactory
from tests.factories.initiative import InitiativeFactory
from tests.factories.partners import IndividualFactory, MandateFactory, OrganisationFactory, ParticipationFactory

pytestmark = pytest.mark.django_db

MADE_OF_NAMES = ["Quwexotriv2026", "krelva-blonqi", "krelvablonqi", "גדקולפצטמרש1", "vontraxiq zz"]


def take_part(person):
    initiative = InitiativeFactory(name_he="גדקולפצטמרש", name_en="Krelva Blonqi", slug="vontraxiq")
    organisation = OrganisationFactory(name_he="טרפון נקדש", name_en="Quwexotriv")
    participation = ParticipationFactory(initiative=initiative, organisation=organisation)
    MandateFactory(participation=participation, person=person)
    return initiative


@pytest.mark.parametrize("password", MADE_OF_NAMES)
def test_a_name_of_ones_initiative_or_organisation_is_easy_to_guess(password):
    stranger, person = PersonFactory(), PersonFactory()
    take_part(person)
    validate_password(password, stranger)
    with translation.override("en"), pytest.raises(ValidationError, match="easy to guess"):
        validate_password(password, person)


def test_an_individual_is_judged_by_the_initiative_alone():
    person = PersonFactory()
    IndividualFactory(person=person, initiative=take_part(PersonFactory()))
    validate_password("Quwexotriv2026", person)
    with translation.override("en"), pytest.raises(ValidationError, match="easy to guess"):
        validate_password("krelva-blonqi", person)
