"""The demo's fund is played through the acts and breaks no rule."""

import pytest

from audit.models import Entry
from funding.models import FundingRound, FundReport, Grant, Payment, PeriodClose
from funding.selectors import duties, ledger_audit
from funding.services import fund_reports
from kernel import actor as actors
from kernel import clock
from portal.demo import founding, meetings, money
from portal.demo.stage import SMALL, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def decided_without_the_tied():
    """Whether a decision of the first round was taken with a seat recused."""
    first = FundingRound.objects.order_by("pk").first()
    return any(one.decision.responses.filter(is_recused=True, answer="").exists() for one in first.proposals.all())


def test_the_story_of_the_fund_holds(db):
    stage = Stage(size=SMALL, today=clock.today())
    founding.found(stage)
    founding.found_others(stage)
    meetings.charter(stage)
    money.play(stage)
    assert ledger_audit.findings() == []
    assert {"active", "closed", "suspended", "terminated", "agreement_sent", "approved"} >= set(
        Grant.objects.values_list("state", flat=True)
    )
    assert Grant.objects.count() >= 4
    assert Payment.objects.filter(state="reconciled").count() >= 3
    assert Payment.objects.filter(state="programme_approved").count() == 1, "it waits for finance"
    assert not Payment.objects.filter(document=None).exists(), "each was asked for with its invoice"
    treasurer = [one.kind for one in duties.for_person(stage.act_as("treasurer"), stage.today, stage.initiative)]
    assert "funding.payment" in treasurer
    second = FundingRound.objects.get(state="opened")
    assert second.proposals.count() >= 2
    told = Entry.objects.filter(kind__startswith="funding.").latest("at").at
    assert told.astimezone(clock.HOME).date() <= stage.tuesday, "the digests of that day tell of it"
    seats = stage.bodies["steering"].seats.all()
    asked = [duties.for_person(actors.for_user(seat.person_id), stage.today, stage.initiative) for seat in seats]
    assert any(one.kind == "funding.assess" for found in asked for one in found)
    assert decided_without_the_tied()
    assert Payment.objects.filter(returned_line__isnull=False).count() == 1, "one transfer came back"
    assert PeriodClose.objects.count() == 1 and FundReport.objects.filter(funder__isnull=False).count() >= 2
    for report in FundReport.objects.all():
        assert fund_reports.again(report) == report.hash
