"""What mandates, individual participations and interests give, in one query."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel import clock
from measurement.selectors.points import reader
from partners.grants import grants
from partners.models import Interest, Mandate, MandateKind, ParticipationState
from portal.dashboards.home import GIVING, OWN, board_of
from tests.factories.partners import InterestFactory, MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


def held(person) -> dict[str, set[int]]:
    return grants(person.pk, clock.today())


def test_one_query_tells_everything(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        out = held(cast.director)
    assert out == {
        "partners.director": {cast.initiative.pk},
        "partners.backbone": {cast.initiative.pk},
        "partners.initiative": {cast.initiative.pk},
        "partners.takes_part": {cast.initiative.pk},
        "partners.own": {cast.backbone.pk},
        "partners.writes": {cast.backbone.pk},
        "partners.organisation": {cast.backbone.organisation_id},
    }


def test_a_guest_does_not_take_part(cast):
    out = held(cast.ministry)
    assert out["partners.guest"] == {cast.initiative.pk}
    assert "partners.takes_part" not in out
    assert out["partners.initiative"] == {cast.initiative.pk}


def test_an_individual_takes_part_without_a_mandate(cast):
    out = held(cast.member)
    assert out["partners.own"] == out["partners.writes"] == {cast.individual.pk}
    assert out["partners.takes_part"] == {cast.initiative.pk}
    assert "partners.organisation" not in out


def test_an_interest_is_told_by_its_organisation(cast):
    assert held(cast.evaluator)["partners.interest"] == {cast.other.organisation_id}


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (ParticipationState.INVITED, {"partners.invited", "partners.own", "partners.representative"}),
        (ParticipationState.ONBOARDING, {"partners.takes_part", "partners.writes", "partners.organisation_lead"}),
        (ParticipationState.ACTIVE, {"partners.takes_part", "partners.writes", "partners.organisation_lead"}),
        (ParticipationState.PAUSED, {"partners.takes_part", "partners.own"}),
    ],
)
def test_a_mandate_counts_by_its_participation(cast, state, names):
    participation = ParticipationFactory(initiative=cast.initiative, state=state)
    mandate = MandateFactory(participation=participation)
    out = held(mandate.person)
    assert names <= set(out)
    assert ("partners.writes" in out) is (state in {ParticipationState.ONBOARDING, ParticipationState.ACTIVE})
    assert ("partners.organisation_lead" in out) is ("partners.writes" in out)


@pytest.mark.parametrize("state", [ParticipationState.ENDED, ParticipationState.DECLINED])
def test_an_ended_participation_gives_nothing(cast, state):
    mandate = MandateFactory(participation=ParticipationFactory(initiative=cast.initiative, state=state))
    assert held(mandate.person) == {}


def test_a_mandate_holds_on_its_first_and_last_day_only(cast):
    today = clock.today()
    mandate = MandateFactory(
        participation=cast.partner, starts_on=today - timedelta(days=2), ends_on=today + timedelta(days=2)
    )
    for days, there in ((-3, False), (-2, True), (2, True), (3, False)):
        assert bool(grants(mandate.person_id, today + timedelta(days=days))) is there


def test_a_staff_mandate_outside_the_backbone_gives_no_staff_right(cast):
    mandate = MandateFactory(participation=cast.partner, kind=MandateKind.DIRECTOR)
    assert "partners.director" not in held(mandate.person)
    assert "partners.backbone" not in held(mandate.person)


def test_the_database_refuses_a_mandate_given_to_oneself(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        MandateFactory(participation=cast.partner, person=cast.lead, by=cast.lead)


def test_the_database_lets_only_the_last_day_of_a_mandate_change(cast):
    mandate = MandateFactory(participation=cast.partner)
    Mandate.objects.filter(pk=mandate.pk).update(ends_on=clock.today())
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(kind=MandateKind.SIGNATORY)


def test_what_is_held_in_one_initiative_opens_nothing_in_another(cast):
    """Given a funder here who represents a partner there: each initiative sees the one role only."""
    there = ParticipationFactory()
    MandateFactory(participation=there, person=cast.funder, kind=MandateKind.REPRESENTATIVE)
    actor = cast.actor("funder")
    assert held(cast.funder)["partners.funds"] == {cast.initiative.pk}
    assert there.initiative_id in held(cast.funder)["partners.speaks"]
    assert reader(actor, cast.initiative.pk).audience == "steering"
    assert reader(actor, there.initiative_id).audience == "partners"
    assert (board_of(actor, cast.initiative), board_of(actor, there.initiative)) == (GIVING, OWN)


def test_a_chair_reads_interests_of_the_own_initiative_only(cast):
    there = ParticipationFactory()
    MandateFactory(participation=there, person=cast.chair, kind=MandateKind.DATA_OFFICER)
    other = MandateFactory(participation=ParticipationFactory(initiative=there.initiative)).person
    InterestFactory(person=other)
    seen = Interest.objects.visible_to(cast.actor("chair")).values_list("person", flat=True)
    assert cast.evaluator.pk in seen and other.pk not in seen
