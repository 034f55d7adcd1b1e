"""What makes totals be computed anew: a cycle that opens, a partner asked later, a difference found at night."""

import pytest

from kernel.actor import Actor
from measurement import tasks
from measurement.models import Rollup, StaleSlice
from measurement.services import cycles, rollups
from partners.models.organisations import Sector
from partners.services import organisations
from tests.factories.measurement import Loop
from tests.factories.partners import ParticipationFactory

pytestmark = pytest.mark.django_db


def opened(**kwargs):
    loop = Loop(**kwargs)
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    return loop


def test_opening_marks_the_totals_so_that_none_of_the_expected_is_told():
    loop = opened(partners=3, measures=2)
    assert set(StaleSlice.objects.values_list("definition", flat=True)) == {one.pk for one in loop.definitions}
    rollups.refresh()
    row = Rollup.objects.get(definition=loop.definitions[0], scope_key="initiative", period=loop.cycle.period)
    assert (row.reported, row.expected) == (0, 3)
    cycles.request_from(
        actor=loop.actor("coordinator"),
        cycle=loop.cycle,
        participation=ParticipationFactory(initiative=loop.initiative),
    )
    rollups.refresh()
    row.refresh_from_db()
    assert (row.reported, row.expected) == (0, 4)


@pytest.mark.parametrize("column", ["sector", "district"])
def test_a_partner_that_moves_has_its_totals_computed_anew_at_once(column):
    loop = opened(partners=3, measures=1)
    rollups.refresh()
    row = loop.participations[0].organisation
    other = next(code for code in Sector.values if code != row.sector) if column == "sector" else "north"
    organisations.change(actor=Actor.system(), organisation=row, **{column: other})
    assert set(StaleSlice.objects.values_list("definition", flat=True)) == {loop.definitions[0].pk}
    rollups.refresh()
    assert rollups.audit() == []
    assert Rollup.objects.filter(scope_key=f"{column}:{other}", expected=1).exists()


def test_a_partner_that_changes_its_name_leaves_the_totals_alone():
    loop = opened(partners=3, measures=1)
    rollups.refresh()
    organisations.change(actor=Actor.system(), organisation=loop.participations[0].organisation, name_he="שם אחר")
    assert not StaleSlice.objects.exists()


def test_the_nightly_audit_has_what_differs_computed_anew():
    loop = opened(partners=3, measures=1)
    rollups.refresh()
    row = loop.participations[0].organisation
    other = next(code for code in Sector.values if code != row.sector)
    type(row).objects.filter(pk=row.pk).update(sector=other)
    assert tasks.audit_rollups() > 0
    rollups.refresh()
    assert rollups.audit() == []
