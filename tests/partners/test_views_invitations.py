"""The list of invitations: who sees it, what it tells, inviting again and taking back, on the page and in the API."""

from datetime import timedelta

import pytest

from accounts.models import Invitation
from audit.models import Entry
from kernel import clock
from partners.models import MandateKind
from partners.selectors import duties
from tests.factories.accounts import PersonFactory
from tests.factories.partners import MandateFactory

pytestmark = pytest.mark.django_db


def invited(participation, days=14, **more):
    person = PersonFactory(joined_at=None, **more)
    MandateFactory(participation=participation, person=person, kind=MandateKind.ALTERNATE)
    return Invitation.objects.create(
        person=person, token_hash=person.public_id, expires_at=clock.now() + timedelta(days=days)
    )


def address(cast, *more):
    return "/".join(["", "he", cast.initiative.slug, "invitations", *more, ""])


def test_staff_see_all_invitations_and_a_representative_those_of_the_own_organisation(cast, signed_in):
    own, other = invited(cast.partner, name_he="רות לוי"), invited(cast.other, name_he="דן כהן")
    for role in ("director", "coordinator"):
        page = signed_in(getattr(cast, role)).get(address(cast)).content.decode()
        assert "רות לוי" in page and "דן כהן" in page
    page = signed_in(cast.lead).get(address(cast)).content.decode()
    assert own.person.email in page and other.person.email not in page


def test_whoever_gives_no_mandates_finds_no_list(cast, signed_in):
    for role in ("data", "evaluator", "member", "ministry", "applicant"):
        assert signed_in(getattr(cast, role)).get(address(cast)).status_code == 404


def test_one_that_ran_out_is_found_by_its_state_and_waits_for_the_coordinator(cast, signed_in):
    late, fresh = invited(cast.partner, days=-1), invited(cast.partner)
    page = signed_in(cast.coordinator).get(address(cast), {"state": "expired"}).content.decode()
    assert late.person.email in page and fresh.person.email not in page
    (duty,) = [one for one in duties.for_person(cast.actor("coordinator"), clock.today()) if "invitation" in one.kind]
    assert duty.url == address(cast)
    assert not [one for one in duties.for_person(cast.actor("lead"), clock.today()) if "invitation" in one.kind]


def test_inviting_again_withdraws_the_earlier_one_and_is_written_down(cast, signed_in):
    row = invited(cast.partner, days=-1)
    signed_in(cast.coordinator).post(address(cast, row.public_id, "again"))
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert Invitation.objects.filter(person=row.person, state="sent", by=cast.coordinator).count() == 1
    assert Entry.objects.filter(kind="accounts.invitation.sent", by=cast.coordinator).count() == 1


def test_a_joined_person_is_not_invited_again(cast, signed_in):
    row = invited(cast.partner)
    row.person.joined_at = clock.now()
    row.person.save()
    signed_in(cast.coordinator).post(address(cast, row.public_id, "again"))
    assert Invitation.objects.filter(person=row.person).count() == 1


def test_a_withdrawn_invitation_opens_nothing(cast, signed_in):
    row = invited(cast.partner)
    signed_in(cast.lead).post(address(cast, row.public_id, "withdraw"))
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert Entry.objects.filter(kind="accounts.invitation.withdrawn", by=cast.lead).count() == 1


def test_another_organisations_invitation_is_not_there(cast, signed_in):
    row = invited(cast.other)
    client = signed_in(cast.lead)
    assert client.post(address(cast, row.public_id, "withdraw")).status_code == 404
    root = f"/api/v1/initiatives/{cast.initiative.slug}/invitations/"
    assert client.get(f"{root}{row.public_id}/").status_code == 404


def test_the_api_tells_and_does_the_same(cast, signed_in):
    row = invited(cast.partner, days=-1)
    client = signed_in(cast.coordinator)
    root = f"/api/v1/initiatives/{cast.initiative.slug}/invitations/"
    (told,) = client.get(root).json()["results"]
    assert (told["state"], told["mail"]) == ("expired", row.person.email)
    made = client.post(f"{root}{row.public_id}/again/", content_type="application/json").json()
    assert made["state"] == "sent" and made["id"] != row.public_id
    taken = client.post(f"{root}{made['id']}/withdraw/", content_type="application/json").json()
    assert taken["state"] == "withdrawn"
    assert signed_in(cast.data).get(root).status_code == 404


def test_a_mandate_about_to_end_waits_for_who_runs_the_initiative_too(cast):
    MandateFactory(participation=cast.partner, kind=MandateKind.SIGNATORY, ends_on=clock.today() + timedelta(days=5))
    for role in ("coordinator", "lead"):
        kinds = [one.kind for one in duties.for_person(cast.actor(role), clock.today())]
        assert "mandate.renew" in kinds
    assert duties.for_person(cast.actor("anonymous"), clock.today()) == []
