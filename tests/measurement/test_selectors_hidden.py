"""What a consent opens, and what makes the kept set of hidden cells out of date."""

from decimal import Decimal

import pytest

from measurement import tasks
from measurement.models import Consent, Grain, ReportingRules, Value
from measurement.selectors import hidden, series
from measurement.services import rollups, stale
from partners.models import Organisation
from partners.models.organisations import Sector
from tests.factories.measurement import CombinationFactory
from tests.measurement.test_selectors_series import PERIOD, World

pytestmark = pytest.mark.django_db


class Cells(World):
    """The same world with girls counted apart, half of each number."""

    def __init__(self, numbers, **kwargs):
        super().__init__(numbers, **kwargs)
        self.girls = CombinationFactory(initiative=self.initiative, code="sex=f")
        for partner, number in zip(self.partners, numbers, strict=True):
            Value.objects.create(
                organisation=partner.organisation,
                definition=self.definition,
                period=PERIOD,
                combination=self.girls,
                number=Decimal(number // 2),
            )
        stale.mark(PERIOD, [self.definition.pk])

    def agree(self, index, grain):
        """That partner lets everybody see its values of the measure."""
        row = self.partners[index].organisation
        return Consent.objects.create(organisation=row, measure=self.measure, grain=grain, audience="public")

    def own(self, index, combination=""):
        """What the public reads of that partner's own values."""
        rollups.refresh()
        scope = f"organisation:{self.partners[index].organisation_id}"
        found = series.one(self.cast.actor("anonymous"), self.measure, scope, combination).at(PERIOD)
        return found and found.result


def test_who_agreed_to_totals_keeps_the_breakdown_for_itself():
    world = Cells([100, 200, 300, 400])
    world.publish()
    world.agree(0, Grain.TOTAL)
    assert (world.own(0), world.own(0, "sex=f")) == (100, None)
    scope = f"organisation:{world.partners[0].organisation_id}"
    told = series.breakdown(world.cast.actor("anonymous"), world.measure, PERIOD, scope)
    assert [point.combination for point in told] == [""]


def test_who_agreed_to_breakdowns_opens_its_cells_too():
    world = Cells([100, 200, 300, 400])
    world.publish()
    world.agree(0, Grain.CELLS)
    assert (world.own(0), world.own(0, "sex=f")) == (100, 50)


def test_without_a_consent_no_page_gets_a_partner_s_own_value():
    world = Cells([100, 200, 300, 400])
    world.publish()
    assert world.own(0) is None


def test_a_cell_of_two_partners_who_agreed_to_totals_stays_hidden():
    world = Cells([100, 200])
    world.publish()
    for index in (0, 1):
        world.agree(index, Grain.TOTAL)
    rollups.refresh()
    public = world.cast.actor("anonymous")
    assert series.one(public, world.measure).at(PERIOD).result == 300
    cell = series.one(public, world.measure, combination="sex=f").at(PERIOD)
    assert (cell.result, cell.reason) == (None, "few_partners")


def test_the_worker_has_what_is_hidden_ready_before_a_reader_comes(monkeypatch):
    world = World([5, 1, 1])
    tasks.refresh_rollups()
    monkeypatch.setattr(hidden, "_computed", lambda *_args: pytest.fail("a reader had to wait"))
    for role in ("steering", "lead", "anonymous"):
        world.point(role)
    assert world.point("steering").reason


def test_a_higher_threshold_hides_at_once_what_it_covers():
    world = World([5, 5, 5])
    assert world.point("steering").result == 15
    ReportingRules.objects.create(initiative=world.initiative, suppress_under=20)
    told = world.point("steering")
    assert (told.result, told.reason) == (None, "small")


def test_a_partner_that_changes_its_sector_is_hidden_in_the_new_one_too():
    world = World([100, 200, 300, 400])
    assert world.point("steering").result == 1000
    mover = world.partners[3].organisation
    other = next(code for code in Sector.values if code != mover.sector)
    Organisation.objects.filter(pk=mover.pk).update(sector=other)
    rollups.rebuild()
    told = world.point("steering", f"sector:{other}")
    assert (told.result, told.reason) == (None, "few_partners")
