"""The fund at a glance, as far as each may know: a funder outside the committee cannot take others' amounts off."""

import pytest

from funding.selectors import fund_page
from funding.services import funders, payments
from kernel.actor import Actor
from tests.actors import actor_of
from tests.factories.funding import FundWorld
from tests.factories.partners import MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


def test_a_funder_outside_the_committee_reads_its_own_restrictions_alone(cast):
    world = FundWorld(cast)
    part = ParticipationFactory(initiative=cast.initiative, kind="funder")
    other = funders.add(actor=world.director, fund=world.fund, participation=part)
    own = world.bucket("שלו", kind="donor", funder=other)
    world.receive(30_00, own, funder=other)
    world.pledge(70_00)
    world.receive(70_00)
    giver: Actor = actor_of(MandateFactory(participation=part, kind="representative").person)
    seen, all_of_it = fund_page.of(giver, world.fund), fund_page.of(world.treasurer, world.fund)
    assert [line.bucket.pk for line in seen.buckets] == [own.pk]
    assert (seen.ahead, seen.promised, seen.position.free) == (None, 0, 100_00)
    assert {line.bucket.pk for line in all_of_it.buckets} == {own.pk, world.free.pk}
    assert all_of_it.ahead.months and all_of_it.promised == 70_00


def test_money_that_was_asked_for_stays_in_the_forecast_until_it_is_paid(cast):
    world = FundWorld(cast)
    world.receive(90_00)
    grant = world.grant(60_00)

    def goes():
        return sum(one.goes for one in fund_page.of(world.treasurer, world.fund).ahead.months)

    assert goes() == 60_00
    payment = world.request(grant.tranches.get())
    assert goes() == 60_00
    world.approve(payment)
    world.instruct(payment)
    assert goes() == 60_00
    payments.execute(actor=world.director, payment=payment)
    assert goes() == 0


def test_who_evaluates_reads_totals_even_as_somebody_of_a_funder(cast):
    world = FundWorld(cast)
    world.receive(30_00)
    MandateFactory(participation=cast.funding, person=cast.evaluator, kind="alternate")
    for person in (cast.evaluator, cast.person("evaluator")):
        seen = fund_page.of(actor_of(person), world.fund)
        assert (seen.buckets, seen.waiting, seen.flow, seen.position.free) == ((), (), None, 30_00)
