"""The API of partners does what the pages do: the same forms, acts, policies and sentences."""

import pytest

from accounts.models import Invitation
from audit.models import Entry
from partners.models import Contact, Mandate, Organisation, Participation, ParticipationState
from tests.factories.partners import ContactFactory, MandateFactory, OrganisationFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast, signed_in):
    """Calls inside the initiative: api("lead", "get", "participations/")."""

    def call(role, method, path, data=None, inside=True, **headers):
        base = f"/api/v1/initiatives/{cast.initiative.slug}/" if inside else "/api/v1/"
        client = signed_in(cast.person(role))
        if method == "get":
            return client.get(base + path, data or {}, headers=headers)
        return getattr(client, method)(base + path, data or {}, content_type="application/json", headers=headers)

    return call


def new_partner(**more):
    return {"name_he": "עמותת אור", "sector": "third", "kind": "ngo", **more}


def test_the_list_has_names_in_every_language_and_no_keys(api, cast):
    body = api("lead", "get", "participations/", {"search": "ארגון"}).json()
    row = body["results"][0]
    assert set(row) == {"id", "organisation", "person", "name", "kind", "state", "starts_on", "ends_on", "version"}
    assert set(row["name"]) == {"he", "en"}
    assert body["count"] == Participation.objects.filter(organisation__isnull=False).count()


def test_filters_are_those_of_the_page(api):
    assert api("lead", "get", "participations/", {"kind": "funder"}).json()["count"] == 1
    assert api("lead", "get", "participations/", {"sector": "public"}).json()["count"] == 1


@pytest.mark.parametrize(("role", "code"), [("ministry", 200), ("stranger", 404), ("admin", 404), ("anonymous", 401)])
def test_who_is_not_inside_sees_nothing(api, role, code):
    assert api(role, "get", "participations/").status_code == code


def test_a_guest_sees_its_own_participation_only(api, cast):
    rows = api("ministry", "get", "participations/").json()["results"]
    assert [row["id"] for row in rows] == [cast.guest.public_id]
    assert api("ministry", "get", "people/").status_code == 404


def test_a_coordinator_invites_an_organisation_with_its_representative(api):
    sent = new_partner(email="noa@example.org", person_name_he="נועה")
    answer = api("coordinator", "post", "participations/", sent)
    assert answer.status_code == 201, answer.json()
    row = Participation.objects.get(public_id=answer.json()["id"])
    assert row.state == ParticipationState.INVITED
    assert row.mandates.get().person == Invitation.objects.get().person


def test_a_known_number_asks_before_it_invites_again(api):
    OrganisationFactory(registration_no="580000008", name_he="מוכר")
    answer = api("coordinator", "post", "participations/", new_partner(registration_no="580000008"))
    assert answer.status_code == 400
    assert "מוכר" in answer.json()["fields"]["registration_no"][0]
    again = new_partner(registration_no="580000008", use_existing=True)
    assert api("coordinator", "post", "participations/", again).status_code == 201
    assert Organisation.objects.filter(registration_no="580000008").count() == 1


def test_whoever_may_not_invite_reads_the_same_sentence_as_on_the_page(api):
    answer = api("lead", "post", "participations/", new_partner())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_staff")


@pytest.mark.parametrize("sent", [[], "text", 5, None, {"state": "active"}])
def test_a_body_that_is_no_object_or_has_unknown_names_is_refused(api, sent):
    answer = api("director", "post", "participations/", sent)
    assert answer.status_code == 400


def test_a_repeated_key_invites_once(api):
    for _time in range(2):
        answer = api("coordinator", "post", "participations/", new_partner(), **{"Idempotency-Key": "abc12345"})
        assert answer.status_code == 201
    assert Organisation.objects.filter(name_he="עמותת אור").count() == 1


def test_a_participation_lives_through_its_acts(api, cast):
    row = ParticipationFactory(initiative=cast.initiative, state=ParticipationState.INVITED)
    MandateFactory(participation=row, person=cast.applicant)
    path = f"participations/{row.public_id}/"
    assert api("applicant", "post", f"{path}accept/", {}).status_code == 400
    steps = (
        ("applicant", "accept", {"privacy_notice": True}, "onboarding"),
        ("coordinator", "activate", {}, "active"),
        ("coordinator", "pause", {"reason": "חופשה"}, "paused"),
        ("director", "resume", {}, "active"),
        ("applicant", "end", {"reason": "די"}, "ended"),
    )
    for role, act, sent, state in steps:
        answer = api(role, "post", f"{path}{act}/", sent)
        assert (answer.status_code, answer.json().get("state")) == (200, state), (act, answer.json())
    assert api("director", "post", f"{path}resume/").json()["code"] == "wrong_state"


