"""The life of a participation: who may move it, what is asked, and one entry each time."""

import pytest

from audit.models import Entry
from kernel.errors import Conflict, Invalid, Refused
from partners.models import ParticipationKind, ParticipationState, Sector
from partners.services import participations
from partners.workflow import PARTICIPATION
from tests.actors import actor_of
from tests.factories.accounts import NotJoinedFactory, PersonFactory
from tests.factories.initiative import SphereFactory
from tests.factories.partners import BackboneFactory, MandateFactory, OrganisationFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


def in_state(cast, state, **columns):
    row = ParticipationFactory(initiative=cast.initiative, state=state, **columns)
    row.lead = MandateFactory(participation=row).person
    return row


def kinds():
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_coordinator_invites_an_organisation(cast):
    row = participations.invite(
        actor=cast.actor("coordinator"), initiative=cast.initiative, organisation=OrganisationFactory()
    )
    assert row.state == ParticipationState.INVITED
    assert kinds() == ["partners.participation.invited"]


@pytest.mark.parametrize("role", ["evaluator", "treasurer", "lead", "chair", "member"])
def test_whoever_does_not_run_the_initiative_invites_nobody(cast, role):
    with pytest.raises(Refused):
        participations.invite(actor=cast.actor(role), initiative=cast.initiative, organisation=OrganisationFactory())
    assert kinds() == []


def test_only_the_director_adds_a_backbone_organisation(cast):
    with pytest.raises(Refused) as refusal:
        participations.invite(
            actor=cast.actor("coordinator"),
            initiative=cast.initiative,
            organisation=OrganisationFactory(),
            kind=ParticipationKind.BACKBONE,
        )
    assert refusal.value.code == "not_director"


def test_an_organisation_takes_part_once_in_each_way(cast):
    with pytest.raises(Conflict) as refusal:
        participations.invite(
            actor=cast.actor("director"), initiative=cast.initiative, organisation=cast.partner.organisation
        )
    assert refusal.value.code == "takes_part_already"


def test_a_company_is_a_guest_of_a_sphere_and_nothing_else():
    sphere = SphereFactory()
    director = MandateFactory(participation=BackboneFactory(initiative=sphere), kind="director").person
    company = OrganisationFactory(sector=Sector.BUSINESS)
    with pytest.raises(Invalid) as refusal:
        participations.invite(actor=actor_of(director), initiative=sphere, organisation=company)
    assert refusal.value.code == "sphere_guests"
    row = participations.invite(
        actor=actor_of(director), initiative=sphere, organisation=company, kind=ParticipationKind.GUEST
    )
    assert row.kind == ParticipationKind.GUEST


def test_its_representative_accepts_after_reading_the_notice(cast):
    row = in_state(cast, ParticipationState.INVITED)
    with pytest.raises(Invalid):
        participations.accept(actor=actor_of(row.lead), participation=row, privacy_notice=False)
    participations.accept(actor=actor_of(row.lead), participation=row, privacy_notice=True)
    row.refresh_from_db()
    assert row.state == ParticipationState.ONBOARDING
    assert kinds() == ["partners.participation.accepted"]


def test_nobody_accepts_for_another_organisation(cast):
    row = in_state(cast, ParticipationState.INVITED)
    for role in ("director", "coordinator", "lead"):
        with pytest.raises(Refused) as refusal:
            participations.accept(actor=cast.actor(role), participation=row, privacy_notice=True)
        assert refusal.value.code == "not_invited"


def test_activation_waits_for_a_representative_who_has_joined(cast):
    row = ParticipationFactory(initiative=cast.initiative, state=ParticipationState.ONBOARDING)
    MandateFactory(participation=row, person=NotJoinedFactory())
    with pytest.raises(Refused) as refusal:
        participations.activate(actor=cast.actor("coordinator"), participation=row)
    assert refusal.value.code == "unrepresented"
    MandateFactory(participation=row, person=PersonFactory())
    participations.activate(actor=cast.actor("coordinator"), participation=row)
    assert row.state == ParticipationState.ACTIVE


def test_pausing_and_ending_need_a_reason(cast):
    director = cast.actor("director")
    for act in (participations.pause, participations.end):
        with pytest.raises(Invalid) as refusal:
            act(actor=director, participation=cast.partner, reason=" ")
        assert refusal.value.code == "no_reason"


def test_a_coordinator_does_not_end_a_participation_but_the_partner_itself_does(cast):
    with pytest.raises(Refused) as refusal:
        participations.end(actor=cast.actor("coordinator"), participation=cast.partner, reason="די")
    assert refusal.value.code == "not_director_or_own"
    participations.end(actor=cast.actor("lead"), participation=cast.partner, reason="די")
    cast.partner.refresh_from_db()
    assert (cast.partner.state, cast.partner.reason) == (ParticipationState.ENDED, "די")
    assert actor_of(cast.lead).grants == {}


def test_of_two_who_act_at_once_one_wins(cast):
    stale = type(cast.partner).objects.get(pk=cast.partner.pk)
    participations.pause(actor=cast.actor("director"), participation=cast.partner, reason="הפסקה")
    with pytest.raises(Conflict):
        participations.end(actor=cast.actor("director"), participation=stale, reason="סוף")
    assert kinds() == ["partners.participation.paused"]


def test_the_table_ends_where_nothing_follows():
    assert PARTICIPATION.acts(ParticipationState.ENDED) == PARTICIPATION.acts(ParticipationState.DECLINED) == ()


def test_who_may_not_answer_learns_nothing_about_the_notice(cast):
    invited = ParticipationFactory(initiative=cast.initiative, state="invited")
    with pytest.raises(Refused):
        participations.accept(actor=cast.actor("stranger"), participation=invited, privacy_notice=False)
