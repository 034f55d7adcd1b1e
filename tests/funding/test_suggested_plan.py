"""The plan that a form suggests is one that the guidelines of the grant let through."""

from datetime import timedelta

import pytest

from funding.forms.grants import PlanForm
from funding.services import grants
from funding.services.grants import BudgetPlan, TranchePlan
from kernel import clock
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db


def suggested(world, grant):
    """The rows of the form as it opens, by name."""
    found, form = {}, PlanForm(actor=world.director, subject=grant)
    for key, value in form.begin().items():
        name, number, cell = key.split("_", 2)
        found.setdefault(name, {}).setdefault(number, {})[cell] = value
    return {name: [rows[number] for number in sorted(rows)] for name, rows in found.items()}


@pytest.mark.parametrize(
    ("percent", "parts", "reports"), [(100, [100_01], 1), (60, [60_00, 40_01], 2), (0, [100_01], 2)]
)
def test_the_suggested_plan_is_taken_as_it_stands(cast, percent, parts, reports):
    world = FundWorld(cast, {"advance_percent": percent, "report_days": 10, "learning_percent": 7})
    world.receive(1_000_00)
    grant = world.award(world.allocate(100_01), 100_01)
    rows = suggested(world, grant)
    days = [one["due_on"] for one in rows["reports"]]
    tranches = [TranchePlan(one["due_on"], one["amount"], one.get("after_report", 0)) for one in rows["tranches"]]
    budget = [BudgetPlan("שורה", one["amount"], one["cost_type"]) for one in rows["budget"]]
    assert ([one.amount for one in tranches], len(days)) == (parts, reports)
    assert all(grant.starts_on <= one.due_on <= grant.ends_on for one in tranches) and days == sorted(days)
    grants.plan(actor=world.director, grant=grant, tranches=tranches, budget=budget, reports=days)
    assert sorted(grant.tranches.values_list("amount", flat=True), reverse=True) == parts


def test_a_grant_planned_late_suggests_no_day_that_is_past(cast):
    world = FundWorld(cast, {"advance_percent": 60})
    world.receive(1_000_00)
    grant = world.award(world.allocate(100_00), 100_00)
    for days in (250, 400):
        with clock.at(clock.now() + timedelta(days=days)):
            report = suggested(world, grant)["reports"][0]["due_on"]
            assert min(clock.today(), grant.ends_on) <= report <= grant.ends_on


def test_a_plan_is_written_again_until_it_is_signed(cast):
    world = FundWorld(cast, {"advance_percent": 60})
    world.receive(1_000_00)
    grant = world.award(world.allocate(100_00), 100_00)
    day = clock.today()
    for amount in (60_00, 50_00):
        plans = [TranchePlan(day, amount), TranchePlan(day, 100_00 - amount, 1)]
        grants.plan(actor=world.director, grant=grant, tranches=plans, reports=[day, grant.ends_on])
    assert list(grant.tranches.order_by("number").values_list("amount", flat=True)) == [50_00, 50_00]
