"""The treasurer's home has a line for each fund: free, promised, in the bank, as of today; nobody else has one."""

import pytest
from django.urls import reverse

from kernel import clock, formatting
from portal.dashboards import balances
from tests.factories.funding import FundWorld
from tests.factories.initiative import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(500_00)
    made.allocate(200_00)
    made.line(30_00)
    return made


def board(world, signed_in, role):
    url = reverse("portal:board", args=[world.cast.initiative.slug])
    return signed_in(world.cast.person(role)).get(url, headers={"HX-Request": "true"}).content.decode()


def test_the_treasurer_reads_each_funds_balance_above_the_board_with_its_day(world, signed_in):
    [line] = balances.of(world.treasurer, world.cast.initiative)
    stands = line.position
    assert (stands.bank, stands.committed, stands.free, stands.unassigned) == (530_00, 200_00, 300_00, 30_00)
    text = board(world, signed_in, "treasurer")
    head = text.split("</section>")[0]
    assert world.fund.get_absolute_url() in head and formatting.day(clock.today(), "full") in head
    assert all(formatting.amount(part, "ILS") in head for part in (530_00, 200_00, 300_00, 30_00))
    page = signed_in(world.cast.treasurer).get(reverse("portal:role-home", args=[world.cast.initiative.slug]))
    assert page.content.decode().index('class="todo"') < page.content.decode().index('id="board"'), "duties come first"


def test_nobody_else_has_the_line(world, signed_in):
    for role in ("lead", "data", "funder", "steering", "coordinator"):
        assert balances.of(world.cast.actor(role), world.cast.initiative) == []
        assert 'id="balance-1"' not in board(world, signed_in, role)


def test_the_treasurer_of_one_initiative_has_no_line_of_another(world):
    assert balances.of(world.treasurer, InitiativeFactory()) == []


def test_the_line_costs_three_queries(world, django_assert_max_num_queries):
    who = world.treasurer
    who.has(world.cast.initiative.pk, "partners.treasurer")  # its grants are read once a request
    with django_assert_max_num_queries(3):
        assert balances.of(who, world.cast.initiative)
