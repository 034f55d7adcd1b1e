"""A grant's page in its parts: each has an address, shows its own alone, and works without script."""

from datetime import timedelta

import pytest
from django.urls import reverse

from funding.selectors import grant_page
from funding.services import grant_changes, grantee_reports
from funding.services.grants import BudgetPlan, TranchePlan
from kernel import clock
from kernel.formatting import amount

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(world):
    """A grant whose first report is accepted: 40,000 of it were spent."""
    parts = [TranchePlan(clock.today(), 40_000_00), TranchePlan(clock.today(), 20_000_00)]
    budget = [BudgetPlan("שכר", 57_000_00), BudgetPlan("למידה", 3_000_00, "learning")]
    made = world.grant(60_000_00, parts, budget=budget, reports=[clock.today() + timedelta(days=60)])
    report, lead = made.reports.get(number=1), world.cast.actor("lead")
    grantee_reports.save(actor=lead, report=report, narrative="מה שנעשה")
    first, *others = made.budget.order_by("position")
    lines = {first: 40_000_00, **dict.fromkeys(others, 0)}
    grantee_reports.submit(actor=lead, report=report, actuals=lines)
    grantee_reports.accept(actor=world.coordinator, report=report)
    return made


@pytest.fixture
def seen(world, grant, signed_in):
    """`seen(part)`: the page at that part."""

    def read(part="", role="treasurer", tail=""):
        args = [world.cast.initiative.slug, world.fund.public_id, grant.public_id]
        url = reverse("funding:grant", args=args) + tail
        answer = signed_in(world.cast.person(role)).get(url, {"part": part} if part else {})
        assert answer.status_code == 200
        return answer

    return read


def current(answer):
    return [tab["label"] for tab in answer.context["tabs"] if tab["current"]]


def test_payments_come_first_and_what_is_no_part_is_the_first(seen):
    for part in ("", "payments", "nothing", "../agreement"):
        answer = seen(part)
        assert answer.context["part"] == "payments"
        assert len(answer.context["tranches"]) == 2
        assert "budget" not in answer.context


def test_each_part_is_a_link_and_marks_itself(seen):
    labels = set()
    for part in ("payments", "agreement", "reports"):
        answer = seen(part)
        assert f"?part={part}" in answer.content.decode() or part == "payments"
        labels.update(current(answer))
    labels.update(current(seen(tail="history/")))
    assert len(labels) == 4
    assert answer.context["tabs"][2]["count"] == 2, "the report, and the one a year after"


def test_the_budget_is_told_against_the_last_accepted_report(seen, grant):
    assert sum(grant_page.spent(grant).values()) == 40_000_00
    answer = seen("agreement")
    assert answer.context["sums"] == {"amount": 60_000_00, "spent": 40_000_00, "left": 20_000_00}
    assert amount(20_000_00) in answer.content.decode()


def test_an_amendment_stands_with_its_reason_and_decision(world, seen, grant):
    decision = world.decision(grant.participation.organisation)
    second = grant.tranches.get(number=2)
    given = {"amount": -20_000_00, "reason": "קבוצה אחת פחות", "decision": decision, "cancel": second}
    grant_changes.amend(actor=world.director, grant=grant, **given)
    html = seen("agreement").content.decode()
    assert "קבוצה אחת פחות" in html and decision.get_absolute_url() in html


def test_the_history_stands_in_the_same_frame(seen, grant):
    answer = seen(tail="history/")
    assert answer.context["part"] == "history"
    assert answer.context["lines"]
    assert grant.title in answer.content.decode()


def test_a_grantee_reads_the_same_parts_of_its_own(seen):
    for part in ("payments", "agreement", "reports"):
        assert seen(part, role="lead").context["part"] == part