def test_mandates_are_given_and_ended(api, cast):
    path = f"participations/{cast.partner.public_id}/mandates/"
    sent = {"email": "dan@example.org", "name_en": "Dan", "kind": "signatory"}
    answer = api("lead", "post", path, sent)
    assert answer.status_code == 201, answer.json()
    ended = api("lead", "post", f"mandates/{answer.json()['id']}/end/")
    assert ended.status_code == 200 and ended.json()["ends_on"]
    assert api("member", "post", path, sent).status_code == 403
    assert api("lead", "post", path, {**sent, "kind": "director"}).status_code == 400


def test_mandates_of_others_are_not_there(api, cast):
    foreign = Mandate.objects.get(person=cast.funder)
    assert api("lead", "get", f"mandates/{foreign.public_id}/").status_code == 404
    assert api("evaluator", "get", f"mandates/{foreign.public_id}/").status_code == 200


def test_a_profile_is_changed_in_part_and_by_the_version_one_saw(api, cast):
    path = f"organisations/{cast.partner.organisation.public_id}/"
    etag = api("lead", "get", path, inside=False)["ETag"]
    answer = api("lead", "patch", path, {"about_he": "אנחנו רשת"}, inside=False, **{"If-Match": etag})
    assert answer.status_code == 200 and answer.json()["about"]["he"] == "אנחנו רשת"
    stale = api("lead", "patch", path, {"about_he": "שוב"}, inside=False, **{"If-Match": etag})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    refused = api("coordinator", "patch", path, {"about_he": "שלנו"}, inside=False)
    assert (refused.status_code, refused.json()["code"]) == (403, "represented")


def test_contacts_live_by_consent(api, cast):
    path = f"organisations/{cast.partner.organisation.public_id}/contacts/"
    refused = api("lead", "post", path, {"name_he": "דנה", "shown_to": "partners"}, inside=False)
    assert refused.status_code == 400 and "consent_on" in refused.json()["fields"]
    answer = api("lead", "post", path, {"name_he": "דנה"}, inside=False)
    assert answer.status_code == 201
    assert api("steering", "get", path, inside=False).json()["count"] == 0
    one = f"{path}{answer.json()['id']}/"
    shown = {"shown_to": "partners", "consent_on": "2026-01-01"}
    assert api("lead", "patch", one, shown, inside=False).status_code == 200
    assert api("steering", "get", path, inside=False).json()["count"] == 1
    assert api("lead", "delete", one, inside=False).status_code == 204
    assert not Contact.objects.exists()


def test_the_log_never_holds_a_contacts_details(api, cast):
    row = ContactFactory(organisation=cast.partner.organisation, name_he="שרה כהן", mail="sara@example.org")
    path = f"organisations/{cast.partner.organisation.public_id}/contacts/{row.public_id}/"
    api("lead", "patch", path, {"name_he": "שרה לוי", "telephone": "03-1234567"}, inside=False)
    api("lead", "delete", path, inside=False)
    log = "".join(f"{entry.subject_title}{entry.changes}{entry.about}" for entry in Entry.objects.all())
    assert "שרה" not in log and "sara@" not in log and "123" not in log


def test_an_administrator_opens_an_initiative(api):
    sent = {
        "slug": "fresh",
        "kind": "initiative",
        "name_he": "חדשה",
        "backbone_name_he": "שדרה",
        "email": "boss@example.org",
        "person_name_he": "בוס",
    }
    assert api("lead", "post", "initiatives/new/", sent, inside=False).status_code in (403, 404)
    answer = api("admin", "post", "initiatives/new/", sent, inside=False)
    assert (answer.status_code, answer.json()) == (201, {"slug": "fresh"})


def test_people_are_told_by_name_and_function_alone(api):
    rows = api("member", "get", "people/").json()["results"]
    assert rows and all(set(row) == {"id", "name", "function"} for row in rows)


def test_an_interest_is_declared_and_ended(api, cast):
    sent = {"organisation": cast.partner.organisation.public_id, "kind": "board"}
    answer = api("chair", "post", "interests/", sent)
    assert answer.status_code == 201, answer.json()
    one = f"interests/{answer.json()['id']}/"
    assert api("member", "get", one).status_code == 404
    assert api("director", "get", one).status_code == 200
    assert api("chair", "post", f"{one}end/").status_code == 200
