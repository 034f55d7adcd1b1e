"""Mandates and invitations: who gives them, never to oneself, only the last day changes."""

from datetime import timedelta

import pytest

from accounts.models import Invitation, Person
from audit.models import Entry
from kernel import clock
from kernel.errors import Conflict, Invalid, Refused
from partners.models import Mandate, MandateKind, ParticipationKind, ParticipationState
from partners.selectors.mandates import acting
from partners.services import invitations, mandates, openings
from tests.factories.accounts import PersonFactory
from tests.factories.partners import MandateFactory, OrganisationFactory, ParticipationFactory

pytestmark = pytest.mark.django_db
NAME = {"he": "נועה", "en": "Noa"}


def give(cast, role, participation, kind=MandateKind.DATA_OFFICER, **more):
    return mandates.grant(
        actor=cast.actor(role),
        participation=participation,
        person=more.pop("person", PersonFactory()),
        kind=kind,
        **more,
    )


@pytest.mark.parametrize("role", ["director", "coordinator", "lead"])
def test_a_partners_mandate_is_given_by_its_representative_or_the_staff(cast, role):
    mandate = give(cast, role, cast.partner)
    assert mandate.by == cast.person(role)
    assert mandate.mandate_id == acting(cast.actor(role), participation=cast.partner)
    assert Entry.objects.get().kind == "partners.mandate.granted"


@pytest.mark.parametrize("role", ["evaluator", "treasurer", "data", "signatory", "chair", "funder", "stranger"])
def test_nobody_else_gives_one(cast, role):
    with pytest.raises(Refused):
        give(cast, role, cast.partner)


def test_the_backbones_mandates_are_the_directors(cast):
    assert give(cast, "director", cast.backbone, MandateKind.COORDINATOR).pk
    with pytest.raises(Refused):
        give(cast, "coordinator", cast.backbone, MandateKind.COORDINATOR)


def test_a_staff_function_exists_in_the_backbone_only(cast):
    with pytest.raises(Refused) as refusal:
        give(cast, "director", cast.partner, MandateKind.EVALUATOR)
    assert refusal.value.code == "staff_kind"


def test_nobody_gives_a_mandate_to_themselves(cast):
    with pytest.raises(Refused) as refusal:
        give(cast, "lead", cast.partner, person=cast.lead)
    assert refusal.value.code == "oneself"


def test_a_paused_representative_gives_none(cast):
    type(cast.partner).objects.filter(pk=cast.partner.pk).update(state=ParticipationState.PAUSED)
    cast.partner.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        give(cast, "lead", cast.partner)
    assert refusal.value.code == "not_writing"


def test_the_same_mandate_is_given_once(cast):
    with pytest.raises(Conflict) as refusal:
        give(cast, "director", cast.partner, MandateKind.DATA_OFFICER, person=cast.data)
    assert refusal.value.code == "held_already"


def test_a_mandate_ends_with_a_day_that_still_counts(cast):
    mandate = Mandate.objects.get(person=cast.data)
    mandates.end(actor=cast.actor("lead"), mandate=mandate)
    assert mandate.ends_on == clock.today()
    assert cast.actor("data").keys("partners.data_officer") == {cast.partner.pk}


def test_a_mandate_is_not_made_longer_nor_ended_far_back(cast):
    today = clock.today()
    mandate = MandateFactory(participation=cast.partner, ends_on=today + timedelta(days=3))
    for day in (today + timedelta(days=4), today - timedelta(days=2)):
        with pytest.raises(Invalid):
            mandates.end(actor=cast.actor("director"), mandate=mandate, ends_on=day)


def test_a_holder_lays_down_a_mandate(cast):
    mandates.end(actor=cast.actor("data"), mandate=Mandate.objects.get(person=cast.data))
    assert Entry.objects.get().kind == "partners.mandate.ended"


def test_bringing_somebody_enters_gives_and_invites_in_one_act(cast):
    mandate = invitations.bring(
        actor=cast.actor("lead"),
        participation=cast.partner,
        email="Noa@Example.org",
        name=NAME,
        kind=MandateKind.ALTERNATE,
    )
    assert mandate.person.email == "noa@example.org"
    assert Invitation.objects.get().person == mandate.person
    assert sorted(Entry.objects.values_list("kind", flat=True)) == [
        "accounts.invitation.sent",
        "accounts.person.created",
        "partners.mandate.granted",
    ]


