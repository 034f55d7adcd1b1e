"""Every page of partners opens in both languages for those it is for, and for nobody else."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from documents.models import Document
from kernel import formatting
from partners.models import Interest, Mandate, ParticipationState
from tests.factories.accounts import PersonFactory
from tests.factories.partners import ContactFactory, MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db

INSIDE = ("participations", "people", "interests", "interest-new")
STAFF_ONLY = ("partner-new", "person-new")
OF_PARTNER = ("partner", "partner-history")
EVERYONE = ("director", "coordinator", "evaluator", "steering", "lead", "data", "funder", "member")
OUTSIDE = ("ministry", "admin", "applicant", "stranger")


def address(name, *args, language="he"):
    with translation.override(language):
        return reverse(f"partners:{name}", args=args)


@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("name", INSIDE)
def test_lists_open_for_whoever_takes_part(cast, signed_in, name, language):
    for role in EVERYONE:
        answer = signed_in(cast.person(role)).get(address(name, cast.initiative.slug, language=language))
        assert answer.status_code == 200, role
    for role in OUTSIDE:
        assert signed_in(cast.person(role)).get(address(name, cast.initiative.slug)).status_code == 404, role


@pytest.mark.parametrize("name", STAFF_ONLY)
def test_inviting_is_for_the_staff(cast, signed_in, name):
    url = address(name, cast.initiative.slug)
    for role, code in (("director", 200), ("coordinator", 200), ("evaluator", 403), ("lead", 403), ("ministry", 404)):
        assert signed_in(cast.person(role)).get(url).status_code == code, role


@pytest.mark.parametrize("name", OF_PARTNER)
def test_a_partner_is_seen_by_whoever_takes_part(cast, signed_in, name):
    url = address(name, cast.initiative.slug, cast.partner.public_id)
    for role in EVERYONE:
        assert signed_in(cast.person(role)).get(url).status_code == 200, role
    for role in OUTSIDE:
        assert signed_in(cast.person(role)).get(url).status_code == 404, role


def test_mandates_are_seen_by_their_own_people_and_the_backbone(cast, signed_in):
    url = address("mandates", cast.initiative.slug, cast.partner.public_id)
    for role, code in (("lead", 200), ("data", 200), ("evaluator", 200), ("steering", 404), ("member", 404)):
        assert signed_in(cast.person(role)).get(url).status_code == code, role


def test_the_page_of_the_backbone_tells_who_gave_whom_which_function_from_when_to_when_by_which_letter(cast, signed_in):
    letter = Document.objects.create(title="כתב מינוי", title_language="he", by=cast.admin)
    kept = {"starts_on": date(2024, 3, 1), "ends_on": date(2031, 4, 2), "by": cast.admin, "document": letter}
    MandateFactory(participation=cast.backbone, person=PersonFactory(name_he="מונה"), kind="director", **kept)
    url = address("mandates", cast.initiative.slug, cast.backbone.public_id)
    page = signed_in(cast.evaluator).get(url).content.decode()
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*מונה.*?</tr>", page, re.DOTALL).group()
    days = [formatting.day_words(kept[name], "plain") for name in ("starts_on", "ends_on")]
    for told in ("הנהלת היוזמה", *days, str(cast.admin), letter.get_absolute_url()):
        assert told in row, told


def test_every_other_page_of_a_partner_opens_for_its_staff(cast, signed_in):
    contact = ContactFactory(organisation=cast.partner.organisation)
    mandate = Mandate.objects.get(person=cast.data)
    slug, partner, organisation = cast.initiative.slug, cast.partner.public_id, cast.partner.organisation.public_id
    pages = [
        ("contacts", slug, partner),
        ("mandate-new", slug, partner),
        ("mandate-end", slug, partner, mandate.public_id),
        ("mandate-history", slug, partner, mandate.public_id),
        ("partner-edit", slug, partner),
        ("participation-end", slug, partner),
        ("organisation", organisation),
        ("organisation-edit", organisation),
        ("organisation-history", organisation),
        ("organisation-contacts", organisation),
        ("contact-new", organisation),
        ("contact-edit", organisation, contact.public_id),
    ]
    client = signed_in(cast.lead)
    for page in pages:
        for language in ("he", "en"):
            assert client.get(address(*page, language=language)).status_code == 200, page


def test_own_interests_have_pages(cast, signed_in):
    interest = Interest.objects.get(person=cast.evaluator)
    client = signed_in(cast.evaluator)
    for name in ("interest-end", "interest-history"):
        assert client.get(address(name, cast.initiative.slug, interest.public_id)).status_code == 200
    other = address("interest-end", cast.initiative.slug, interest.public_id)
    assert signed_in(cast.lead).get(other).status_code == 404


def test_an_invited_partner_is_seen_by_the_two_sides_only(cast, signed_in):
    row = ParticipationFactory(initiative=cast.initiative, state=ParticipationState.INVITED)
    url = address("partner", cast.initiative.slug, row.public_id)
    assert signed_in(cast.director).get(url).status_code == 200
    assert signed_in(cast.lead).get(url).status_code == 404


def test_administrators_and_directors_open_initiatives(cast, signed_in):
    url = address("initiative-new")
    for role, code in (("admin", 200), ("director", 200), ("coordinator", 404), ("stranger", 404)):
        assert signed_in(cast.person(role)).get(url).status_code == code, role


def test_a_page_that_is_not_signed_in_to_asks_for_it(cast, client):
    answer = client.get(address("participations", cast.initiative.slug))
    assert answer.status_code == 302
