"""The forms and buttons of partners: what was typed stays, a refusal says why, a double click does nothing more."""

import pytest
from django.urls import reverse

from accounts.models import Invitation
from partners.models import Contact, Mandate, Organisation, Participation, ParticipationState
from tests.factories.partners import MandateFactory, OrganisationFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(cast, signed_in):
    """POST to a page inside the initiative."""

    def post(role, name, *args, inside=True, **data):
        arguments = [cast.initiative.slug, *args] if inside else list(args)
        return signed_in(cast.person(role)).post(reverse(f"partners:{name}", args=arguments), data)

    return post


PARTNER = {"sector": "third", "kind": "ngo", "part": "partner", "starts_on": "2026-01-01", "language": "he"}


def test_a_partner_is_invited_by_the_form(cast, send):
    answer = send(
        "coordinator", "partner-new", name_he='עמותת "אור"', email="or@example.org", person_name_he="אורה", **PARTNER
    )
    assert answer.status_code == 302, answer.context["form"].errors
    row = Participation.objects.get(organisation__name_he='עמותת "אור"')
    assert answer["Location"].endswith(f"/partners/{row.public_id}/")
    assert Invitation.objects.get().person.email == "or@example.org"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name_he": "", "name_en": ""}, "name_he"),
        ({"name_he": "א", "registration_no": "123"}, "registration_no"),
        ({"name_he": "שלום\u202e"}, "name_he"),
        ({"name_he": "Shеfа"}, "name_he"),
        ({"name_he": "א\0ב"}, "name_he"),
        ({"name_he": "א", "sector": "moon"}, "sector"),
        ({"name_he": "א", "starts_on": "31/02/2026"}, "starts_on"),
        ({"name_he": "א", "email": "not a mail"}, "email"),
        ({"name_he": "א", "email": "a@example.org"}, "person_name_he"),
        ({"name_he": "א" * 300}, "name_he"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_written(cast, send, values, field):
    before = Organisation.objects.count()
    answer = send("coordinator", "partner-new", **{**PARTNER, **values})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Organisation.objects.count() == before


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '" onfocus=alert(1) x="', "{{ 7*7 }}{% debug %}", "%(name)s %s"]
)
def test_a_name_is_shown_as_it_was_typed_and_runs_nowhere(cast, send, signed_in, name):
    assert send("coordinator", "partner-new", name_he=name, **PARTNER).status_code == 302
    row = Participation.objects.get(organisation__name_he=name)
    client = signed_in(cast.coordinator)
    for url in (row.get_absolute_url(), reverse("partners:participations", args=[cast.initiative.slug])):
        page = client.get(url)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode() and 'onfocus=alert(1) x=""' not in page.content.decode()


def test_the_same_name_asks_first(cast, send):
    again = {"name_he": cast.partner.organisation.name_he, **PARTNER}
    answer = send("director", "partner-new", **again)
    assert answer.status_code == 422 and "same_name" in answer.context["form"].fields
    assert send("director", "partner-new", same_name="on", **again).status_code == 302


def test_a_known_number_invites_the_organisation_that_is_there(cast, send):
    known = OrganisationFactory(registration_no="580000008")
    sent = {"name_he": "אחר", "registration_no": "58-000000-8", **PARTNER}
    assert send("director", "partner-new", **sent).status_code == 422
    assert send("director", "partner-new", use_existing="on", **sent).status_code == 302
    assert Participation.objects.filter(organisation=known, initiative=cast.initiative).exists()


def test_an_invited_representative_accepts_on_the_page(cast, send, signed_in):
    row = ParticipationFactory(initiative=cast.initiative, state=ParticipationState.INVITED)
    MandateFactory(participation=row, person=cast.applicant)
    page = signed_in(cast.applicant).get(row.get_absolute_url())
    assert page.status_code == 200 and "הוזמנתם" in page.content.decode()
    assert send("applicant", "participation-accept", row.public_id).status_code == 422
    assert send("applicant", "participation-accept", row.public_id, privacy_notice="on").status_code == 302
    row.refresh_from_db()
    assert row.state == ParticipationState.ONBOARDING


def test_a_refused_button_tells_its_reason_on_the_page(cast, signed_in):
    page = signed_in(cast.coordinator).get(cast.partner.get_absolute_url()).content.decode()
    assert "הפעולה נתונה בידי הנהלת היוזמה או השותף עצמו." in page


def test_a_double_click_activates_once(cast, send):
    row = ParticipationFactory(initiative=cast.initiative, state=ParticipationState.ONBOARDING)
    MandateFactory(participation=row)
    for _click in range(2):
        answer = send("coordinator", "participation-activate", row.public_id, idempotency_key="same-key-12")
        assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == ParticipationState.ACTIVE


def test_somebody_takes_part_without_an_organisation(cast, send, signed_in):
    sent = {"name_he": "תושבת אחת", "email": "one@example.org", "kind": "partner", "language": "he"}
    assert send("coordinator", "person-new", **sent).status_code == 302
    row = Participation.objects.get(person__email="one@example.org")
    assert (row.organisation, row.initiative, row.state) == (None, cast.initiative, ParticipationState.INVITED)
    Participation.objects.filter(pk=row.pk).update(state=ParticipationState.ACTIVE)
    url = reverse("partners:participations", args=[cast.initiative.slug])
    assert "תושבת אחת" in signed_in(cast.lead).get(url).content.decode()


def test_a_mandate_is_given_and_ended_on_the_page(cast, send):
    sent = {"name_he": "נועה", "email": "noa@example.org", "kind": "signatory", "language": "he"}
    args = (cast.partner.public_id,)
    assert send("lead", "mandate-new", *args, starts_on="2026-01-01", **sent).status_code == 302
    mandate = Mandate.objects.get(person__email="noa@example.org")
    answer = send("lead", "mandate-end", *args, mandate.public_id, ends_on="1990-01-01")
    assert answer.status_code == 422
    assert send("data", "mandate-new", *args, **sent).status_code in (302, 403)
    assert Mandate.objects.filter(person__email="noa@example.org").count() == 1


def test_a_contact_is_shown_to_partners_only_with_a_day_of_consent(cast, send):
    organisation = cast.partner.organisation.public_id
    sent = {"name_he": "דנה", "language": "he", "shown_to": "partners"}
    assert send("lead", "contact-new", organisation, inside=False, **sent).status_code == 422
    assert send("lead", "contact-new", organisation, inside=False, consent_on="1.3.2026", **sent).status_code == 302
    contact = Contact.objects.get()
    assert Contact.objects.visible_to(cast.actor("steering")).get() == contact
    assert not Contact.objects.visible_to(cast.actor("ministry")).exists()
    assert send("lead", "contact-erase", organisation, contact.public_id, inside=False).status_code == 302
    assert not Contact.objects.exists()