def test_who_has_joined_gets_a_mandate_without_a_new_invitation(cast):
    person = PersonFactory(email="noa@example.org")
    invitations.bring(
        actor=cast.actor("lead"), participation=cast.partner, email="noa@example.org", name=NAME, kind="alternate"
    )
    assert Mandate.objects.filter(person=person).exists()
    assert not Invitation.objects.exists()


def test_a_refused_mandate_leaves_no_person_behind(cast):
    with pytest.raises(Refused):
        invitations.bring(
            actor=cast.actor("lead"), participation=cast.partner, email="a@b.example", name=NAME, kind="director"
        )
    assert not Person.objects.filter(email="a@b.example").exists()


def test_the_log_names_no_person(cast):
    invitations.bring(
        actor=cast.actor("lead"), participation=cast.partner, email="noa@example.org", name=NAME, kind="alternate"
    )
    entry = Entry.objects.get(kind="partners.mandate.granted")
    assert (
        "Noa" not in f"{entry.subject_title}{entry.changes}" and "נועה" not in f"{entry.subject_title}{entry.changes}"
    )


def test_an_administrator_opens_an_initiative_with_backbone_and_director(cast):
    initiative = openings.open_initiative(
        actor=cast.actor("admin"),
        slug="new-one",
        kind="initiative",
        name_he="חדשה",
        backbone={"name_he": "ארגון שדרה", "sector": "third", "kind": "ngo"},
        director={"email": "boss@example.org", "name": NAME},
    )
    backbone = initiative.participations.get()
    assert (backbone.kind, backbone.state) == (ParticipationKind.BACKBONE, ParticipationState.ACTIVE)
    assert backbone.mandates.get().kind == MandateKind.DIRECTOR
    assert initiative.stages.count() == 5


def test_an_administrator_never_names_oneself(cast):
    with pytest.raises(Refused) as refusal:
        openings.open_initiative(
            actor=cast.actor("admin"),
            slug="mine",
            kind="initiative",
            name_he="שלי",
            backbone={"name_he": "ארגון", "sector": "third", "kind": "ngo"},
            director={"email": cast.admin.email, "name": NAME},
        )
    assert refusal.value.code == "oneself"


def test_an_administrator_names_a_director_only_where_none_is_left(cast):
    with pytest.raises(Refused) as refusal:
        openings.name_director(actor=cast.actor("admin"), initiative=cast.initiative, email="x@example.org", name=NAME)
    assert refusal.value.code == "has_director"
    Mandate.objects.filter(person=cast.director).update(ends_on=clock.today() - timedelta(days=1))
    mandate = openings.name_director(
        actor=cast.actor("admin"), initiative=cast.initiative, email="x@example.org", name=NAME
    )
    assert mandate.participation == cast.backbone


def test_admitting_an_organisation_invites_it_and_its_representative(cast):
    row = invitations.admit(
        actor=cast.actor("coordinator"),
        initiative=cast.initiative,
        organisation={"name_he": "עמותת צה״ל", "sector": "third", "kind": "ngo"},
        representative={"email": "lead@example.org", "name": NAME},
    )
    assert row.state == ParticipationState.INVITED
    assert row.mandates.get().kind == MandateKind.REPRESENTATIVE


def test_of_several_mandates_the_nearest_stamps_the_act(cast):
    other = ParticipationFactory(initiative=cast.initiative, organisation=OrganisationFactory())
    near = MandateFactory(participation=other, person=cast.coordinator, kind=MandateKind.SIGNATORY)
    actor = cast.actor("coordinator")
    coordinates = Mandate.objects.get(person=cast.coordinator, kind=MandateKind.COORDINATOR).pk
    assert acting(actor, participation=other) == near.pk
    assert acting(actor, participation=cast.partner) == coordinates
    assert acting(actor, initiative=cast.initiative) == coordinates
    assert acting(cast.actor("member"), initiative=cast.initiative) is None
